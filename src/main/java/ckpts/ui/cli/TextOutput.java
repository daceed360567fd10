package ckpts.ui.cli;

import ckpts.bytes.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Output of a text that an option sends to a path: a file, or a stream of this process under one of its names. */
@FunctionalInterface
interface TextOutput {
    /** The names under which Linux and macOS offer the streams of a process. */
    Set<String> OUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    Set<String> ERR = Set.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    void write(String text) throws IOException;

    /** A check of a file before the work begins. */
    @FunctionalInterface
    interface Judge {
        TextFile judge(Path path) throws IOException;
    }

    /** Whether a path is a name of a stream of this process. */
    static boolean isOfProcess(Path path) {
        return OUT.contains(path.toString()) || ERR.contains(path.toString());
    }

    /** Standard output may be a file: opened a second time, it would be written over from its start. */
    static TextOutput of(Path path, Screen screen, Judge judge) throws IOException {
        if (OUT.contains(path.toString())) {
            return screen::text;
        }
        if (ERR.contains(path.toString())) {
            return screen::raw;
        }
        return judge.judge(path)::write;
    }
}
