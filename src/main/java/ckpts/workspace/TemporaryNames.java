package ckpts.workspace;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of what a run keeps in a directory while it works there. They begin with a dot, so that listings and
 * formats pass them over, and end in the run's own token, so that two runs never meet and the traces of a dead one can
 * be told from those of a live one:
 *
 * <pre>
 *   .ckpt.ckpts-lock-TOKEN          held locked while a run saves to "ckpt"; in every directory that it writes to
 *   .ckpt.index.ckpts-tmp-TOKEN     what will be "ckpt.index"
 * </pre>
 */
record TemporaryNames(String token) {
    private static final Pattern NAME = Pattern.compile("\\.(.+)\\.ckpts-(lock|tmp)-([0-9a-f]+)", Pattern.DOTALL);

    /** A trace of some run. */
    record Trace(String name, String of, boolean isLock, String token) {}

    static TemporaryNames random() {
        return new TemporaryNames(Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    Path lock(Path directory, Path target) {
        return directory.resolve("." + target.getFileName() + ".ckpts-lock-" + token);
    }

    Path temporary(Path file) {
        return PlannedSave.directoryOf(file).resolve("." + file.getFileName() + ".ckpts-tmp-" + token);
    }

    /** Reads a name in a directory; empty if it is no trace of a run. */
    static Optional<Trace> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Trace(name, matcher.group(1), matcher.group(2).equals("lock"), matcher.group(3)))
                : Optional.empty();
    }
}
