package ckpts.format.plain;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.CheckpointFormat;
import ckpts.format.Destination;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.format.StorageHint;
import ckpts.format.StoredTensor;
import ckpts.format.Target;
import ckpts.format.Verification;
import ckpts.format.optimizer.OptimizerNames;
import ckpts.naming.Names;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file: the line PLAIN, a line for each tensor, an empty line, then the values, one tensor after the other. */
final class PlainFormat implements CheckpointFormat {
    private static final byte[] MAGIC = "PLAIN\n".getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST_HEADER = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(\\w+)\\[((?:\\d{1,18}(?:, )?)*)] (.+)");

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        if (!disk.exists(path) || disk.isDirectory(path)) {
            return false;
        }
        try (ByteSource file = disk.open(path)) {
            ByteBuffer first = ByteBuffer.allocate(MAGIC.length);
            file.read(0, first);
            return first.flip().equals(ByteBuffer.wrap(MAGIC));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        ByteSource file = disk.open(path);
        try {
            Checkpoint checkpoint = checkpoint(path, file);
            return new OpenedCheckpoint(checkpoint, name(), path, List.of(path), List.of(), file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Checkpoint checkpoint(Path path, ByteSource file) throws IOException {
        Map<String, TensorType> types = new LinkedHashMap<>();
        long begin = header(file, types);
        StoredTensor.Container container = new StoredTensor.Container(path, name(), file);
        Map<String, Role> roles = new OptimizerNames(types).roles();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, TensorType> one : types.entrySet()) {
            String name = one.getKey();
            long length = one.getValue().byteSize();
            StoredTensor tensor = new StoredTensor(one.getValue(), container, name, begin, length);
            entries.add(Entry.read(name, tensor, roles.get(name), entries.size()));
            begin += length;
        }
        if (begin != file.size()) {
            throw new MalformedFileException(file, begin, "the values end here, the file does not");
        }
        return Checkpoint.of(entries, Map.of(), Optional.empty());
    }

    /** Reads names and types; returns where the values begin. */
    private static long header(ByteSource file, Map<String, TensorType> types) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(LONGEST_HEADER, file.size()));
        file.read(0, head);
        if (!head.flip().slice(0, Math.min(head.limit(), MAGIC.length)).equals(ByteBuffer.wrap(MAGIC))) {
            throw new MalformedFileException(file, 0, "does not begin with the line PLAIN");
        }
        int begin = MAGIC.length;
        for (int end = begin; end < head.capacity(); end++) {
            if (head.get(end) == '\n') {
                byte[] line = new byte[end - begin];
                head.get(begin, line);
                if (line.length == 0) {
                    return end + 1L;
                }
                tensor(Names.decode(line), begin, file, types);
                begin = end + 1;
            }
        }
        throw new MalformedFileException(file, begin, "the list of tensors does not end with an empty line");
    }

    private static void tensor(String line, long offset, ByteSource file, Map<String, TensorType> types)
            throws IOException {
        Matcher parts = LINE.matcher(line);
        Optional<DType> dtype = parts.matches() ? DType.named(parts.group(1)) : Optional.empty();
        if (dtype.filter(DType::isFixedWidth).isEmpty()) {
            throw new MalformedFileException(file, offset, "expected a type such as float32[2, 3], then a name");
        }
        long[] sizes = Pattern.compile(", ")
                .splitAsStream(parts.group(2))
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        if (!TensorType.isCountable(Shape.of(sizes))) {
            throw new MalformedFileException(file, offset, "the shape has too many elements");
        }
        if (types.put(parts.group(3), new TensorType(dtype.get(), Shape.of(sizes))) != null) {
            throw new MalformedFileException(file, offset, "a second tensor of this name");
        }
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        List<String> obstacles = new ArrayList<>();
        for (Entry entry : checkpoint.entries()) {
            if (entry.name().indexOf('\n') >= 0) {
                obstacles.add("\"" + entry.name() + "\" has a line feed in its name: rename it");
            }
            if (!entry.tensor().type().dtype().isFixedWidth()) {
                obstacles.add(
                        "\"" + entry.name() + "\" has elements of no fixed width" + StorageHint.drop(entry.name()));
            }
        }
        checkpoint
                .aliases()
                .keySet()
                .forEach(alias -> obstacles.add("\"" + alias + "\" is an alias: write `untie \"" + alias + "\"`"));
        return obstacles;
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(MAGIC);
        List<Segment> segments = new ArrayList<>();
        for (Entry entry : checkpoint.entries()) {
            header.writeBytes(Names.encode(entry.tensor().type() + " " + entry.name() + "\n"));
            segments.add(new Segment.Values(entry.name(), entry.tensor(), Checksum.NONE));
        }
        header.write('\n');
        String what = "names and types of " + segments.size() + " tensors";
        segments.add(0, new Segment.Generated(what, written -> header.toByteArray()));
        PlannedFile file = PlannedFile.written(target.path(), PlannedFile.Stage.COMMIT, segments);
        return new Layout(List.of(file), List.of(), List.of());
    }

    @Override
    public Destination destination(Path path, Disk disk) {
        return Destination.ofFile(path, disk);
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        try (OpenedCheckpoint opened = open(path, disk)) {
            Verification.Scope scope = new Verification.Scope("names, types and sizes", "values: no checksums");
            return new Verification(opened.checkpoint().size(), 0, scope, List.of());
        }
    }
}
