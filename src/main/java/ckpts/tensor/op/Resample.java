package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One axis interpolated to another size, in float64. */
final class Resample extends Computed {
    /** Input elements of one row of the axis up to which the row is kept: 512 KiB. */
    private static final int MOST_KEPT = 1 << 16;

    /** Bytes of a weight and its position, with their share of the objects that hold them. */
    private static final long TAP_BYTES = 24;

    private final Tensor input;
    private final int axis;
    private final Interpolation interpolation;

    /**
     * @param input of real numbers
     * @param size of the axis: at least 1, and so is the input's
     */
    Resample(Tensor input, int axis, int size, Interpolation interpolation) {
        super(
                new TensorType(DType.FLOAT64, input.type().shape().with(axis, size)),
                describe(input, axis, size, interpolation),
                input);
        this.input = input;
        this.axis = axis;
        this.interpolation = interpolation;
    }

    private static String describe(Tensor input, int axis, int size, Interpolation interpolation) {
        return "interpolate axis " + axis + " from " + input.type().shape().dimension(axis) + " to " + size
                + " positions, " + interpolation.describe();
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /**
     * For each place before the axis there is a row: the axis, and the elements of the axes after each of its
     * positions. A row that is small is read once and kept; of a larger one, each stretch at a position is the weighted
     * sum of stretches of the input.
     */
    private final class Reader extends ElementReader {
        private final int in = (int) input.type().shape().dimension(axis);
        private final int out = (int) type.shape().dimension(axis);
        private final long inner;
        private final boolean keeps;
        private final Interpolation.Taps[] taps = new Interpolation.Taps[out];
        private final NumberReader numbers;
        private final double[] kept;
        private final double[] sums;
        private long keptRow = -1;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            long elements = 1;
            for (int i = axis + 1; i < type.shape().rank(); i++) {
                elements *= type.shape().dimension(i);
            }
            inner = elements;
            keeps = inner * in <= MOST_KEPT;
            int chunk = keeps ? (int) (inner * in) : usualChunk(type);
            numbers = new NumberReader(holdings, input, chunk);
            kept = holdings.reals(chunk);
            sums = holdings.reals(usualChunk(type));
            holdings.reserve(TAP_BYTES * (4L * out + 4L * in));
            Arrays.setAll(taps, position -> interpolation.taps(position, in, out));
        }

        @Override
        void produce(long first, int count, ByteBuffer target, int at) throws IOException {
            for (int done = 0; done < count; ) {
                long element = first + done;
                long row = element / inner / out;
                int position = (int) (element / inner % out);
                long within = element % inner;
                int some = (int) Math.min(count - done, inner - within);
                sum(row, taps[position], within, some);
                Elements.writeReals(DType.FLOAT64, sums, some, target, at + done * Double.BYTES);
                done += some;
            }
        }

        private void sum(long row, Interpolation.Taps parts, long within, int count) throws IOException {
            Arrays.fill(sums, 0, count, 0);
            if (keeps && row != keptRow) {
                keptRow = -1;
                numbers.reals(row * in * inner, (int) (in * inner), kept);
                keptRow = row;
            }
            for (int k = 0; k < parts.positions().length; k++) {
                int position = parts.positions()[k];
                double weight = parts.weights()[k];
                int from = 0;
                if (keeps) {
                    from = (int) (position * inner + within);
                } else {
                    numbers.reals((row * in + position) * inner + within, count, kept);
                }
                for (int i = 0; i < count; i++) {
                    sums[i] += weight * kept[from + i];
                }
            }
        }
    }
}
