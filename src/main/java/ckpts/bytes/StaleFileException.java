package ckpts.bytes;

import java.io.IOException;

/** A file is not the one that was opened: its size or time of change differs. */
public final class StaleFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public StaleFileException(String source) {
        super(source + " changed while it was in use: load it again");
    }
}
