package ckpts.tensor.kernel;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Moves the innermost axis elsewhere, tile by tile.
 *
 * <p>A tile is a stretch of the output that is full in its inner axes, so it is a box in the input too. The box is
 * read in runs along the input's innermost axis, and each run is scattered over the tile:
 *
 * <pre>
 *   input  a b c d e      output  a f k        tile of two output rows = two columns of the input
 *          f g h i j              b g l        runs: a b, f g, k l
 *          k l m n o              c h m
 * </pre>
 *
 * <p>Runs whose elements become neighbours are scattered together, so that the tile is written in stretches.
 */
public final class TransposeReader extends TileReader {
    /** A cache line holds as many of the usual elements. */
    private static final int MOST_ROWS = 16;

    /** Bytes of runs that are read before they are scattered, at the most. */
    private static final int RUNS = 1 << 18;

    private final Scratch scratch;
    private final Strides strides;
    private final TransposeTiling tiling;
    private final int width;
    private final long size;
    private final Window input;
    /** Axes of the box except the run's, the one with the smallest step in the input first. */
    private final int[] order;
    /** Runs that are read before they are scattered. */
    private final int rows;

    private final ByteBuffer runs;
    private final ByteBuffer tile;

    public TransposeReader(ReaderResources holdings, Tensor tensor, TensorType type, Strides strides)
            throws IOException {
        super(holdings, type, 1 << 20);
        this.scratch = holdings.scratch();
        this.strides = strides;
        this.width = type.dtype().width();
        this.size = type.shape().elementCount();
        this.tiling = TransposeTiling.of(strides, width, scratch.share());
        this.order = axesByInputStep();
        long runBytes = tiling.runLength() * width;
        boolean neighbours = order.length > 0 && tiling.outputStep(order[0]) == 1;
        this.rows = neighbours ? (int) Math.max(1, Math.min(MOST_ROWS, Math.min(RUNS, tiling.bytes()) / runBytes)) : 1;
        this.tile = holdings.bytes((int) tiling.bytes());
        this.runs = holdings.bytes((int) (rows * runBytes));
        this.input = Window.forRuns(holdings, tensor, runBytes, tiling.gap() * width);
    }

    @Override
    protected void copy(int from, int count, ByteBuffer out, int at) {
        out.put(at, tile, from * width, count * width);
    }

    @Override
    protected Stretch fill(long element) throws IOException {
        long axisSpan = tiling.slab() * strides.size(tiling.cutAxis());
        long outer = element / axisSpan * axisSpan;
        long position = (element - outer) / tiling.slab() / tiling.depth() * tiling.depth();
        long positions = Math.min(tiling.depth(), strides.size(tiling.cutAxis()) - position);
        long start = outer + position * tiling.slab();
        fillBox(start, positions);
        return new Stretch(start, Math.min(positions * tiling.slab(), size - start));
    }

    /** Visits the runs of the box in the order in which they lie in the input. */
    private void fillBox(long start, long positions) throws IOException {
        long[] index = new long[strides.rank()];
        long source = inputElement(start);
        int length = (int) (tiling.runAxis() == tiling.cutAxis() ? positions : tiling.runLength());
        int step = (int) (tiling.runAxis() < tiling.cutAxis() ? 1 : tiling.outputStep(tiling.runAxis()));
        int together;
        do {
            scratch.goOn();
            together = (int) Math.min(rows, order.length == 0 ? 1 : limit(order[0], positions) - index[order[0]]);
            long from = source;
            long to = 0;
            for (int axis = tiling.cutAxis(); axis < index.length; axis++) {
                from += index[axis] * strides.step(axis);
                to += index[axis] * tiling.outputStep(axis);
            }
            for (int row = 0; row < together; row++) {
                long next = row == 0 ? 0 : row * strides.step(order[0]);
                input.copy((from + next) * width, length * width, runs, row * length * width);
            }
            Scatter.copy(runs, together, length, tile, (int) to, step, width);
        } while (advance(index, together, positions));
    }

    private int[] axesByInputStep() {
        return IntStream.range(tiling.cutAxis(), strides.rank())
                .filter(axis -> axis != tiling.runAxis())
                .boxed()
                .sorted(Comparator.comparingLong(strides::step))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private long limit(int axis, long positions) {
        return axis == tiling.cutAxis() ? positions : strides.size(axis);
    }

    private boolean advance(long[] index, int together, long positions) {
        int by = together;
        for (int axis : order) {
            index[axis] += by;
            if (index[axis] < limit(axis, positions)) {
                return true;
            }
            index[axis] = 0;
            by = 1;
        }
        return false;
    }

    private long inputElement(long outputElement) {
        long source = strides.base();
        long rest = outputElement;
        for (int axis = 0; axis < strides.rank(); axis++) {
            source += rest / tiling.outputStep(axis) * strides.step(axis);
            rest %= tiling.outputStep(axis);
        }
        return source;
    }
}
