package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Manifest;
import java.io.IOException;
import java.nio.file.Path;

/** Something a manifest can be read from that is no checkpoint: a manifest file, a graph. Stateless, thread-safe. */
public interface ManifestSource {
    /** What it is called in messages: "a manifest file". */
    String name();

    /** Whether the file is of this kind; false, never an exception, on foreign or damaged bytes. */
    boolean recognizes(Path file, Disk disk);

    /**
     * Reads the manifest.
     *
     * @throws ckpts.bytes.MalformedFileException if a rule is broken
     */
    Manifest read(Path file, Disk disk) throws IOException;
}
