package ckpts.ui.cli;

import ckpts.bytes.RealDisk;
import ckpts.format.Formats;
import ckpts.format.manifest.JsonManifest;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.MetaGraphManifest;
import ckpts.format.tensorflow.TensorFlowFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Calls the program as a shell would, in this process: arguments, input and environment in; status and streams out. */
final class Caller {
    private final Map<String, String> environment = new HashMap<>();
    private InputStream input = InputStream.nullInputStream();
    private Terminal terminal = Terminal.NONE;
    private Formats formats = new Formats(
            List.of(new TensorFlowFormat(), new SafetensorsFormat()),
            List.of(new JsonManifest(List.of(new TensorFlowFormat())), new MetaGraphManifest()));
    private Prompt prompt = (start, surroundings) -> {
        throw new AssertionError("nobody is to talk here");
    };

    /** What a call came to. */
    record Result(int status, String out, String err) {}

    Caller with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Caller piping(String text) {
        return reading(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    Caller knowing(Formats others) {
        formats = others;
        return this;
    }

    Caller reading(InputStream stream) {
        input = stream;
        return this;
    }

    Caller talkingTo(Prompt there) {
        prompt = there;
        return this;
    }

    /** All three streams are a terminal of this width. */
    Caller atTerminal(int columns) {
        terminal = new Terminal(true, true, true, OptionalInt.of(columns));
        return this;
    }

    /** @param words as they are shown */
    Result call(Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new CommandLine(surroundings(out, err))
                .run(Stream.of(words).map(Object::toString).toList());
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The tensors of a checkpoint, each as {@code name type}. */
    List<String> listed(String path) {
        return call("ls", path)
                .out()
                .lines()
                .skip(1)
                .filter(line -> line.contains("["))
                .map(line -> line.split(" {2,}")[0] + " " + line.split(" {2,}")[1])
                .toList();
    }

    Formats formats() {
        return formats;
    }

    Surroundings surroundings(java.io.OutputStream out, java.io.OutputStream err) {
        return new Surroundings(
                input, out, err, environment, terminal, () -> formats, RealDisk::new, () -> prompt, "1.2.3");
    }
}
