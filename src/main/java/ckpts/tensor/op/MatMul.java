package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Demand;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The product of matrices. As in NumPy, axes before the last two are batches that broadcast, and a tensor of one axis
 * is a row on the left, a column on the right.
 *
 * <p>The element type is that of {@link Promotion}, which must be a float. Products are added as float64, in the order
 * of the axis that goes, and rounded once, so that the bytes do not depend on the memory there is.
 */
public final class MatMul extends Computed {
    private final Tensor left;
    private final Tensor right;
    private final long rows;
    private final long length;
    private final long columns;

    private MatMul(TensorType type, Tensor left, Tensor right) {
        super(type, "matrix product", left, right);
        int rank = type.shape().rank();
        this.left = left;
        this.right = right;
        this.rows = type.shape().dimension(rank - 2);
        this.length = left.type().shape().dimension(rank - 1);
        this.columns = type.shape().dimension(rank - 1);
    }

    /** @throws TensorTypeException naming both types, if they are no matrices that can be multiplied */
    public static Tensor of(Tensor left, Tensor right) {
        TensorType a = left.type();
        TensorType b = right.type();
        if (a.shape().rank() == 0 || b.shape().rank() == 0) {
            throw wrong(a, b, "a scalar is no matrix, multiply with *");
        }
        DType dtype = dtype(a, b);
        Shape one = a.shape().rank() == 1 ? a.shape().inserting(0, 1) : a.shape();
        Shape other = b.shape().rank() == 1 ? b.shape().inserting(1, 1) : b.shape();
        long length = one.dimension(one.rank() - 1);
        long depth = other.dimension(other.rank() - 2);
        if (length != depth) {
            boolean turned = b.shape().rank() >= 2 && other.dimension(other.rank() - 1) == length;
            throw wrong(
                    a,
                    b,
                    "the first has " + length + " columns, the second " + depth + " rows"
                            + (turned ? ", but as many columns: transpose it" : ""));
        }
        Shape batch = batch(a, b, one, other);
        Tensor wide = Broadcast.of(Reshape.of(left, one), matrices(batch, one));
        Tensor deep = Broadcast.of(Reshape.of(right, other), matrices(batch, other));
        Shape shape = batch.inserting(batch.rank(), one.dimension(one.rank() - 2));
        shape = shape.inserting(shape.rank(), other.dimension(other.rank() - 1));
        Tensor product = new MatMul(new TensorType(dtype, shape), wide, deep);
        Shape result = b.shape().rank() == 1 ? shape.removing(shape.rank() - 1) : shape;
        return Reshape.of(product, a.shape().rank() == 1 ? result.removing(batch.rank()) : result);
    }

    /**
     * The products of every element of one tensor with every element of another, both taken as a list.
     *
     * @throws TensorTypeException if elements are no numbers
     */
    public static Tensor outer(Tensor left, Tensor right) {
        return Arithmetic.multiply(Reshape.infer(left, -1, 1), Reshape.infer(right, 1, -1));
    }

    private static DType dtype(TensorType a, TensorType b) {
        if (!a.dtype().isNumeric() || !b.dtype().isNumeric()) {
            throw wrong(a, b, (a.dtype().isNumeric() ? b : a).dtype() + " elements are no numbers");
        }
        DType dtype = Promotion.common(a.dtype(), b.dtype());
        if (!dtype.isFloat()) {
            throw wrong(
                    a, b, "their common type is " + dtype + ", products of matrices are of floats: cast one of them");
        }
        return dtype;
    }

    private static Shape batch(TensorType a, TensorType b, Shape one, Shape other) {
        TensorType first = new TensorType(a.dtype(), Shape.of(one.dimensions().subList(0, one.rank() - 2)));
        TensorType second =
                new TensorType(b.dtype(), Shape.of(other.dimensions().subList(0, other.rank() - 2)));
        try {
            return Broadcast.common(first, second, "multiply");
        } catch (TensorTypeException e) {
            throw wrong(
                    a,
                    b,
                    "the axes before the last two, " + first.shape() + " and " + second.shape() + ", do not broadcast");
        }
    }

    private static Shape matrices(Shape batch, Shape matrix) {
        Shape rows = batch.inserting(batch.rank(), matrix.dimension(matrix.rank() - 2));
        return rows.inserting(rows.rank(), matrix.dimension(matrix.rank() - 1));
    }

    private static TensorTypeException wrong(TensorType a, TensorType b, String why) {
        return new TensorTypeException("cannot multiply the matrices " + a + " and " + b + ": " + why);
    }

    @Override
    public List<Demand> demands(long share) {
        Block block = Block.of(this, share);
        return List.of(
                new Demand(left, left.byteSize() * times(columns, block.columns())),
                new Demand(right, right.byteSize() * times(rows, block.rows())));
    }

    /** Rows that are computed together. */
    @Override
    public long grain(long share) {
        Block block = Block.of(this, share);
        boolean fits = block.columns() == columns
                && (rows % block.rows() == 0 || type.shape().elementCount() == rows * columns);
        return fits ? block.rows() * columns * type.dtype().width() : 0;
    }

    private static long times(long size, int step) {
        return (size + step - 1) / step;
    }

