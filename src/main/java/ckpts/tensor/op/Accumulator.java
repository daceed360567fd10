package ckpts.tensor.op;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Running totals of some columns of a reduction, and the results of those that ended.
 *
 * <p>Rows come in order; each is added to its columns in one piece or several. A column is notified after every
 * {@link #BLOCK} rows.
 */
interface Accumulator {
    /** Rows that are added in order, before sums are joined pairwise. */
    int BLOCK = 128;

    /** The most elements that are fetched at a time. */
    int CHUNK = 4096;

    /** Resets all columns, discarding what was added before. */
    void begin();

    /** Takes elements {@code first} to {@code first + count - 1} of the source. */
    void fetch(long first, int count) throws IOException;

    /** Adds one fetched element to each of {@code count} columns. */
    void addRow(int column, int fetched, int count);

    /** Adds {@code count} fetched elements to one column, none beyond a block. */
    void addRun(int column, int fetched, int count);

    /** @param blocks number that is now complete in these columns */
    void endBlock(int column, int count, long blocks);

    /** Turns the columns into results, and resets them. */
    void finish(int column, int count, int result);

    /** Writes results in the canonical encoding. */
    void write(int result, int count, ByteBuffer out, int at);
}
