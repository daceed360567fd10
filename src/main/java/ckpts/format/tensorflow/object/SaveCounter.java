package ckpts.format.tensorflow.object;

import java.util.Set;

/** The variable in which TensorFlow counts the saves of {@code tf.train.Checkpoint}; it belongs to no model. */
public final class SaveCounter {
    public static final String NAME = "save_counter";

    /** It as names of bookkeeping. */
    public static final Set<String> NAMES = Set.of(NAME);

    private SaveCounter() {}
}