    @Override
    TensorReader reader(Holdings holdings) throws IOException {
        return new Reader(holdings, Block.of(this, holdings.scratch().share()));
    }

    /**
     * How much of the matrices is worked on at a time.
     *
     * @param rows of the left one
     * @param depth columns of the left one, rows of the right one
     * @param columns of the right one
     */
    private record Block(int rows, int depth, int columns) {
        private static final int SMALLEST = 1 << 12;
        private static final int LARGEST = 1 << 22;

        /** What a reader's share of the memory allows: the more rows, the fewer times the right matrix is read. */
        static Block of(MatMul product, long share) {
            long numbers = Math.max(SMALLEST, Math.min(LARGEST, share / Double.BYTES));
            long columns = Math.max(1, Math.min(product.columns, numbers / 4));
            long rows = Math.max(1, Math.min(product.rows, numbers / 4 / columns));
            long depth = Math.max(1, Math.min(product.length, numbers / 4 / Math.max(rows, columns)));
            return new Block((int) rows, (int) depth, (int) columns);
        }
    }

    /** Keeps the last block of the result. */
    private final class Reader extends ElementReader {
        private static final int CHUNK = 4096;

        private final Block block;
        private final NumberReader a;
        private final NumberReader b;
        private final double[] chunk;
        private final double[] wide;
        private final double[] deep;
        private final double[] sums;
        private long firstRow = -1;
        private long firstColumn;

        Reader(Holdings holdings, Block block) throws IOException {
            super(holdings, type(), CHUNK);
            this.block = block;
            a = new NumberReader(holdings, left, CHUNK);
            b = new NumberReader(holdings, right, CHUNK);
            chunk = holdings.reals(CHUNK);
            wide = holdings.reals(block.rows() * block.depth());
            deep = holdings.reals(block.depth() * block.columns());
            sums = holdings.reals(block.rows() * block.columns());
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            int done = 0;
            while (done < count) {
                long row = (first + done) / columns;
                long column = (first + done) % columns;
                require(row, column);
                int within = (int) (column - firstColumn);
                int some = (int) Math.min(count - done, Math.min(firstColumn + block.columns(), columns) - column);
                System.arraycopy(sums, (int) (row - firstRow) * block.columns() + within, chunk, 0, some);
                Elements.writeReals(
                        type().dtype(),
                        chunk,
                        some,
                        out,
                        at + done * type().dtype().width());
                done += some;
            }
        }

        /** @param row counted through all matrices of the batch */
        private void require(long row, long column) throws IOException {
            long matrix = row / rows;
            long wantedRow = matrix * rows + row % rows / block.rows() * block.rows();
            long wantedColumn = column / block.columns() * block.columns();
            if (wantedRow != firstRow || wantedColumn != firstColumn) {
                firstRow = -1;
                multiply(matrix, wantedRow, wantedColumn);
                firstRow = wantedRow;
                firstColumn = wantedColumn;
            }
        }

        private void multiply(long matrix, long row, long column) throws IOException {
            int height = (int) Math.min(block.rows(), (matrix + 1) * rows - row);
            int width = (int) Math.min(block.columns(), columns - column);
            Arrays.fill(sums, 0);
            for (long from = 0; from < length; from += block.depth()) {
                int depth = (int) Math.min(block.depth(), length - from);
                load(a, row * length + from, length, height, depth, wide, block.depth());
                load(b, (matrix * length + from) * columns + column, columns, depth, width, deep, block.columns());
                for (int i = 0; i < height; i++) {
                    addRow(i, depth, width);
                }
            }
        }

        /** Reads a box: rows that lie {@code step} elements apart, as one stretch where nothing is between them. */
        private void load(NumberReader source, long from, long step, int height, int width, double[] box, int boxStep)
                throws IOException {
            boolean solid = width == step && width == boxStep;
            int runs = solid ? 1 : height;
            int run = solid ? height * width : width;
            for (int i = 0; i < runs; i++) {
                for (int done = 0; done < run; done += CHUNK) {
                    int some = Math.min(CHUNK, run - done);
                    source.reals(from + i * step + done, some, chunk);
                    System.arraycopy(chunk, 0, box, i * boxStep + done, some);
                }
            }
        }

        /** Four products per pass over the sums, added one after the other: that saves loads and stores. */
        private void addRow(int i, int depth, int width) {
            int at = i * block.columns();
            int factor = i * block.depth();
            int k = 0;
            for (; k + 4 <= depth; k += 4) {
                addFour(at, factor + k, k * block.columns(), width);
            }
            for (; k < depth; k++) {
                double one = wide[factor + k];
                int row = k * block.columns();
                for (int j = 0; j < width; j++) {
                    sums[at + j] += one * deep[row + j];
                }
            }
        }

        private void addFour(int at, int factor, int row, int width) {
            double one = wide[factor];
            double two = wide[factor + 1];
            double three = wide[factor + 2];
            double four = wide[factor + 3];
            int step = block.columns();
            for (int j = 0; j < width; j++) {
                int from = row + j;
                sums[at + j] = sums[at + j]
                        + one * deep[from]
                        + two * deep[from + step]
                        + three * deep[from + 2 * step]
                        + four * deep[from + 3 * step];
            }
        }
    }
}
