package ckpts.format;

import ckpts.bytes.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How directories record which of their checkpoints is the newest one, in a small file of its own. Stateless. */
public interface NewestRecord {
    /** The file's name. */
    String fileName();

    /**
     * What the file is to hold.
     *
     * @param path the checkpoint that is now the newest one
     * @param before what the file holds now; contents that cannot be read count for nothing
     * @param disk where the other checkpoints that it names are looked for
     */
    byte[] naming(Path path, Optional<byte[]> before, Disk disk) throws IOException;
}
