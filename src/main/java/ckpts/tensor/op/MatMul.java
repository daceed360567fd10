package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Demand;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The product of matrices. As in NumPy, axes before the last two are batches that broadcast, and a tensor of one axis
 * is a row on the left, a column on the right.
 *
 * <p>The element type is that of {@link Promotion}. Products of floats and complex numbers are added as float64, in the
 * order of the axis that goes, and rounded once, so that the bytes do not depend on the memory there is. Those of
 * integers wrap, as two's complement does; on bool, {@code *} is "and" and {@code +} is "or".
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

    /** @throws TensorTypeException naming both types, if they are not matrices that can be multiplied */
    public static Tensor of(Tensor left, Tensor right) {
        TensorType a = left.type();
        TensorType b = right.type();
        if (a.shape().rank() == 0 || b.shape().rank() == 0) {
            throw wrong(a, b, "a scalar is not a matrix, multiply with *");
        }
        DType dtype = dtype(a, b);
        Shape one = a.shape().rank() == 1 ? a.shape().inserting(0, 1) : a.shape();
        Shape other = b.shape().rank() == 1 ? b.shape().inserting(1, 1) : b.shape();
        long length = one.dimension(one.rank() - 1);
        long depth = other.dimension(other.rank() - 2);
        if (length != depth) {
            throw new TensorTypeException(
                    message(a, b, "the first has " + length + " columns, the second " + depth + " rows"),
                    remedy(a.shape(), b.shape(), length, depth));
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
     * @throws TensorTypeException if elements are not numbers
     */
    public static Tensor outer(Tensor left, Tensor right) {
        return Arithmetic.multiply(Reshape.infer(left, -1, 1), Reshape.infer(right, 1, -1));
    }

    private static DType dtype(TensorType a, TensorType b) {
        if (!a.dtype().isNumeric() || !b.dtype().isNumeric()) {
            throw wrong(a, b, (a.dtype().isNumeric() ? b : a).dtype() + " elements are not numbers");
        }
        return Promotion.common(a.dtype(), b.dtype());
    }

    private static Shape batch(TensorType a, TensorType b, Shape one, Shape other) {
        TensorType first = new TensorType(a.dtype(), Shape.of(one.dimensions().subList(0, one.rank() - 2)));
        TensorType second =
                new TensorType(b.dtype(), Shape.of(other.dimensions().subList(0, other.rank() - 2)));
        try {
            return Broadcast.common(first, second, "multiply");
        } catch (TensorTypeException e) {
            throw new TensorTypeException(
                    message(
                            a,
                            b,
                            "the axes before the last two, " + first.shape() + " and " + second.shape()
                                    + ", do not broadcast"),
                    "slice or reshape one of them until these axes are equal or 1");
        }
    }

    private static Shape matrices(Shape batch, Shape matrix) {
        Shape rows = batch.inserting(batch.rank(), matrix.dimension(matrix.rank() - 2));
        return rows.inserting(rows.rank(), matrix.dimension(matrix.rank() - 1));
    }

    private static TensorTypeException wrong(TensorType a, TensorType b, String why) {
        return new TensorTypeException(message(a, b, why));
    }

    private static String message(TensorType a, TensorType b, String why) {
        return "cannot multiply the matrices " + a + " and " + b + ": " + why;
    }

    private static String remedy(Shape a, Shape b, long columns, long rows) {
        if (b.rank() >= 2 && b.dimension(b.rank() - 1) == columns) {
            return "transpose the second: it has " + columns + " columns";
        }
        if (a.rank() >= 2 && a.dimension(a.rank() - 2) == rows) {
            return "transpose the first: it has " + rows + " rows";
        }
        return "slice or pad one of them: the columns of the first must match the rows of the second";
    }

    @Override
    public List<Demand> demands(Terms terms) {
        MatMulBlock.Size block = size(terms.share());
        return List.of(
                new Demand(left, ExactSizes.product(left.byteSize(), times(columns, block.columns()))),
                new Demand(right, ExactSizes.product(right.byteSize(), times(rows, block.rows()))));
    }

    /** Rows that are computed together. */
    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        MatMulBlock.Size block = size(share);
        boolean fits = block.columns() == columns
                && (rows % block.rows() == 0 || type.shape().elementCount() == rows * columns);
        return fits ? block.rows() * columns * type.dtype().width() : 0;
    }

    private MatMulBlock.Size size(long share) {
        return MatMulBlock.Size.of(type.dtype(), share, rows, length, columns);
    }

    private static long times(long size, int step) {
        return (size + step - 1) / step;
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    /** Keeps the last block of the result. */
    private final class Reader extends ElementReader {
        private final Scratch scratch;
        private final MatMulBlock block;
        private final NumberReader a;
        private final NumberReader b;
        private long firstRow = -1;
        private long firstColumn;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type(), MatMulBlock.CHUNK);
            scratch = holdings.scratch();
            block = MatMulBlock.of(type().dtype(), size(scratch.share()), holdings);
            a = new NumberReader(holdings, left, MatMulBlock.CHUNK);
            b = new NumberReader(holdings, right, MatMulBlock.CHUNK);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            int done = 0;
            while (done < count) {
                long row = (first + done) / columns;
                long column = (first + done) % columns;
                require(row, column);
                int within = (int) (column - firstColumn);
                int some = (int) Math.min(count - done, Math.min(firstColumn + block.columns(), columns) - column);
                int place = (int) (row - firstRow) * block.columns() + within;
                block.write(place, some, out, at + done * type().dtype().width());
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
            block.clear();
            for (long from = 0; from < length; from += block.depth()) {
                int depth = (int) Math.min(block.depth(), length - from);
                load(a, row * length + from, length, height, depth, block::readLeft, block.depth());
                load(
                        b,
                        (matrix * length + from) * columns + column,
                        columns,
                        depth,
                        width,
                        block::readRight,
                        block.columns());
                for (int i = 0; i < height; i++) {
                    scratch.goOn();
                    block.addRow(i, depth, width);
                }
            }
        }

        /** Reads a box: rows that lie {@code step} elements apart, as one stretch where nothing is between them. */
        private void load(
                NumberReader source, long from, long step, int height, int width, MatMulBlock.Box box, int boxStep)
                throws IOException {
            boolean solid = width == step && width == boxStep;
            int runs = solid ? 1 : height;
            int run = solid ? height * width : width;
            for (int i = 0; i < runs; i++) {
                for (int done = 0; done < run; done += MatMulBlock.CHUNK) {
                    int some = Math.min(MatMulBlock.CHUNK, run - done);
                    box.read(source, from + i * step + done, some, i * boxStep + done);
                }
            }
        }
    }
}
