package ckpts.ui.repl;

/** Thrown when a command of the conversation is given an operand that makes no sense. */
final class IllegalOperandException extends Exception {
    private static final long serialVersionUID = 1;

    IllegalOperandException(String message) {
        super(message);
    }
}
