package ckpts.ui.repl;

/** A command to the conversation was given what makes no sense. */
final class IllegalOperandException extends Exception {
    private static final long serialVersionUID = 1;

    IllegalOperandException(String message) {
        super(message);
    }
}
