package ckpts.language.semantics;

import ckpts.checkpoint.Entry;
import java.util.List;

/**
 * The value of a variable or parameter.
 *
 * @param value the value
 * @param read the entries whose tensors the value is made of: using the variable uses them
 */
public record Bound(Value value, List<Entry> read) {
    public Bound {
        read = List.copyOf(read);
    }

    /** A value that is not made of tensors. */
    public static Bound to(Value value) {
        return new Bound(value, List.of());
    }
}
