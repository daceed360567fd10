package ckpts.format.tensorflow.object;

import java.util.Objects;

/**
 * A difference between TensorFlow's restore of a checkpoint and the names.
 *
 * @param effect the consequence
 * @param notice TensorFlow's first call that would fail
 * @param text a sentence
 */
public record RestoreFinding(Effect effect, Notice notice, String text) {
    /** The consequence. */
    public enum Effect {
        /** A variable of the model does not get its value. */
        UNFILLED,
        /** A value of the checkpoint is not used. */
        UNUSED
    }

    /** TensorFlow's first call to fail. */
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
