package ckpts.format;

import ckpts.bytes.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A small file in which directories record their newest checkpoint. Stateless. */
public interface NewestRecord {
    /** The file's name. */
    String fileName();

    /**
     * The new contents of the file.
     *
     * @param path the checkpoint that is now the newest one
     * @param before the current contents of the file; ignored if they cannot be read
     * @param disk disk with the other checkpoints that it names
     */
    byte[] naming(Path path, Optional<byte[]> before, Disk disk) throws IOException;
}
