package ckpts;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.CheckpointFormat;
import ckpts.format.Destination;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.StoredTensor;
import ckpts.format.Target;
import ckpts.format.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checkpoints that a test can spell out: a file {@code NAME.sketch} with a {@link SketchLine} for each tensor. Values
 * are given, or count on from 1 through the file, so that no two tensors of a sketch are alike. Blank lines and those
 * that begin with {@code #} say nothing.
 *
 * <pre>
 *   NAME.sketch        written: lines that end in "at OFFSET"
 *   NAME.sketch.data   written: the values, one tensor after the other
 * </pre>
 */
final class SketchFormat implements CheckpointFormat {
    static final String EXTENSION = ".sketch";

    @Override
    public String name() {
        return "sketch";
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        return path.toString().endsWith(EXTENSION) && disk.exists(path) && !disk.isDirectory(path);
    }

    @Override
    public Destination destination(Path path, Disk disk) {
        return Destination.ofFile(path, disk);
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .filter(entry -> !entry.tensor().type().dtype().isNumeric())
                .map(entry -> "\"" + entry.name() + "\"  a sketch holds numbers, not "
                        + entry.tensor().type())
                .toList();
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        String text = text(path, disk);
        List<Entry> entries = new ArrayList<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        long offset = 0;
        long counter = 1;
        Optional<ByteSource> data = disk.exists(data(path)) ? Optional.of(disk.open(data(path))) : Optional.empty();
        for (String line : text.split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                SketchLine parsed = parsed(line, path, offset);
                StoredTensor tensor = tensor(parsed, path, offset, counter, data);
                counter += parsed.type().shape().elementCount();
                entries.add(Entry.read(parsed.name(), tensor, parsed.role(), entries.size()));
                parsed.aliases().forEach(alias -> aliases.put(alias, parsed.name()));
            }
            offset += line.getBytes(UTF_8).length + 1;
        }
        Checkpoint checkpoint = Checkpoint.of(entries, aliases, Optional.empty());
        List<Path> files = data.isPresent() ? List.of(path, data(path)) : List.of(path);
        return new OpenedCheckpoint(checkpoint, name(), path, files, List.of(), () -> {
            if (data.isPresent()) {
                data.get().close();
            }
        });
    }

    private static String text(Path path, Disk disk) throws IOException {
        try (ByteSource file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return new String(bytes.array(), UTF_8);
        }
    }

    private static SketchLine parsed(String line, Path path, long offset) throws MalformedFileException {
        try {
            return SketchLine.parse(line);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(path.toString(), offset, e.getMessage());
        }
    }

    private StoredTensor tensor(SketchLine line, Path path, long offset, long counter, Optional<ByteSource> data)
            throws IOException {
        if (line.at().isPresent()) {
            ByteSource file =
                    data.orElseThrow(() -> new MalformedFileException(path.toString(), offset, "no data file"));
            StoredTensor.Container stored = new StoredTensor.Container(path, name(), file);
            return new StoredTensor(
                    line.type(),
                    stored,
                    line.name(),
                    line.at().getAsLong(),
                    line.type().byteSize());
        }
        ByteBuffer values = line.values().isPresent()
                ? Numbers.parsed(line.type(), line.values().get())
                : Numbers.counting(line.type(), counter);
        ByteSource spelt = new InMemory(path + ", " + line.name(), values, offset);
        StoredTensor.Container stored = new StoredTensor.Container(path, name(), spelt);
        return new StoredTensor(line.type(), stored, line.name(), offset, spelt.size());
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        List<Segment> values = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        long offset = 0;
        for (Entry entry : checkpoint.entries()) {
            values.add(new Segment.Values(entry.name(), entry.tensor(), Checksum.NONE));
            List<String> aliases = aliases(checkpoint, entry);
            lines.append(SketchLine.of(entry, aliases, "at " + offset)).append('\n');
            offset += entry.tensor().byteSize();
        }
        byte[] text = lines.toString().getBytes(UTF_8);
        return new Layout(
                List.of(
                        PlannedFile.written(data(target.path()), Stage.DATA, values),
                        PlannedFile.written(
                                target.path(),
                                Stage.COMMIT,
                                List.of(new Segment.Generated("lines of text", written -> text)))),
                List.of(),
                List.of());
    }

    /** The aliases of an entry, sorted. */
    static List<String> aliases(Checkpoint checkpoint, Entry entry) {
        return checkpoint.aliases().entrySet().stream()
                .filter(alias -> alias.getValue().equals(entry.name()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Path data(Path path) {
        return path.resolveSibling(path.getFileName() + ".data");
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        try (OpenedCheckpoint opened = open(path, disk)) {
            return new Verification(
                    opened.checkpoint().size(), 0, new Verification.Scope("that it can be read", ""), List.of());
        }
    }

    /** Values that a line of text spells, where it stands in its file. */
    private record InMemory(String name, ByteBuffer bytes, long fileOffset) implements ByteSource {
        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public void read(long position, ByteBuffer target) {
            target.put(bytes.slice((int) position, target.remaining()));
        }

        @Override
        public ByteSource slice(long position, long length, String part) {
            int start = (int) (position - fileOffset);
            return new InMemory(name + ", " + part, bytes.slice(start, (int) length), position);
        }

        @Override
        public void close() {}
    }
}
