package ckpts;

import ckpts.bytes.ConfinedDisk;
import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.format.Formats;
import ckpts.ui.cli.CommandLine;
import ckpts.ui.cli.Prompt;
import ckpts.ui.cli.Surroundings;
import ckpts.ui.cli.Terminal;
import ckpts.ui.repl.Repl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with a file that has a fault, and the program there.
 *
 * @param call of the disk that meets the fault
 */
record FaultyFile(Path folder, Path file, IOException fault, String call) {
    static final String FILE = "FILE";
    static final String FOLDER = "FOLDER";
    static final String CONFINED = "none, but within the folder alone";

    /** A text with the paths for FILE and FOLDER. */
    String named(String text) {
        return text.replace(FILE, file.toString()).replace(FOLDER, folder.toString());
    }

    /** Puts another file beside it. */
    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The messages of a command. */
    String calls(List<String> words) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(words);
        if (call.equals(CONFINED)) {
            all.addAll(List.of("--root", folder.toString()));
        }
        new CommandLine(surroundings("", OutputStream.nullOutputStream(), told)).run(all);
        return told.toString(StandardCharsets.UTF_8);
    }

    /** What a terminal shows when these keys are typed at the prompt. */
    String types(String keys) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Prompt.Start start = new Prompt.Start(Optional.empty(), false, true, new Budget(Budget.STANDARD_MEMORY, 1));
        try {
            new Repl().talk(start, surroundings(keys + "\r\u0004\u0004", shown, shown));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    private Surroundings surroundings(String input, OutputStream out, OutputStream err) {
        Formats formats = new Formats(List.of(new SketchFormat(), new UnreadableFormat(fault)), List.of());
        return new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Map.of("TERM", "dumb"),
                Terminal.NONE,
                () -> formats,
                this::disk,
                Repl::new,
                "1.2.3");
    }

    private Disk disk() {
        Disk real = new RealDisk();
        if (call.equals(CONFINED)) {
            try {
                return new ConfinedDisk(real, List.of(folder));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (self, method, arguments) -> {
                    boolean met = call.equals("create")
                            ? method.getName().equals("create")
                            : method.getName().equals(call) && arguments[0].equals(file);
                    if (met) {
                        throw fault;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
