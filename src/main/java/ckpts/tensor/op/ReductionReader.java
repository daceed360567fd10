package ckpts.tensor.op;

import ckpts.tensor.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Computes the result of a reduction tile by tile.
 *
 * <pre>
 *   source   outer 0   a b c d      a tile is some columns of one outer position, for which rows are read in pieces,
 *                      e f g h      or all columns of several, which are one stretch of the source
 *            outer 1   i j k l
 *                      m n o p      sum: a+e b+f c+g d+h i+m ...
 * </pre>
 *
 * <p>The last tile is kept, so that results that are asked for again and again, as in a broadcast, are computed once as
 * long as they fit.
 */
final class ReductionReader extends ElementReader {
    private final Reduction reduction;
    private final Tile tile;
    private final Accumulator accumulator;
    private final long inner;
    private final long length;
    private long start;
    private int filled;

    /**
     * The amount that is computed at a time.
     *
     * @param columns beside each other
     * @param results elements of the result
     */
    record Tile(int columns, int results) {
        private static final int SMALLEST = 1 << 10;
        private static final int LARGEST = 1 << 20;
        /** Elements of the source that are read for a few results at the most, where they need not be more. */
        private static final int READ = 1 << 18;

        /** The tile that a reader's share of the memory allows. */
        static Tile of(Reduction reduction, Scratch scratch) {
            long numbers = Math.max(SMALLEST, Math.min(LARGEST, scratch.share() / Double.BYTES));
            long inner = Math.max(1, reduction.inner());
            long perColumn = RealAccumulator.levels(reduction.length()) + 2L;
            long columns = Math.min(inner, numbers / perColumn);
            if (columns < inner) {
                return new Tile((int) columns, (int) columns);
            }
            long byMemory = (numbers - (perColumn - 1) * inner) / inner;
            long byReading = READ / Math.max(1, reduction.length() * inner);
            long outers = Math.max(1, Math.min(reduction.outer(), Math.min(byMemory, byReading)));
            return new Tile((int) inner, (int) (outers * inner));
        }
    }

    ReductionReader(ReaderResources holdings, Reduction reduction, Tile tile, Accumulator accumulator) {
        super(holdings, reduction.type(), Accumulator.CHUNK);
        this.reduction = reduction;
        this.tile = tile;
        this.accumulator = accumulator;
        this.inner = reduction.inner();
        this.length = reduction.length();
    }

    @Override
    void produce(long first, int count, ByteBuffer out, int at) throws IOException {
        int width = reduction.type().dtype().width();
        int done = 0;
        while (done < count) {
            long element = first + done;
            if (element < start || element >= start + filled) {
                fill(element);
            }
            int some = (int) Math.min(count - done, start + filled - element);
            accumulator.write((int) (element - start), some, out, at + done * width);
            done += some;
        }
    }

    private void fill(long element) throws IOException {
        filled = 0;
        accumulator.begin();
        if (tile.columns() < inner) {
            long column = element % inner / tile.columns() * tile.columns();
            start = element / inner * inner + column;
            int columns = (int) Math.min(tile.columns(), inner - column);
            fillColumns(start / inner * length * inner + column, columns);
            filled = columns;
        } else {
            start = element / tile.results() * tile.results();
            int results = (int) Math.min(tile.results(), reduction.outer() * inner - start);
            fillStretch(start * length, results * length);
            filled = results;
        }
    }

    /** @param from the first row's element in the first column */
    private void fillColumns(long from, int columns) throws IOException {
        for (long row = 0; row < length; row++) {
            for (int column = 0; column < columns; column += Accumulator.CHUNK) {
                int some = Math.min(Accumulator.CHUNK, columns - column);
                accumulator.fetch(from + row * inner + column, some);
                accumulator.addRow(column, 0, some);
                end(row, column, some, column);
            }
        }
    }

    private void fillStretch(long from, long elements) throws IOException {
        for (long done = 0; done < elements; done += Accumulator.CHUNK) {
            int some = (int) Math.min(Accumulator.CHUNK, elements - done);
            accumulator.fetch(from + done, some);
            add(done, some);
        }
    }

    /** @param position of the first fetched element in the stretch */
    private void add(long position, int count) {
        int used = 0;
        while (used < count) {
            long element = position + used;
            long row = element / inner % length;
            int column = (int) (element % inner);
            int result = (int) (element / (length * inner) * inner) + column;
            int some;
            if (inner == 1) {
                some = (int) Math.min(
                        count - used, Math.min(length, (row / Accumulator.BLOCK + 1) * Accumulator.BLOCK) - row);
                accumulator.addRun(0, used, some);
                end(row + some - 1, 0, 1, result);
            } else {
                some = (int) Math.min(count - used, inner - column);
                accumulator.addRow(column, used, some);
                end(row, column, some, result);
            }
            used += some;
        }
    }

    private void end(long row, int column, int columns, int result) {
        if ((row + 1) % Accumulator.BLOCK == 0) {
            accumulator.endBlock(column, columns, (row + 1) / Accumulator.BLOCK);
        }
        if (row + 1 == length) {
            accumulator.finish(column, columns, result);
        }
    }
}
