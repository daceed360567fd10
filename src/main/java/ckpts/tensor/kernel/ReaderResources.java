package ckpts.tensor.kernel;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The resources of one reader: working memory and the readers of its inputs. Closing gives all of it back, once. */
public final class ReaderResources implements Closeable {
    private final Scratch scratch;
    private final Deque<Scratch.Lease> leases = new ArrayDeque<>();
    private final Deque<Closeable> readers = new ArrayDeque<>();

    /** Makes a reader out of holdings that are still empty. */
    public interface Builder {
        TensorReader build(ReaderResources holdings) throws IOException;
    }

    /** Resources of a computation that ends where it began, in a try statement. */
    public ReaderResources(Scratch scratch) {
        this.scratch = scratch;
    }

    /** The reader that the builder makes; if it fails half way, its resources are released. */
    public static TensorReader open(Scratch scratch, Builder builder) throws IOException {
        ReaderResources holdings = new ReaderResources(scratch);
        try {
            return builder.build(holdings);
        } catch (IOException | RuntimeException failure) {
            holdings.close();
            throw failure;
        }
    }

    /** Resources that can be given back and filled again before these are; they are given back with these. */
    public ReaderResources nested() {
        ReaderResources inner = new ReaderResources(scratch);
        readers.push(inner);
        return inner;
    }

    public Scratch scratch() {
        return scratch;
    }

    public ByteBuffer bytes(int size) {
        Scratch.Lease lease = scratch.lease(size);
        leases.push(lease);
        return lease.buffer();
    }

    public double[] reals(int count) {
        Scratch.Reals reals = scratch.reals(count);
        leases.push(reals.lease());
        return reals.array();
    }

    float[] singles(int count) {
        reserve(4L * count);
        return new float[scratch.isRehearsal() ? 0 : count];
    }

    public long[] wholes(int count) {
        reserve(8L * count);
        return new long[scratch.isRehearsal() ? 0 : count];
    }

    public void reserve(long bytes) {
        leases.push(scratch.reserve(bytes));
    }

    public TensorReader reader(Tensor tensor) throws IOException {
        TensorReader reader = scratch.open(tensor);
        readers.push(reader);
        return reader;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!readers.isEmpty()) {
            try {
                readers.pop().close();
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        while (!leases.isEmpty()) {
            leases.pop().close();
        }
        if (first != null) {
            throw first;
        }
    }
}
