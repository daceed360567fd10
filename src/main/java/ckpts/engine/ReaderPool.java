package ckpts.engine;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One open reader for each thread at the most. A thread that continues with a tensor gets its reader back, with the
 * values that the reader has computed ahead.
 */
final class ReaderPool implements Closeable {
    private final Scratch scratch;
    private final List<Lane> idle = new ArrayList<>();

    /** A reader and what it reads; for one thread at a time. */
    private static final class Lane {
        private Optional<Tensor> tensor = Optional.empty();
        private Optional<TensorReader> reader = Optional.empty();
        private long next;

        void close() throws IOException {
            if (reader.isPresent()) {
                reader.get().close();
            }
            reader = Optional.empty();
            tensor = Optional.empty();
        }
    }

    /** @param threads that read at one time at the most */
    ReaderPool(Scratch scratch, int threads) {
        this.scratch = scratch;
        for (int i = 0; i < threads; i++) {
            idle.add(new Lane());
        }
    }

    /** Fills a buffer with a piece of a tensor. Thread-safe. */
    void read(Work.Piece piece, ByteBuffer target) throws IOException {
        read(piece.values().tensor(), piece.from(), target);
    }

    /** Computes a small tensor, for tensors that keep their value once computed. Thread-safe. */
    void compute(Tensor tensor) throws IOException {
        read(tensor, 0, ByteBuffer.allocate((int) tensor.byteSize()));
    }

    private void read(Tensor tensor, long from, ByteBuffer target) throws IOException {
        long end = from + target.remaining();
        Lane lane = take(tensor, from);
        boolean goesOn = false;
        try {
            if (lane.reader.isEmpty()) {
                lane.tensor = Optional.of(tensor);
                lane.reader = Optional.of(scratch.open(tensor));
            }
            lane.reader.get().read(from, target);
            lane.next = end;
            goesOn = end < tensor.byteSize();
        } finally {
            if (!goesOn) {
                lane.close();
            }
            giveBack(lane);
        }
    }

    /** The reader that ended where the reading begins; else one of the tensor; else one of nothing. */
    private Lane take(Tensor tensor, long from) throws IOException {
        Lane found;
        synchronized (idle) {
            found = idle.stream()
                    .filter(lane -> reads(lane, tensor) && lane.next == from)
                    .findFirst()
                    .or(() -> idle.stream().filter(lane -> reads(lane, tensor)).findFirst())
                    .or(() ->
                            idle.stream().filter(lane -> lane.reader.isEmpty()).findFirst())
                    .orElseGet(() -> idle.get(0));
            idle.remove(found);
        }
        if (!reads(found, tensor)) {
            found.close();
        }
        return found;
    }

    private static boolean reads(Lane lane, Tensor tensor) {
        return lane.tensor.isPresent() && lane.tensor.get() == tensor;
    }

    private void giveBack(Lane lane) {
        synchronized (idle) {
            idle.add(lane);
        }
    }

    /** Closes readers that are not in use; reading goes on with new readers. */
    @Override
    public void close() throws IOException {
        synchronized (idle) {
            for (Lane lane : idle) {
                lane.close();
            }
        }
    }
}
