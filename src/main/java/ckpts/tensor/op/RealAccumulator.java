package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.NumberReader;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Running totals of floats. Sums of blocks are joined as a carry runs through a binary counter: level n holds the sum
 * of 2^n blocks where bit n of their number is set.
 */
final class RealAccumulator implements Accumulator {
    private final Reduction.Kind kind;
    private final DType dtype;
    private final long length;
    private final NumberReader source;
    private final double[] fetched;
    private final double[] current;
    private final double[][] levels;
    private final double[] results;
    private final double[] written;

    RealAccumulator(ReaderResources holdings, Reduction reduction, ReductionReader.Tile tile) throws IOException {
        kind = reduction.kind();
        dtype = reduction.type().dtype();
        length = reduction.length();
        source = new NumberReader(holdings, reduction.source(), CHUNK);
        fetched = holdings.reals(CHUNK);
        current = holdings.reals(tile.columns());
        levels = new double[kind.isExtreme() ? 0 : levels(length)][];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = holdings.reals(tile.columns());
        }
        results = holdings.reals(tile.results());
        written = holdings.reals(CHUNK);
    }

    /** The number of levels that sums of that many elements need. */
    static int levels(long length) {
        return Long.SIZE - Long.numberOfLeadingZeros(length / BLOCK);
    }

    private double identity() {
        return switch (kind) {
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
    }

    @Override
    public void begin() {
        Arrays.fill(current, identity());
    }

    @Override
    public void fetch(long first, int count) throws IOException {
        source.reals(first, count, fetched);
        if (kind == Reduction.Kind.NORM || kind == Reduction.Kind.ROOT_MEAN_SQUARE) {
            for (int i = 0; i < count; i++) {
                fetched[i] *= fetched[i];
            }
        }
    }

    @Override
    public void addRow(int column, int from, int count) {
        switch (kind) {
            case MIN -> {
                for (int i = 0; i < count; i++) {
                    current[column + i] = Math.min(current[column + i], fetched[from + i]);
                }
            }
            case MAX -> {
                for (int i = 0; i < count; i++) {
                    current[column + i] = Math.max(current[column + i], fetched[from + i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    current[column + i] += fetched[from + i];
                }
            }
        }
    }

    @Override
    public void addRun(int column, int from, int count) {
        double figure = current[column];
        for (int i = from; i < from + count; i++) {
            figure = switch (kind) {
                case MIN -> Math.min(figure, fetched[i]);
                case MAX -> Math.max(figure, fetched[i]);
                default -> figure + fetched[i];
            };
        }
        current[column] = figure;
    }

    @Override
    public void endBlock(int column, int count, long blocks) {
        if (kind.isExtreme()) {
            return;
        }
        int carried = Long.numberOfTrailingZeros(blocks);
        for (int level = 0; level < carried; level++) {
            join(level, column, count);
        }
        System.arraycopy(current, column, levels[carried], column, count);
        Arrays.fill(current, column, column + count, 0);
    }

    private void join(int level, int column, int count) {
        double[] sums = levels[level];
        for (int i = column; i < column + count; i++) {
            current[i] += sums[i];
        }
    }

    @Override
    public void finish(int column, int count, int result) {
        for (int level = 0; level < levels.length; level++) {
            if ((length / BLOCK >>> level & 1) != 0) {
                join(level, column, count);
            }
        }
        for (int i = 0; i < count; i++) {
            double figure = current[column + i];
            results[result + i] = switch (kind) {
                case SUM, MIN, MAX -> figure;
                case MEAN -> figure / length;
                case NORM -> Math.sqrt(figure);
                case ROOT_MEAN_SQUARE -> Math.sqrt(figure / length);
            };
            current[column + i] = identity();
        }
    }

    @Override
    public void write(int result, int count, ByteBuffer out, int at) {
        System.arraycopy(results, result, written, 0, count);
        Elements.writeReals(dtype, written, count, out, at);
    }
}
