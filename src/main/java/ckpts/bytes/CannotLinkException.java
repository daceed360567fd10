package ckpts.bytes;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A disk cannot create a hard link, although the file exists and the name is free: the file can be copied instead. */
public final class CannotLinkException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    public CannotLinkException(Path name, Path existing, String reason) {
        super(name.toString(), existing.toString(), reason);
    }
}
