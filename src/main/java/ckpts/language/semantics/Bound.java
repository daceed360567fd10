package ckpts.language.semantics;

import ckpts.checkpoint.Entry;
import java.util.List;

/**
 * What a variable or parameter stands for.
 *
 * @param value the value
 * @param read the entries whose tensors the value is made of: whoever uses the variable uses them
 */
public record Bound(Value value, List<Entry> read) {
    public Bound {
        read = List.copyOf(read);
    }

    /** A value that is made of no tensor. */
    public static Bound to(Value value) {
        return new Bound(value, List.of());
    }
}
