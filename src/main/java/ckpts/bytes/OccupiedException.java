package ckpts.bytes;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something stands where a text is to be written, and nobody asked to replace it. Nothing was written. */
public final class OccupiedException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    OccupiedException(Path path, String reason) {
        super(path.toString(), null, reason);
    }
}
