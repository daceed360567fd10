package ckpts.tensor.initializer;

import ckpts.tensor.TensorType;
import ckpts.tensor.op.Computed;
import java.util.List;
import java.util.Optional;

/** A tensor whose numbers an initializer draws for a name; a subclass adds how. */
abstract class Drawn extends Computed {
    /** The name for which the numbers are drawn. */
    final String key;

    Drawn(TensorType type, Initializer initializer, String key) {
        super(type, initializer.describe() + " for \"" + key + "\"", List.of());
        this.key = key;
    }

    @Override
    public final Optional<String> drawnFor() {
        return Optional.of(key);
    }
}
