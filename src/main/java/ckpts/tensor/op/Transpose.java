package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.Terms;
import ckpts.tensor.kernel.ReaderResources;
import ckpts.tensor.kernel.StridedReader;
import ckpts.tensor.kernel.Strides;
import ckpts.tensor.kernel.TransposeReader;
import ckpts.tensor.kernel.TransposeTiling;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Axes in another order: axis n of the result is axis {@code permutation[n]} of the input. */
public final class Transpose extends Computed {
    private final Tensor input;
    private final int[] permutation;

    private Transpose(Tensor input, TensorType type, int[] permutation) {
        super(type, "transpose by " + Arrays.toString(permutation), input);
        this.input = input;
        this.permutation = permutation;
    }

    /** @throws TensorTypeException if it is not a permutation of the axes, or elements have no fixed width */
    public static Tensor of(Tensor input, int[] permutation) {
        TensorType from = input.type();
        Moves.requireFixedWidth(from, "transpose");
        int rank = from.shape().rank();
        int[] sorted = permutation.clone();
        Arrays.sort(sorted);
        boolean identity = permutation.length == rank;
        for (int axis = 0; axis < sorted.length; axis++) {
            if (sorted.length != rank || sorted[axis] != axis) {
                throw notAPermutation(from, permutation);
            }
            identity &= permutation[axis] == axis;
        }
        if (permutation.length != rank) {
            throw notAPermutation(from, permutation);
        }
        if (identity) {
            return input;
        }
        long[] sizes = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = from.shape().dimension(permutation[axis]);
        }
        return new Transpose(input, new TensorType(from.dtype(), Shape.of(sizes)), permutation.clone());
    }

    /** All axes in reverse order; the usual transpose of a matrix. */
    public static Tensor reversed(Tensor input) {
        int rank = input.type().shape().rank();
        int[] permutation = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            permutation[axis] = rank - 1 - axis;
        }
        return of(input, permutation);
    }

    private static TensorTypeException notAPermutation(TensorType from, int[] permutation) {
        int rank = from.shape().rank();
        int[] reversed = IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
        return new TensorTypeException(
                "cannot transpose " + from + " by " + Arrays.toString(permutation)
                        + (rank == 0
                                ? ": a scalar has no axes"
                                : ": each axis 0 to " + (rank - 1) + " must occur once"),
                rank < 2 ? "" : "write all of them, such as " + Arrays.toString(reversed));
    }

    private Strides strides() {
        long[] inputSteps = input.type().shape().strides();
        long[] steps = new long[permutation.length];
        for (int axis = 0; axis < steps.length; axis++) {
            steps[axis] = inputSteps[permutation[axis]];
        }
        return Strides.of(0, type.shape(), steps);
    }

    /** Whether runs of the input stay runs. */
    private boolean isStrided() {
        return strides().runStep() == 1 || type.shape().elementCount() == 0;
    }

    @Override
    public List<Demand> demands(Terms terms) {
        long bytes = isStrided()
                ? StridedReader.bytesRead(strides(), type, input.byteSize())
                : tiling(terms.share()).bytesRead(input.byteSize());
        return List.of(new Demand(input, bytes));
    }

    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        return isStrided() ? 0 : tiling(share).grain();
    }

    private TransposeTiling tiling(long share) {
        return TransposeTiling.of(strides(), type.dtype().width(), share);
    }

    /** Takes up to 16 MiB for a tile, so that the input is read in runs and few times over. */
    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        return isStrided()
                ? new StridedReader(holdings, input, type, strides())
                : new TransposeReader(holdings, input, type, strides());
    }
}
