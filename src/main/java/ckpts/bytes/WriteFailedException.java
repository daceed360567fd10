package ckpts.bytes;

import java.io.IOException;
import java.nio.file.Path;

/** A file could not be written. The message says which, and why. */
public class WriteFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param path as the user knows it, whatever file was being written */
    public WriteFailedException(Path path, IOException cause) {
        this("cannot write " + path + ": " + Reason.of(cause), cause);
    }

    protected WriteFailedException(String message) {
        super(message);
    }

    protected WriteFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
