package ckpts.tensor.kernel;

import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Produces elements a tile at a time, and keeps the last tile: what is asked for again and again is computed once. */
public abstract class TileReader extends ElementReader {
    private final int width;
    private Stretch kept = Stretch.NOTHING;

    /** Elements in a row: those of a tile. */
    public record Stretch(long start, long length) {
        private static final Stretch NOTHING = new Stretch(0, 0);

        private boolean has(long element) {
            return element >= start && element < start + length;
        }
    }

    /** @param chunk the most elements that are copied out of a tile at a time */
    public TileReader(ReaderResources holdings, TensorType type, int chunk) {
        super(holdings, type, chunk);
        this.width = type.dtype().width();
    }

    /** Computes the tile that has an element, in place of the last one; returns which elements it has. */
    protected abstract Stretch fill(long element) throws IOException;

    /** Copies elements of the tile, counted from its first, to an index of the target. */
    protected abstract void copy(int from, int count, ByteBuffer out, int at);

    @Override
    protected final void produce(long first, int count, ByteBuffer out, int at) throws IOException {
        int done = 0;
        while (done < count) {
            long element = first + done;
            if (!kept.has(element)) {
                kept = Stretch.NOTHING;
                kept = fill(element);
            }
            int some = (int) Math.min(count - done, kept.start() + kept.length() - element);
            copy((int) (element - kept.start()), some, out, at + done * width);
            done += some;
        }
    }
}
