package ckpts.bytes;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A disk cannot give a file a second name, though the file is there and the name is free: it can be copied. */
public final class CannotLinkException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    public CannotLinkException(Path name, Path existing, String reason) {
        super(name.toString(), existing.toString(), reason);
    }
}
