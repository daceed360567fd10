package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Demand;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A tensor of numbers, each of which is computed from those at the same position of its inputs, which broadcast to its
 * shape.
 *
 * <p>Trees of them are read together, as one {@link Formula}: values between two of them never become bytes.
 */
abstract class Elementwise extends Computed {
    Elementwise(TensorType type, String description, List<Tensor> inputs) {
        super(type, description, inputs);
    }

    /**
     * The operation on numbers. Two tensors of one type, of the same inputs in the same forms, whose operations are
     * equal have equal elements, and are computed once.
     */
    abstract Object operation();

    /** The kind of number in which an input is read: one that holds each of its values. */
    abstract ColumnType form(int input);

    /** The kind of number of its results. */
    ColumnType form() {
        return ColumnType.of(type.dtype());
    }

    /** Whether this and all inputs are float32, for operations that need no more. */
    final boolean isSingle() {
        return type.dtype() == DType.FLOAT32
                && inputs().stream().allMatch(input -> input.type().dtype() == DType.FLOAT32);
    }

    /** Whether its results from numbers of its element type need no rounding, or wrapping, to be of that type. */
    boolean isExact() {
        return false;
    }

    /** @param chunk the most elements that it is applied to at a time */
    abstract Kernel kernel(ReaderResources holdings, int chunk);

    /** A loop over arrays, for one thread. */
    interface Kernel {
        /**
         * Computes elements {@code first} to {@code first + count - 1}. The result may be one of the inputs; it is
         * rounded to the element type, or wrapped, by the caller.
         */
        void apply(long first, Column[] inputs, Column out, int count);
    }

    /** One of the same shape that is elementwise, too. */
    @Override
    public final boolean fuses(Tensor read) {
        return Formula.computable(read).isPresent() && read.type().shape().equals(type.shape());
    }

    @Override
    public List<Demand> demands(Terms terms) {
        return Formula.leaves(this, terms::holds).stream()
                .map(leaf -> Demand.whole(Broadcast.of(leaf, type.shape())))
                .toList();
    }

    /** That of the inputs, where they have one, for as many elements. */
    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        long most = 0;
        for (Tensor input : inputs()) {
            boolean alike = input.type().shape().equals(type.shape());
            long elements =
                    alike ? others.applyAsLong(input) / input.type().dtype().width() : 0;
            most = Math.max(most, elements * type.dtype().width());
        }
        return most;
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Formula(holdings, this);
    }
}
