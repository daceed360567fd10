package ckpts.workspace;

import ckpts.format.Segment;
import ckpts.tensor.Scratch;
import ckpts.tensor.TensorReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One open reader for each thread at the most. A thread that goes on with a tensor finds a reader of it again, with what
 * the reader has computed ahead.
 */
final class Lanes implements Closeable {
    private final Scratch scratch;
    private final List<Lane> idle = new ArrayList<>();

    /** A reader and what it reads; for one thread at a time. */
    private static final class Lane {
        private Optional<Segment.Values> values = Optional.empty();
        private Optional<TensorReader> reader = Optional.empty();
        private long next;

        void close() throws IOException {
            if (reader.isPresent()) {
                reader.get().close();
            }
            reader = Optional.empty();
            values = Optional.empty();
        }
    }

    /** @param threads that read at one time at the most */
    Lanes(Scratch scratch, int threads) {
        this.scratch = scratch;
        for (int i = 0; i < threads; i++) {
            idle.add(new Lane());
        }
    }

    /** Fills a buffer with a piece of a tensor. Thread-safe. */
    void read(Work.Piece piece, ByteBuffer target) throws IOException {
        Lane lane = take(piece);
        boolean goesOn = false;
        try {
            if (lane.reader.isEmpty()) {
                lane.values = Optional.of(piece.values());
                lane.reader = Optional.of(piece.values().tensor().open(scratch));
            }
            lane.reader.get().read(piece.from(), target);
            lane.next = piece.from() + piece.length();
            goesOn = lane.next < piece.values().tensor().byteSize();
        } finally {
            if (!goesOn) {
                lane.close();
            }
            giveBack(lane);
        }
    }

    /** The lane that ended where the piece begins; else one that reads its tensor; else one that reads nothing. */
    private Lane take(Work.Piece piece) throws IOException {
        Lane found;
        synchronized (idle) {
            found = idle.stream()
                    .filter(lane -> reads(lane, piece) && lane.next == piece.from())
                    .findFirst()
                    .or(() -> idle.stream().filter(lane -> reads(lane, piece)).findFirst())
                    .or(() ->
                            idle.stream().filter(lane -> lane.reader.isEmpty()).findFirst())
                    .orElseGet(() -> idle.get(0));
            idle.remove(found);
        }
        if (!reads(found, piece)) {
            found.close();
        }
        return found;
    }

    private static boolean reads(Lane lane, Work.Piece piece) {
        return lane.values.isPresent() && lane.values.get() == piece.values();
    }

    private void giveBack(Lane lane) {
        synchronized (idle) {
            idle.add(lane);
        }
    }

    /** Closes what nobody is using; reading goes on with new readers. */
    @Override
    public void close() throws IOException {
        synchronized (idle) {
            for (Lane lane : idle) {
                lane.close();
            }
        }
    }
}
