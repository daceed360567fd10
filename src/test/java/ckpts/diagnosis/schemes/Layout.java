package ckpts.diagnosis.schemes;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How a framework lays out what PyTorch keeps as [out, in] or [out, in, height, width]. Vectors are alike everywhere. */
enum Layout {
    /** As in PyTorch. */
    ROWS,
    /** [in, out], and [height, width, in, out]. */
    COLUMNS,
    /** [1, in, out]: a convolution over one place. */
    ONE_PLACE,
    /** [in, heads, head], and a bias [heads, head]. */
    HEADS_OUT,
    /** [heads, head, in of the whole]: what puts heads together. */
    HEADS_IN,
    /** Rows of queries, keys and values that alternate head by head. */
    INTERLEAVED,
    /** [in, out] after pixels whose channels are innermost; in PyTorch they are outermost. */
    CHANNELS_LAST;

    /** Pixels that are flattened at the end of a convolution, along each side. */
    static final int SIDE = 2;

    /** Cut axes into several, put them into another order, join them. */
    private record Move(int[] cut, int[] order, int[] joined) {
        Grid forth(Grid grid) {
            return grid.reshaped(cut).permuted(order).reshaped(joined);
        }

        Grid back(Grid grid, int[] shape) {
            int[] moved = Arrays.stream(order).map(axis -> cut[axis]).toArray();
            int[] inverse = new int[order.length];
            for (int axis = 0; axis < order.length; axis++) {
                inverse[order[axis]] = axis;
            }
            return grid.reshaped(moved).permuted(inverse).reshaped(shape);
        }

        static Move transposed(int[] shape, int... order) {
            return new Move(
                    shape, order, Arrays.stream(order).map(axis -> shape[axis]).toArray());
        }
    }

    /** What PyTorch keeps, in this layout. */
    Grid of(Grid rows, Sizes sizes) {
        return move(rows.shape(), sizes).forth(rows);
    }

    /** What is kept in this layout, as PyTorch would keep it in that shape. */
    Grid rows(Grid stored, int[] shape, Sizes sizes) {
        return move(shape, sizes).back(stored, shape);
    }

    private Move move(int[] shape, Sizes sizes) {
        int head = sizes.head();
        boolean matrix = shape.length == 2;
        int[] order = IntStream.range(0, shape.length).toArray();
        Move none = new Move(shape, order, shape);
        return switch (this) {
            case ROWS -> none;
            case COLUMNS ->
                matrix ? Move.transposed(shape, 1, 0) : shape.length == 4 ? Move.transposed(shape, 2, 3, 1, 0) : none;
            case ONE_PLACE -> matrix ? new Move(shape, new int[] {1, 0}, new int[] {1, shape[1], shape[0]}) : none;
            case HEADS_OUT ->
                matrix
                        ? Move.transposed(new int[] {shape[0] / head, head, shape[1]}, 2, 0, 1)
                        : Move.transposed(new int[] {shape[0] / head, head}, 0, 1);
            case HEADS_IN -> matrix ? Move.transposed(new int[] {shape[0], shape[1] / head, head}, 1, 2, 0) : none;
            case INTERLEAVED ->
                matrix
                        ? new Move(new int[] {3, shape[0] / 3 / head, head, shape[1]}, new int[] {1, 0, 2, 3}, shape)
                        : new Move(new int[] {3, shape[0] / 3 / head, head}, new int[] {1, 0, 2}, shape);
            case CHANNELS_LAST -> {
                if (!matrix) {
                    yield none;
                }
                int[] cut = {shape[0], shape[1] / SIDE / SIDE, SIDE, SIDE};
                yield new Move(cut, new int[] {2, 3, 1, 0}, new int[] {shape[1], shape[0]});
            }
        };
    }
}
