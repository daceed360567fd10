package ckpts.inspection;

import ckpts.report.Cell;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.op.Cast;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The first elements of a tensor as cells. */
final class FirstValues {
    private FirstValues() {}

    /** At most {@code count} elements in row-major order; nothing where elements are not numbers. */
    static Cell of(Tensor tensor, int count, Scratch scratch) throws IOException {
        DType dtype = tensor.type().dtype();
        long elements = tensor.type().shape().elementCount();
        if (!dtype.isNumeric()) {
            return Cell.nothing();
        }
        DType widened = widened(dtype);
        Tensor wide = dtype == widened ? tensor : Cast.of(tensor, widened);
        int shown = (int) Math.min(count, elements);
        ByteBuffer bytes = ByteBuffer.allocate(shown * widened.width()).order(ByteOrder.LITTLE_ENDIAN);
        if (shown > 0) {
            try (TensorReader reader = scratch.open(wide)) {
                reader.read(0, bytes);
            }
        }
        bytes.flip();
        List<Cell> cells = new ArrayList<>();
        while (bytes.hasRemaining()) {
            cells.add(next(bytes, dtype, widened));
        }
        return new Cell.Many(cells, elements - shown);
    }

    private static DType widened(DType dtype) {
        return switch (dtype.kind()) {
            case BOOL -> DType.BOOL;
            case SIGNED -> DType.INT64;
            case UNSIGNED -> DType.UINT64;
            case COMPLEX -> DType.COMPLEX128;
            case FLOAT, QUANTIZED, OPAQUE -> DType.FLOAT64;
        };
    }

    private static Cell next(ByteBuffer bytes, DType dtype, DType widened) {
        return switch (widened) {
            case BOOL -> Cell.flag(bytes.get() != 0);
            case INT64 -> Cell.whole(bytes.getLong());
            case UINT64 -> unsigned(bytes.getLong());
            case COMPLEX128 -> Cell.many(List.of(Cell.real(bytes.getDouble()), Cell.real(bytes.getDouble())));
            case FLOAT64 -> Cell.real(bytes.getDouble());
            default -> throw new IllegalStateException("no cell for " + dtype);
        };
    }

    /** Beyond 2^63 the nearest double: reports know no larger whole number. */
    private static Cell unsigned(long bits) {
        return bits >= 0 ? Cell.whole(bits) : Cell.real((bits >>> 1) * 2.0);
    }
}
