package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Shape;
import ckpts.tensor.Storage;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.Terms;
import ckpts.tensor.TooLargeException;
import ckpts.tensor.kernel.ReaderResources;
import ckpts.tensor.kernel.StridedReader;
import ckpts.tensor.kernel.Strides;
import ckpts.tensor.kernel.TransposeReader;
import ckpts.tensor.kernel.TransposeTiling;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A tensor as PyTorch describes it: elements of a storage, which several tensors may have, from an offset on, each axis in
 * steps of its own: 0 where it repeats, and not in the order of the storage where axes were exchanged.
 */
public final class StorageView extends Computed {
    private final Tensor storage;
    private final Strides strides;
    private final long offset;
    private final long end;

    private StorageView(Tensor storage, TensorType type, long offset, long end, long[] steps) {
        super(type, "view from element " + offset + " in steps of " + Arrays.toString(steps), storage);
        this.storage = storage;
        this.strides = Strides.of(offset, type.shape(), steps);
        this.offset = offset;
        this.end = end;
    }

    /**
     * A view of a storage; the storage itself, if it is all of it in order.
     *
     * @param storage of one axis
     * @param offset of the first element
     * @param steps one for each axis, in elements
     * @throws TensorTypeException if an element is not in the storage, or a step is negative
     */
    public static Tensor of(Tensor storage, Shape shape, long offset, long[] steps) {
        TensorType from = storage.type();
        Moves.requireFixedWidth(from, "view");
        if (from.shape().rank() != 1 || steps.length != shape.rank() || !TensorType.isCountable(shape)) {
            throw new TensorTypeException("cannot view " + from + " as " + shape + " in steps of "
                    + Arrays.toString(steps) + ": a storage has one axis, and each axis of the view a step");
        }
        long end = end(from, shape, offset, steps);
        boolean whole = offset == 0 && from.shape().equals(shape) && isContiguous(shape, steps);
        return whole
                ? storage
                : new StorageView(storage, new TensorType(from.dtype(), shape), offset, end, steps.clone());
    }

    /** The element behind the last that is reached. */
    private static long end(TensorType from, Shape shape, long offset, long[] steps) {
        long size = from.shape().elementCount();
        long last = offset;
        for (int axis = 0; axis < steps.length; axis++) {
            if (steps[axis] < 0) {
                throw new TensorTypeException("cannot view " + from + " in steps of " + Arrays.toString(steps)
                        + ": steps must not be negative");
            }
        }
        if (shape.elementCount() == 0) {
            return offset;
        }
        try {
            for (int axis = 0; axis < steps.length; axis++) {
                last = ExactSizes.sum(last, ExactSizes.product(shape.dimension(axis) - 1, steps[axis]));
            }
        } catch (TooLargeException e) {
            last = Long.MAX_VALUE;
        }
        if (offset < 0 || last >= size) {
            throw new TensorTypeException("cannot view " + from + " as " + shape + " in steps of "
                    + Arrays.toString(steps) + " from element " + offset + ": it ends at element "
                    + (last == Long.MAX_VALUE ? "2^63 or later" : last) + " of " + size);
        }
        return last + 1;
    }

    /** Whether elements lie in their order without gaps, so that their bytes can be taken as they are. */
    public static boolean isContiguous(Shape shape, long[] steps) {
        long step = 1;
        for (int axis = shape.rank() - 1; axis >= 0 && shape.elementCount() > 0; axis--) {
            if (shape.dimension(axis) > 1 && steps[axis] != step) {
                return false;
            }
            step *= shape.dimension(axis);
        }
        return true;
    }

    /** Of the storage, what is between the first and the last element. */
    @Override
    public Optional<Storage> storage() {
        long width = type.dtype().width();
        return offset == end
                ? Optional.empty()
                : storage.storage()
                        .map(all -> new Storage(all.of(), all.begin() + offset * width, all.begin() + end * width));
    }

    @Override
    public boolean isView() {
        return true;
    }

    /** Whether axes were exchanged, so that runs of the storage are to be scattered; else elements are copied one by one. */
    private boolean isTransposed() {
        return type.shape().elementCount() > 0 && strides.runStep() != 1 && strides.hasRunsElsewhere();
    }

    @Override
    public List<Demand> demands(Terms terms) {
        long bytes = isTransposed()
                ? tiling(terms.share()).bytesRead(storage.byteSize())
                : StridedReader.bytesRead(strides, type, storage.byteSize());
        return List.of(new Demand(storage, bytes));
    }

    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        return isTransposed() ? tiling(share).grain() : 0;
    }

    private TransposeTiling tiling(long share) {
        return TransposeTiling.of(strides, type.dtype().width(), share);
    }

    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        return isTransposed()
                ? new TransposeReader(holdings, storage, type, strides)
                : new StridedReader(holdings, storage, type, strides);
    }
}
