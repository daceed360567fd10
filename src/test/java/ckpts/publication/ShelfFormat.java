package ckpts.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import ckpts.format.NewestRecord;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.StoredTensor;
import ckpts.format.Target;
import ckpts.format.Verification;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * The least format that has all that saving is about: a prefix, shards, an index that makes them a checkpoint, a
 * checksum for every tensor, a record of the newest.
 *
 * <pre>
 *   PREFIX.data-0-of-2   bytes of tensors
 *   PREFIX.index         lines "name file offset length checksum", then "end checksum-of-the-lines"
 *   newest               the name of a prefix
 * </pre>
 */
public final class ShelfFormat implements CheckpointFormat {
    public static final Supplier<Checksum> CRC = () -> new Checksum() {
        private final CRC32 crc = new CRC32();

        @Override
        public void update(ByteBuffer bytes) {
            crc.update(bytes);
        }

        @Override
        public int value() {
            return (int) crc.getValue();
        }
    };

    @Override
    public String name() {
        return "shelf";
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        return disk.exists(index(path));
    }

    @Override
    public Destination destination(Path path, Disk disk) {
        return new Destination(path, path, disk.exists(index(path)) ? Optional.of(path) : Optional.empty());
    }

    private static Path index(Path path) {
        return path.resolveSibling(path.getFileName() + ".index");
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return checkpoint.names().stream()
                .filter(name -> name.contains(" "))
                .map(name -> "\"" + name + "\" has a blank")
                .toList();
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Map<String, ByteSource> files = new LinkedHashMap<>();
        for (String line : lines(path, disk)) {
            String[] fields = line.split(" ");
            Path file = path.resolveSibling(fields[1]);
            if (!files.containsKey(fields[1])) {
                files.put(fields[1], disk.open(file));
            }
            long offset = Long.parseLong(fields[2]);
            long length = Long.parseLong(fields[3]);
            StoredTensor tensor = new StoredTensor(
                    new TensorType(DType.UINT8, Shape.of(length)),
                    new StoredTensor.Container(file, name(), files.get(fields[1])),
                    fields[0],
                    offset,
                    length,
                    new ckpts.format.Verbatim.Integrity(CRC, Integer.parseInt(fields[4])));
            entries.add(Entry.read(fields[0], tensor, Role.VARIABLE, entries.size()));
        }
        return new OpenedCheckpoint(
                Checkpoint.of(entries, Map.of(), Optional.empty()),
                name(),
                path,
                List.of(index(path)),
                List.of(),
                () -> {
                    for (ByteSource file : files.values()) {
                        file.close();
                    }
                });
    }

    private static List<String> lines(Path path, Disk disk) throws IOException {
        try (ByteSource index = disk.open(index(path))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) index.size());
            index.read(0, bytes);
            List<String> lines = new ArrayList<>(List.of(new String(bytes.array(), UTF_8).split("\n")));
            String end = lines.remove(lines.size() - 1);
            if (!end.equals(end(String.join("\n", lines)))) {
                throw new MalformedFileException(index, 0, "the index is damaged");
            }
            return lines;
        }
    }

    private static String end(String lines) {
        Checksum checksum = CRC.get();
        checksum.update(ByteBuffer.wrap(lines.getBytes(UTF_8)));
        return "end " + checksum.value();
    }

    @Override
    public Optional<NewestRecord> newestRecord() {
        return Optional.of(new NewestRecord() {
            @Override
            public String fileName() {
                return "newest";
            }

            @Override
            public byte[] naming(Path path, Optional<byte[]> before, Disk disk) {
                return path.getFileName().toString().getBytes(UTF_8);
            }
        });
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        String prefix = target.path().getFileName().toString();
        List<String> old = target.siblings().stream()
                .filter(name -> name.startsWith(prefix + ".data-"))
                .toList();
        int asked = target.shards().orElse(1);
        int shards = asked;
        while (old.contains(data(prefix, 0, shards))) {
            shards++;
        }
        List<List<Entry>> contents = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            contents.add(new ArrayList<>());
        }
        List<Entry> entries = checkpoint.entries();
        for (int i = 0; i < entries.size(); i++) {
            contents.get(i * asked / entries.size()).add(entries.get(i));
        }
        List<PlannedFile> files = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            List<Segment> segments = new ArrayList<>();
            contents.get(i).forEach(entry -> segments.add(new Segment.Values(entry.name(), entry.tensor(), CRC)));
            files.add(PlannedFile.written(target.path().resolveSibling(data(prefix, i, shards)), Stage.DATA, segments));
        }
        files.add(PlannedFile.written(
                index(target.path()),
                Stage.COMMIT,
                List.of(new Segment.Generated(
                        "index of " + entries.size() + " tensors", written -> index(prefix, contents, written)))));
        List<Path> obsolete =
                old.stream().map(name -> target.path().resolveSibling(name)).toList();
        return new Layout(files, obsolete, shards == asked ? List.of() : List.of("stored in " + shards + " shards"));
    }

    private static String data(String prefix, int shard, int shards) {
        return prefix + ".data-" + shard + "-of-" + shards;
    }

    private static byte[] index(String prefix, List<List<Entry>> contents, Segment.Written written) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            long offset = 0;
            for (Entry entry : contents.get(i)) {
                long length = entry.tensor().byteSize();
                lines.add(String.join(
                        " ",
                        entry.name(),
                        data(prefix, i, contents.size()),
                        "" + offset,
                        "" + length,
                        "" + written.checksum(entry.name())));
                offset += length;
            }
        }
        String text = String.join("\n", lines);
        return (text + "\n" + end(text)).getBytes(UTF_8);
    }

    @Override
    public Verification verify(Path path, Disk disk) {
        throw new UnsupportedOperationException("saving verifies nothing");
    }
}
