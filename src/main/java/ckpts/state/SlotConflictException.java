package ckpts.state;

/** A slot cannot follow its variable as asked; the message says which and why. */
public final class SlotConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String help;

    public SlotConflictException(String message, String help) {
        super(message);
        this.help = help;
    }

    /** The remedy. */
    public String help() {
        return help;
    }
}
