package ckpts.language.files;

import java.io.IOException;

/** Standard input cannot be read: it is closed, or a folder. */
public final class UnreadableInputException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreadableInputException(IOException cause) {
        super(
                "cannot read the script from standard input: it is closed, or a folder (" + cause.getMessage() + ")",
                cause);
    }
}
