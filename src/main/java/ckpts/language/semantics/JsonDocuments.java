package ckpts.language.semantics;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.json.JsonDocument;
import ckpts.naming.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Files read from the disk. */
public final class JsonDocuments implements Documents {
    private static final long MOST_BYTES = 64L << 20;

    private final Disk disk;

    public JsonDocuments(Disk disk) {
        this.disk = disk;
    }

    @Override
    public JsonDocument json(Path path) throws IOException {
        try (ByteSource file = disk.open(path)) {
            return JsonDocument.of(file.name(), bytes(file, "JSON"));
        }
    }

    @Override
    public List<String> lines(Path path) throws IOException {
        try (ByteSource file = disk.open(path)) {
            return Names.decode(bytes(file, "lines")).lines().toList();
        }
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public void requireWithinRoots(Path path) {
        try {
            disk.canonical(path);
        } catch (IOException e) {
            // Not decided here: a path that cannot be examined is reported when it is opened.
            return;
        }
    }

    private static byte[] bytes(ByteSource file, String as) throws IOException {
        if (file.size() > MOST_BYTES) {
            throw new MalformedFileException(
                    file, 0, "is " + file.size() + " bytes long, at most " + MOST_BYTES + " are read as " + as);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(0, bytes);
        return bytes.array();
    }
}
