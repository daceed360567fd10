package ckpts.ui.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code ckpts rehearse}: run by the launcher in secret, to learn which classes the program loads: every common command once, on examples.
 * Not in any help text. Results are thrown away; it ends well whether or not the examples are there.
 */
final class RehearseCommand implements Command {
    private static final String SCRIPT = "s4_missing_biases.ckpts";
    private static final String CHECKPOINT = "checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000";
    private static final String OTHER_SCRIPT = "safetensors_old_names.ckpts";
    private static final String SHARDS = "checkpoints/safetensors_old_names";
    private static final String WRONG = "load \"nowhere\"\nrename \"a\" => \"b\"\n";

    @Override
    public Usage usage() {
        return new Usage("rehearse", "EXAMPLES FOLDER", 2, 2, "Run every common command once", List.of(), List.of());
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) {
        Path examples = Path.of(arguments.operands().get(0));
        String script = examples.resolve(SCRIPT).toString();
        String checkpoint = examples.resolve(CHECKPOINT).toString();
        String otherScript = examples.resolve(OTHER_SCRIPT).toString();
        String shards = examples.resolve(SHARDS).toString();
        Path work = Path.of(arguments.operands().get(1));
        String output = work.resolve("rehearsed").toString();
        String otherOutput = work.resolve("rehearsed.safetensors").toString();
        List.of(
                        List.of("version"),
                        List.of("help"),
                        List.of("ls", checkpoint),
                        List.of("ls", checkpoint, "**", "--tree", "--color", "always"),
                        List.of("ls", checkpoint, "--format", "json"),
                        List.of("ls", "nowhere"),
                        List.of("ls", shards),
                        List.of("show", checkpoint),
                        List.of("verify", checkpoint),
                        List.of("check", script),
                        List.of("fmt", "--check", script),
                        List.of("plan", script),
                        List.of("run", script, "--set", "out=" + output, "--overwrite"),
                        List.of("run", otherScript, "--set", "out=" + otherOutput, "--overwrite"),
                        List.of("run", "-"),
                        List.of("repl", "-q"))
                .forEach(words -> new CommandLine(unseen(surroundings)).run(words));
        return ExitStatus.DONE;
    }

    private static Surroundings unseen(Surroundings surroundings) {
        return new Surroundings(
                new ByteArrayInputStream(WRONG.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Map.of("TERM", "xterm-256color"),
                new Terminal(true, true, true, java.util.OptionalInt.empty()),
                surroundings.formats(),
                surroundings.disk(),
                surroundings.prompt(),
                surroundings.version());
    }
}
