package ckpts.engine;

/** A run was asked to stop before it published anything: nothing is left of it. */
public final class SaveCancelledException extends Exception {
    private static final long serialVersionUID = 1L;

    SaveCancelledException() {
        super("saving was cancelled; nothing was changed");
    }
}
