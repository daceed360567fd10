package ckpts.tensor.kernel;

import ckpts.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The part of two matrices that is multiplied at a time, in the kind of number that holds the elements of their
 * product.
 *
 * <pre>
 *             columns
 *           right ____ depth
 *   left  |  |    sums    rows
 *        depth
 * </pre>
 */
public abstract class MatMulBlock {
    /** Elements read and written at a time. */
    public static final int CHUNK = 4096;

    private static final int SMALLEST = 1 << 12;
    private static final int LARGEST = 1 << 22;

    private final Size size;

    /** Takes elements of a matrix into a place of its part of the block. */
    public interface Box {
        void read(NumberReader source, long first, int count, int at) throws IOException;
    }

    /**
     * The size of a block.
     *
     * @param rows of the left matrix
     * @param depth columns of the left one, rows of the right one
     * @param columns of the right one
     */
    public record Size(int rows, int depth, int columns) {
        /**
         * The size that a reader's share of the memory allows: the more rows, the fewer times the right matrix is read.
         *
         * @param dtype of the product
         * @param length columns of the left matrix, rows of the right one
         */
        public static Size of(DType dtype, long share, long rows, long length, long columns) {
            int width = Elements.domain(dtype) == Elements.Domain.COMPLEX ? 2 * Double.BYTES : Long.BYTES;
            long numbers = Math.max(SMALLEST, Math.min(LARGEST, share / width));
            long wide = Math.max(1, Math.min(columns, numbers / 4));
            long high = Math.max(1, Math.min(rows, numbers / 4 / wide));
            long deep = Math.max(1, Math.min(length, numbers / 4 / Math.max(high, wide)));
            return new Size((int) high, (int) deep, (int) wide);
        }
    }

    MatMulBlock(Size size) {
        this.size = size;
    }

    /** @param dtype of the product */
    public static MatMulBlock of(DType dtype, Size size, ReaderResources holdings) {
        return switch (Elements.domain(dtype)) {
            case WHOLE -> new WholeMatMulBlock(dtype, size, holdings);
            case REAL -> new RealMatMulBlock(dtype, size, holdings);
            case COMPLEX -> new ComplexMatMulBlock(dtype, size, holdings);
        };
    }

    public int rows() {
        return size.rows();
    }

    public int depth() {
        return size.depth();
    }

    public int columns() {
        return size.columns();
    }

    /** Sets all sums to zero. */
    public abstract void clear();

    /** Elements of the left matrix; rows are {@link #depth()} apart. */
    public abstract void readLeft(NumberReader source, long first, int count, int at) throws IOException;

    /** Elements of the right matrix; rows are {@link #columns()} apart. */
    public abstract void readRight(NumberReader source, long first, int count, int at) throws IOException;

    /** Adds to the first {@code width} sums of row i the products of its first {@code depth} elements, in order. */
    public abstract void addRow(int i, int depth, int width);

    /** Returns sums from one place on, in the element type of the product. */
    public abstract void write(int first, int count, ByteBuffer out, int at);
}
