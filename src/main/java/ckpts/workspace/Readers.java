package ckpts.workspace;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/** As many readers of one tensor as threads ask for at one time, each used by one thread at a time. */
final class Readers implements Closeable {
    private final Tensor tensor;
    private final Scratch scratch;
    private final ConcurrentLinkedDeque<TensorReader> idle = new ConcurrentLinkedDeque<>();

    Readers(Tensor tensor, Scratch scratch) {
        this.tensor = tensor;
        this.scratch = scratch;
    }

    /** Thread-safe. */
    void read(long position, ByteBuffer target) throws IOException {
        TensorReader reader = idle.poll();
        if (reader == null) {
            reader = tensor.open(scratch);
        }
        boolean usable = false;
        try {
            reader.read(position, target);
            usable = true;
        } finally {
            if (usable) {
                idle.push(reader);
            } else {
                reader.close();
            }
        }
    }

    /** Closes what nobody is using; reading goes on with new ones. */
    @Override
    public void close() throws IOException {
        for (TensorReader reader = idle.poll(); reader != null; reader = idle.poll()) {
            reader.close();
        }
    }
}
