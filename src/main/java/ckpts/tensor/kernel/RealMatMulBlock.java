package ckpts.tensor.kernel;

import ckpts.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Floats, and integers among them: sums in float64. */
class RealMatMulBlock extends MatMulBlock {
    final double[] left;
    final double[] right;
    final double[] sums;
    private final DType dtype;
    /** Doubles of an element. */
    private final int parts;

    private final double[] chunk;

    RealMatMulBlock(DType dtype, Size size, ReaderResources holdings) {
        super(size);
        this.dtype = dtype;
        parts = Elements.domain(dtype) == Elements.Domain.COMPLEX ? 2 : 1;
        chunk = holdings.reals(parts * CHUNK);
        left = holdings.reals(parts * size.rows() * size.depth());
        right = holdings.reals(parts * size.depth() * size.columns());
        sums = holdings.reals(parts * size.rows() * size.columns());
    }

    @Override
    public final void clear() {
        Arrays.fill(sums, 0);
    }

    @Override
    public final void readLeft(NumberReader source, long first, int count, int at) throws IOException {
        read(source, first, count, left, at);
    }

    @Override
    public final void readRight(NumberReader source, long first, int count, int at) throws IOException {
        read(source, first, count, right, at);
    }

    private void read(NumberReader source, long first, int count, double[] box, int at) throws IOException {
        if (parts == 2) {
            source.pairs(first, count, chunk);
        } else {
            source.reals(first, count, chunk);
        }
        System.arraycopy(chunk, 0, box, parts * at, parts * count);
    }

    /** Four products per pass over the sums, added one after the other: that saves loads and stores. */
    @Override
    public void addRow(int i, int depth, int width) {
        int at = i * columns();
        int factor = i * depth();
        int k = 0;
        for (; k + 4 <= depth; k += 4) {
            addFour(at, factor + k, k * columns(), width);
        }
        for (; k < depth; k++) {
            double one = left[factor + k];
            int row = k * columns();
            for (int j = 0; j < width; j++) {
                sums[at + j] += one * right[row + j];
            }
        }
    }

    private void addFour(int at, int factor, int row, int width) {
        double one = left[factor];
        double two = left[factor + 1];
        double three = left[factor + 2];
        double four = left[factor + 3];
        int step = columns();
        for (int j = 0; j < width; j++) {
            int from = row + j;
            sums[at + j] = sums[at + j]
                    + one * right[from]
                    + two * right[from + step]
                    + three * right[from + 2 * step]
                    + four * right[from + 3 * step];
        }
    }

    @Override
    public final void write(int first, int count, ByteBuffer out, int at) {
        System.arraycopy(sums, parts * first, chunk, 0, parts * count);
        Elements.writeReals(dtype, chunk, parts * count, out, at);
    }
}
