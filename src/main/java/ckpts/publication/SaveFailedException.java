package ckpts.publication;

import ckpts.bytes.Reason;
import ckpts.bytes.WriteFailedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file could not be written or put in its place. The message says which, why, and what is on the disk now. */
public final class SaveFailedException extends WriteFailedException {
    private static final long serialVersionUID = 1L;

    public SaveFailedException(String message) {
        super(message);
    }

    public SaveFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The system's message, with the file's final name instead of its temporary one. */
    public static String placed(IOException e) {
        if (e instanceof FileSystemException named && named.getFile() != null) {
            boolean moved = named.getOtherFile() != null && TemporaryNames.isTemporary(Path.of(named.getFile()));
            return (moved ? named.getOtherFile() : named.getFile()) + ": " + Reason.of(e);
        }
        return Reason.of(e);
    }
}
