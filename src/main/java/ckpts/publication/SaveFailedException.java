package ckpts.publication;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file could not be written or put in its place. The message says which, why, and what is on the disk now. */
public final class SaveFailedException extends IOException {
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
            return (moved ? named.getOtherFile() : named.getFile()) + ": " + reason(e);
        }
        return reason(e);
    }

    /** The system's message, without the path that the caller's sentence names already. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file with that name exists";
        }
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
