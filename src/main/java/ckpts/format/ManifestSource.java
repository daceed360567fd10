package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A kind of file, other than a checkpoint, from which a manifest can be read: a manifest file, a graph. Stateless,
 * thread-safe.
 */
public interface ManifestSource {
    /** Its name in messages: "a manifest file". */
    String name();

    /** The usual endings of such files. */
    default List<String> endings() {
        return List.of();
    }

    /** Whether the file is of this kind; false, never an exception, on foreign or damaged bytes. */
    boolean recognizes(Path file, Disk disk);

    /**
     * Reads the manifest.
     *
     * @throws ckpts.bytes.MalformedFileException if a rule is broken
     */
    Manifest read(Path file, Disk disk) throws IOException;
}
