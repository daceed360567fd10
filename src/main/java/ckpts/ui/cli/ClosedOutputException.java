package ckpts.ui.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Results cannot be written. */
final class ClosedOutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    ClosedOutputException(IOException cause) {
        super(cause);
    }

    /** Whether the reader went away, as {@code head} does: no error. The system says so in words, in its language. */
    boolean isBrokenPipe() {
        String message = String.valueOf(getCause().getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("pipe") || message.contains("tuber") || message.contains("closed");
    }
}
