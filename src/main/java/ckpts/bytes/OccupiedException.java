package ckpts.bytes;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file is in the way of one to be written, and replacing it was not asked for. Nothing was written. */
public final class OccupiedException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    OccupiedException(Path path, String reason) {
        super(path.toString(), null, reason);
    }
}
