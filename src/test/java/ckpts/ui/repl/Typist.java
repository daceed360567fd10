package ckpts.ui.repl;

import ckpts.bytes.ConfinedDisk;
import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.format.Formats;
import ckpts.format.manifest.JsonManifest;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.MetaGraphManifest;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.ui.cli.Prompt;
import ckpts.ui.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.ScreenTerminal;

/** Types keys at a prompt in memory, and sees what the terminal shows. */
final class Typist {
    static final String ENTER = "\r";
    static final String TAB = "\t";
    static final String UP = "\u001b[A";
    static final String CTRL_C = "\u0003";
    static final String CTRL_D = "\u0004";
    static final String ALT_ENTER = "\u001b\r";

    private static final int ROWS = 200;

    private final Map<String, String> environment = new HashMap<>();
    private BiFunction<Disk, Terminal, Disk> disks = (real, terminal) -> real;
    private Disk disk = new RealDisk();
    private int columns = 80;
    private boolean colour;
    private boolean quiet = true;
    private String type = "xterm";
    private List<Path> roots = List.of();
    private Optional<String> checkpoint = Optional.empty();
    private String written = "";

    Typist columns(int count) {
        columns = count;
        return this;
    }

    Typist with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Typist coloured() {
        colour = true;
        return this;
    }

    /** @param wrapping makes the disk of the program from the real one and the terminal */
    Typist onDisk(BiFunction<Disk, Terminal, Disk> wrapping) {
        disks = wrapping;
        return this;
    }

    /** As under {@code --root}. */
    Typist confinedTo(Path root) {
        roots = List.of(root);
        return this;
    }

    Typist greeted() {
        quiet = false;
        return this;
    }

    Typist on(String terminalType) {
        type = terminalType;
        return this;
    }

    Typist opening(String path) {
        checkpoint = Optional.of(path);
        return this;
    }

    /** Each line as with Enter behind it, then Ctrl-D twice. */
    List<String> enters(String... lines) throws IOException {
        return types(String.join(ENTER, lines) + ENTER + CTRL_D + CTRL_D);
    }

    /** What the screen shows in the end, without empty lines behind the last. */
    List<String> types(String keys) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
        try (DumbTerminal terminal = new DumbTerminal("test", type, in, out, StandardCharsets.UTF_8)) {
            terminal.setSize(new Size(columns, ROWS));
            disk = disks.apply(new RealDisk(), terminal);
            Prompt.Start start = new Prompt.Start(checkpoint, colour, quiet, new Budget(Budget.STANDARD_MEMORY, 1));
            Repl.greet(start, surroundings(in, out));
            Repl.talk(start, surroundings(in, out), terminal);
        }
        written = out.toString(StandardCharsets.UTF_8);
        ScreenTerminal screen = new ScreenTerminal(Math.max(columns, 2), ROWS);
        screen.write(written.replace("\r\n", "\n").replace("\n", "\r\n"));
        return screen.toString()
                .stripTrailing()
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    /** The bytes behind the last screen. */
    String written() {
        return written;
    }

    Surroundings surroundings(InputStream in, OutputStream out) {
        Surroundings free = new Surroundings(
                in,
                out,
                out,
                environment,
                ckpts.ui.cli.Terminal.NONE,
                () -> new Formats(
                        List.of(new TensorFlowFormat(), new SafetensorsFormat()),
                        List.of(new JsonManifest(List.of(new TensorFlowFormat())), new MetaGraphManifest())),
                () -> disk,
                Repl::new,
                "1.2.3");
        return roots.isEmpty() ? free : free.confined(confined());
    }

    private ConfinedDisk confined() {
        try {
            return new ConfinedDisk(disk, roots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
