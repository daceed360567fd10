package ckpts.tensor.kernel;

import ckpts.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Integers and bool: sums wrap in 64 bits, and then to the element type, which is the same. */
final class WholeMatMulBlock extends MatMulBlock {
    private final DType dtype;
    private final long[] chunk;
    private final long[] left;
    private final long[] right;
    private final long[] sums;

    WholeMatMulBlock(DType dtype, Size size, ReaderResources holdings) {
        super(size);
        this.dtype = dtype;
        chunk = holdings.wholes(CHUNK);
        left = holdings.wholes(size.rows() * size.depth());
        right = holdings.wholes(size.depth() * size.columns());
        sums = holdings.wholes(size.rows() * size.columns());
    }

    @Override
    public void clear() {
        Arrays.fill(sums, 0);
    }

    @Override
    public void readLeft(NumberReader source, long first, int count, int at) throws IOException {
        read(source, first, count, left, at);
    }

    @Override
    public void readRight(NumberReader source, long first, int count, int at) throws IOException {
        read(source, first, count, right, at);
    }

    private void read(NumberReader source, long first, int count, long[] box, int at) throws IOException {
        source.wholes(first, count, chunk);
        System.arraycopy(chunk, 0, box, at, count);
    }

    @Override
    public void addRow(int i, int depth, int width) {
        int at = i * columns();
        for (int k = 0; k < depth; k++) {
            long factor = left[i * depth() + k];
            int row = k * columns();
            for (int j = 0; j < width; j++) {
                sums[at + j] += factor * right[row + j];
            }
        }
    }

    @Override
    public void write(int first, int count, ByteBuffer out, int at) {
        System.arraycopy(sums, first, chunk, 0, count);
        Elements.wrap(dtype, chunk, count);
        Elements.writeWholes(dtype, chunk, count, out, at);
    }
}
