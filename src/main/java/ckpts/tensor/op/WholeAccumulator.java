package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.NumberReader;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Sums and extremes of integers: the order makes no difference to them. */
final class WholeAccumulator implements Accumulator {
    private final Reduction.Kind kind;
    private final DType dtype;
    /** Turns unsigned order into signed order where numbers take all 64 bits. */
    private final long flip;

    private final NumberReader source;
    private final long[] fetched;
    private final long[] current;
    private final long[] results;
    private final long[] written;

    WholeAccumulator(ReaderResources holdings, Reduction reduction, ReductionReader.Tile tile) throws IOException {
        kind = reduction.kind();
        dtype = reduction.type().dtype();
        flip = dtype == DType.UINT64 && kind.isExtreme() ? Long.MIN_VALUE : 0;
        source = new NumberReader(holdings, reduction.source(), CHUNK);
        fetched = holdings.wholes(CHUNK);
        current = holdings.wholes(tile.columns());
        results = holdings.wholes(tile.results());
        written = holdings.wholes(CHUNK);
    }

    private long identity() {
        return switch (kind) {
            case MIN -> Long.MAX_VALUE;
            case MAX -> Long.MIN_VALUE;
            default -> 0;
        };
    }

    @Override
    public void begin() {
        Arrays.fill(current, identity());
    }

    @Override
    public void fetch(long first, int count) throws IOException {
        source.wholes(first, count, fetched);
        if (flip != 0) {
            for (int i = 0; i < count; i++) {
                fetched[i] ^= flip;
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
        for (int i = 0; i < count; i++) {
            addRow(column, from + i, 1);
        }
    }

    @Override
    public void endBlock(int column, int count, long blocks) {
        // Whole numbers need no blocks: no digits are lost.
    }

    @Override
    public void finish(int column, int count, int result) {
        for (int i = 0; i < count; i++) {
            results[result + i] = current[column + i] ^ flip;
            current[column + i] = identity();
        }
    }

    @Override
    public void write(int result, int count, ByteBuffer out, int at) {
        System.arraycopy(results, result, written, 0, count);
        Elements.writeWholes(dtype, written, count, out, at);
    }
}
