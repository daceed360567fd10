package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;

/**
 * A rule that makes the start value of a tensor. Immutable.
 *
 * <p>Random ones are counter-based: element n depends on the seed, the key and n alone, so that any chunk, any order and
 * any number of threads give the same bytes on every machine.
 */
public interface Initializer {
    /**
     * A lazy tensor.
     *
     * @param key the tensor's name; two tensors of one seed and one key and shape are equal
     * @throws ckpts.tensor.TensorTypeException if this rule does not make such tensors
     */
    Tensor create(TensorType type, String key);

    /** As a script would write it: {@code normal(mean = 0.0, std = 0.05, seed = 7)}. */
    String describe();
}
