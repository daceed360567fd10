package ckpts.tensor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * An immutable lazy value: knows its type without I/O and can produce any range of its bytes.
 *
 * <p>Safe to share between threads; each thread opens readers of its own. Constructors of implementations check types
 * and throw {@link TensorTypeException}, so that a tensor that exists is well typed. Equality is identity: comparing
 * contents is an operation, never a side effect of a collection.
 */
public interface Tensor {
    /** Element type and shape; no I/O. */
    TensorType type();

    /** The tensors this one is computed from, in the order of its description; empty for a leaf. */
    List<Tensor> inputs();

    /** One line for {@code why} and {@code plan}, inputs not repeated: {@code transpose by [1, 0]}. */
    String describe();

    /** Where the value comes from, if this is a leaf that was read from a file. */
    default Optional<Origin> origin() {
        return Optional.empty();
    }

    /** Where its elements lie, if this is a leaf with bytes that other leaves may have, too. */
    default Optional<Storage> storage() {
        return Optional.empty();
    }

    /** The name for which the values are drawn, if they depend on one; {@link #describe} says it in quotes. */
    default Optional<String> drawnFor() {
        return Optional.empty();
    }

    /** The tensors that its readers read, one way or another: usually the inputs. */
    default List<Tensor> operands() {
        return inputs();
    }

    /** Whether a reader of it computes one of {@link #operands} itself, in one loop with its own elements. */
    default boolean fuses(Tensor operand) {
        return false;
    }

    /** Whether its readers only pass on what they read, so that computing it once gains nothing. */
    default boolean isView() {
        return false;
    }

    /** The bytes that reading all of it, once and in order, reads from other tensors; no I/O. */
    default List<Demand> demands(Terms terms) {
        return inputs().stream().map(Demand::whole).toList();
    }

    /** Whether the first reader that computes it keeps the bytes for all others. */
    default boolean isKept() {
        return false;
    }

    /** The cast that reports losses to {@link Observations} as this tensor's own, if any are possible. */
    default Optional<Tensor> observedCast() {
        return Optional.empty();
    }

    /** Whether reading it reports anything to {@link Observations}, of itself or of what it is computed from. */
    default boolean isObserved() {
        return inputs().stream().anyMatch(Tensor::isObserved);
    }

    /**
     * The number of bytes, counted from a multiple of it, that one reader should read in one go, since it would compute
     * them all even for a part. 0 if there is no such number.
     *
     * @param share as {@link Scratch#share} of the reader's working memory
     * @param others the same of the tensors that it reads
     */
    default long grain(long share, ToLongFunction<Tensor> others) {
        return 0;
    }

    /** Bytes that a reader can produce: those of the canonical encoding. */
    default long byteSize() {
        return type().byteSize();
    }

    /**
     * Opens a reader, whether or not it is held: callers open readers with {@link Scratch#open}. Nothing is read
     * before the reader is asked to; what memory it will need it takes now.
     *
     * @param scratch where the reader, and those of its inputs, take working memory from until closed, and report what
     *     they observe
     * @throws IOException if the source cannot be opened
     * @throws ScratchExhaustedException if the budget does not allow it
     */
    TensorReader open(Scratch scratch) throws IOException;
}
