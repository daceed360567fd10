package ckpts;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.Progress;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoints of which names, types and shapes are given, for tests that look at no value. A text says which, where braces
 * stand for several names:
 *
 * <pre>
 * safetensors gpt2.safetensors                            a header, and no data: a hole in the file
 *   h.{0..11}.{ln_1,ln_2}.weight  float32[768]
 * tensorflow lenet/model.ckpt                             a small one, with numbers in it
 *   conv1/kernel  float32[5, 5, 1, 6]
 * text own.txt                                            the lines of a text file
 *   tree
 * </pre>
 */
final class SparseFiles {
    private static final Map<String, String> CODES = Map.of("float32", "F32", "bfloat16", "BF16", "int64", "I64");

    private SparseFiles() {}

    /** Makes what the text names, in a folder. */
    static void make(String text, Path folder) throws IOException {
        for (String part : text.split("\n(?=\\S)")) {
            List<String> lines = part.lines().map(String::strip).toList();
            String[] head = lines.get(0).split(" ", 2);
            Path file = folder.resolve(head[1]);
            List<String> body = lines.subList(1, lines.size());
            Files.createDirectories(file.getParent());
            switch (head[0]) {
                case "safetensors" -> header(expanded(body), file);
                case "tensorflow" -> bundle(expanded(body), file);
                case "text" -> Files.write(file, body);
                default -> throw new IllegalArgumentException("no such file: " + head[0]);
            }
        }
    }

    private static List<String> expanded(List<String> lines) {
        return lines.stream().flatMap(SparseFiles::expanded).toList();
    }

    private static Stream<String> expanded(String line) {
        int open = line.indexOf('{');
        if (open < 0) {
            return Stream.of(line);
        }
        int close = line.indexOf('}', open);
        String inside = line.substring(open + 1, close);
        return alternatives(inside)
                .flatMap(chosen -> expanded(line.substring(0, open) + chosen + line.substring(close + 1)));
    }

    private static Stream<String> alternatives(String inside) {
        String[] ends = inside.split("\\.\\.");
        if (ends.length == 1) {
            return Stream.of(inside.split(",", -1));
        }
        return Stream.iterate(Integer.parseInt(ends[0]), i -> i <= Integer.parseInt(ends[1]), i -> i + 1)
                .map(String::valueOf);
    }

    private static void header(List<String> lines, Path file) throws IOException {
        List<String> tensors = new ArrayList<>(List.of("\"__metadata__\":{\"format\":\"pt\"}"));
        long offset = 0;
        for (String line : lines) {
            SketchLine tensor = SketchLine.parse(line);
            long end = offset + tensor.type().byteSize();
            tensors.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(
                            tensor.name(),
                            CODES.get(tensor.type().dtype().toString()),
                            tensor.type().shape(),
                            offset,
                            end));
            offset = end;
        }
        byte[] text = ("{" + String.join(",", tensors) + "}").getBytes(UTF_8);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(text.length).put(text).flip();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(start, 0);
            // The last byte alone: all between is a hole.
            channel.write(ByteBuffer.allocate(1), Long.BYTES + text.length + offset - 1);
        }
    }

    private static void bundle(List<String> lines, Path prefix) throws IOException {
        Path sketch = prefix.resolveSibling("tensors" + SketchFormat.EXTENSION);
        Files.write(sketch, lines);
        String script = "load \"tensors.sketch\"\nsave \"%s\" format tensorflow\n".formatted(prefix.getFileName());
        SourceText source = new SourceText("bundle.ckpts", script, Optional.of(prefix.getParent()));
        try (Session session =
                new Session(Playground.formats(), new RealDisk(), new Budget(Budget.STANDARD_MEMORY, 1))) {
            Outcome outcome = session.evaluate(source, Map.of(), false);
            session.save(outcome.plan(), Progress.SILENT, Cancellation.NEVER);
        }
        Files.delete(sketch);
    }
}
