package ckpts.tensor.op;

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
 */
final class TransposeReader extends ElementReader {
    private static final int LARGEST_TILE = 1 << 24;
    private static final int SMALLEST_TILE = 1 << 12;

    private final Strides strides;
    private final int width;
    private final long size;
    /** The output axis that tiles cut; the axes behind it are full. */
    private final int cutAxis;
    /** Output elements in one position of the cut axis. */
    private final long slab;
    /** Positions of the cut axis in a tile. */
    private final long depth;
    /** The output axis that is innermost in the input. */
    private final int runAxis;
    /** Output elements between neighbours along each axis. */
    private final long[] outputSteps;

    private final Window input;
    private final ByteBuffer run;
    private final ByteBuffer tile;
    private long tileStart;
    private long tileLength;

    TransposeReader(Holdings holdings, Tensor tensor, TensorType type, Strides strides) throws IOException {
        super(holdings, type, 1 << 20);
        this.strides = strides;
        this.width = type.dtype().width();
        this.size = type.shape().elementCount();
        this.outputSteps = outputSteps(strides);
        this.runAxis = runAxis(strides);
        long capacity = tileBytes(holdings.scratch(), type.byteSize()) / width;
        int axis = 0;
        while (axis < strides.rank() - 1 && outputSteps[axis] > capacity) {
            axis++;
        }
        this.cutAxis = axis;
        this.slab = outputSteps[axis];
        this.depth = Math.max(1, Math.min(strides.size(axis), capacity / slab));
        long runLength = boxSize(runAxis);
        this.tile = holdings.bytes((int) (depth * slab * width));
        this.run = holdings.bytes((int) (runLength * width));
        this.input = Window.forRuns(holdings, tensor, runLength * width, inputGap() * width);
    }

    /** Leaves most of the budget to others, and is content with little. */
    private static long tileBytes(Scratch scratch, long wanted) {
        long share = Math.max(SMALLEST_TILE, Math.min(LARGEST_TILE, scratch.free() / 4));
        return Math.min(wanted, share);
    }

    private static long[] outputSteps(Strides strides) {
        long[] steps = new long[strides.rank()];
        long step = 1;
        for (int axis = strides.rank() - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= strides.size(axis);
        }
        return steps;
    }

    private static int runAxis(Strides strides) {
        int innermost = 0;
        for (int axis = 1; axis < strides.rank(); axis++) {
            if (strides.step(axis) < strides.step(innermost)) {
                innermost = axis;
            }
        }
        return innermost;
    }

    /** Positions of an axis that a tile covers. */
    private long boxSize(int axis) {
        return axis < cutAxis ? 1 : axis == cutAxis ? depth : strides.size(axis);
    }

    /** Input elements from one run of a box to the next. */
    private long inputGap() {
        long gap = Long.MAX_VALUE / 16;
        for (int axis = cutAxis; axis < strides.rank(); axis++) {
            if (axis != runAxis) {
                gap = Math.min(gap, strides.step(axis));
            }
        }
        return gap;
    }

    @Override
    void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
        int done = 0;
        while (done < count) {
            long element = first + done;
            if (element < tileStart || element >= tileStart + tileLength) {
                fillTileAround(element);
            }
            int part = (int) Math.min(count - done, tileStart + tileLength - element);
            out.put(at + done * width, tile, (int) (element - tileStart) * width, part * width);
            done += part;
        }
    }

    private void fillTileAround(long element) throws IOException {
        tileLength = 0;
        long axisSpan = slab * strides.size(cutAxis);
        long outer = element / axisSpan * axisSpan;
        long position = (element - outer) / slab / depth * depth;
        long positions = Math.min(depth, strides.size(cutAxis) - position);
        long start = outer + position * slab;
        fillBox(start, positions);
        tileStart = start;
        tileLength = Math.min(positions * slab, size - start);
    }

    /** Visits the runs of the box in the order in which they lie in the input. */
    private void fillBox(long start, long positions) throws IOException {
        int[] order = axesByInputStep();
        long[] index = new long[strides.rank()];
        long source = inputElement(start);
        long length = runAxis == cutAxis ? positions : boxSize(runAxis);
        while (true) {
            long from = source;
            long to = 0;
            for (int axis = cutAxis; axis < index.length; axis++) {
                from += index[axis] * strides.step(axis);
                to += index[axis] * outputSteps[axis];
            }
            input.copy(from * width, (int) length * width, run, 0);
            long step = runAxis < cutAxis ? 1 : outputSteps[runAxis];
            Scatter.copy(run, (int) length, tile, (int) to, (int) step, width);
            if (!advance(index, order, positions)) {
                return;
            }
        }
    }

    /** Axes of the box except the run's, the one with the smallest step in the input first. */
    private int[] axesByInputStep() {
        return IntStream.range(cutAxis, strides.rank())
                .filter(axis -> axis != runAxis)
                .boxed()
                .sorted(Comparator.comparingLong(strides::step))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean advance(long[] index, int[] order, long positions) {
        for (int axis : order) {
            long limit = axis == cutAxis ? positions : strides.size(axis);
            if (++index[axis] < limit) {
                return true;
            }
            index[axis] = 0;
        }
        return false;
    }

    private long inputElement(long outputElement) {
        long source = 0;
        long rest = outputElement;
        for (int axis = 0; axis < strides.rank(); axis++) {
            source += rest / outputSteps[axis] * strides.step(axis);
            rest %= outputSteps[axis];
        }
        return source;
    }
}
