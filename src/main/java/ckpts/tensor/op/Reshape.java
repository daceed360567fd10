package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** The same elements in the same row-major order under another shape. Reads nothing of its own. */
public final class Reshape extends Computed {
    private final Tensor input;
    private final long byteSize;

    private Reshape(Tensor input, TensorType type) {
        super(type, "reshape " + input.type().shape() + " to " + type.shape(), input);
        this.input = input;
        // Of a chain of them each is asked once, when the next one is made.
        this.byteSize = type.dtype().isFixedWidth() ? 0 : input.byteSize();
    }

    /** @throws TensorTypeException if the element counts differ */
    public static Tensor of(Tensor input, Shape shape) {
        TensorType from = input.type();
        if (from.shape().equals(shape)) {
            return input;
        }
        if (from.shape().elementCount() != shape.elementCount()) {
            throw new TensorTypeException(
                    "cannot reshape " + from + " (" + from.shape().elementCount() + " elements) to " + shape + " ("
                            + shape.elementCount() + " elements)",
                    ShapeFix.reshaping(from.shape(), shape));
        }
        return new Reshape(input, new TensorType(from.dtype(), shape));
    }

    /**
     * A reshape of which one size may be left open.
     *
     * @param sizes of the new axes; at most one is -1 and takes what the others leave
     * @throws TensorTypeException if the sizes cannot hold the elements
     */
    public static Tensor infer(Tensor input, long... sizes) {
        long[] full = sizes.clone();
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < full.length; axis++) {
            if (full[axis] == -1 && open < 0) {
                open = axis;
            } else if (full[axis] < 0) {
                throw new TensorTypeException("cannot reshape " + input.type() + " to " + Arrays.toString(sizes)
                        + ": sizes must not be negative, and at most one can be -1");
            } else {
                known = Math.multiplyExact(known, full[axis]);
            }
        }
        if (open >= 0) {
            long count = input.type().shape().elementCount();
            if (known == 0 || count % known != 0) {
                throw new TensorTypeException("cannot reshape " + input.type() + " (" + count + " elements) to "
                        + Arrays.toString(sizes) + ": " + count + " is not a multiple of " + known);
            }
            full[open] = count / known;
        }
        return of(input, Shape.of(full));
    }

    @Override
    public long byteSize() {
        return type.dtype().isFixedWidth() ? type.byteSize() : byteSize;
    }

    @Override
    public boolean isView() {
        return true;
    }

    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        return others.applyAsLong(input);
    }

    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        return holdings.reader(input);
    }
}
