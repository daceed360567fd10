package ckpts.format.tensorflow.object;

import java.util.Objects;

/**
 * Something that TensorFlow does otherwise than the names say when it restores a checkpoint.
 *
 * @param effect what comes of it
 * @param notice who would tell
 * @param text a sentence
 */
public record RestoreFinding(Effect effect, Notice notice, String text) {
    /** What comes of it. */
    public enum Effect {
        /** A variable of the model does not get its value. */
        UNFILLED,
        /** A value of the checkpoint goes nowhere. */
        UNUSED
    }

    /** The first of TensorFlow's calls to fail. */
    public enum Notice {
        RESTORE,
        ASSERT_EXISTING_OBJECTS_MATCHED,
        ASSERT_CONSUMED,
        /** All of them pass. */
        NONE
    }

    public RestoreFinding {
        Objects.requireNonNull(effect, "effect is null");
        Objects.requireNonNull(notice, "notice is null");
        Objects.requireNonNull(text, "text is null");
    }
}
