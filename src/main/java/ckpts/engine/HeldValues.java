package ckpts.engine;

import ckpts.bytes.Disk;
import ckpts.bytes.Reason;
import ckpts.bytes.WorkingFile;
import ckpts.publication.SaveFailedException;
import ckpts.tensor.Held;
import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.TensorReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that a {@link Sharing} says to compute once: each computed before the first that reads it, in memory as
 * far as there is some to spare, else in a file, and released after the last. For one thread; held values can be read
 * by all.
 */
final class HeldValues implements Closeable {
    /** Bytes that are computed at a time for a file. */
    private static final int PIECE = 1 << 18;

    /** Bytes that one array can have on every machine. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Sharing sharing;
    private final Scratch scratch;
    private final Disk disk;
    /** The held tensors that each held one is computed from. */
    private final Map<Tensor, List<Tensor>> sources = new IdentityHashMap<>();

    private final Map<Tensor, Integer> users = new IdentityHashMap<>();
    private final Map<Tensor, Values> present = new IdentityHashMap<>();
    /** The folder for files. */
    private Path folder;

    private long inMemory;

    /** The location of the bytes of one tensor. */
    private interface Values extends Held, Closeable {}

    /**
     * @param roots all that will be read, one that is read twice given twice
     * @param folder for files
     */
    HeldValues(Sharing sharing, Collection<Tensor> roots, Scratch scratch, Disk disk, Path folder) {
        this.sharing = sharing;
        this.scratch = scratch;
        this.disk = disk;
        this.folder = folder;
        for (Tensor tensor : sharing.held()) {
            sources.put(tensor, sharing.sources(tensor));
            sources.get(tensor).forEach(source -> users.merge(source, 1, Integer::sum));
        }
        for (Tensor root : roots) {
            sharing.needed(root).forEach(source -> users.merge(source, 1, Integer::sum));
        }
    }

    /** The most bytes of memory that all together take. */
    static long most(long budget) {
        return Math.min(LONGEST_ARRAY, budget / 8);
    }

    /** The bytes of memory through which a tensor goes to a file. */
    static int buffer(Tensor tensor) {
        return (int) Math.min(PIECE, tensor.byteSize());
    }

    /** Creates files in this folder from now on. */
    void beside(Path other) {
        folder = other;
    }

    /**
     * Computes every held value that is needed to read a tensor.
     *
     * @throws ScratchExhaustedException if that takes more memory than is free; it can be tried again
     */
    void prepare(Tensor root) throws IOException {
        List<Tensor> missing = TensorGraph.of(
                sharing.needed(root), tensor -> present.containsKey(tensor) ? List.of() : sources.get(tensor));
        for (Tensor tensor : missing) {
            if (!present.containsKey(tensor)) {
                Values values = computed(tensor);
                present.put(tensor, values);
                scratch.hold(tensor, values);
                release(sources.get(tensor));
            }
        }
    }

    /** Records that a root was read, once of the times it was given. */
    void finished(Tensor root) throws IOException {
        release(sharing.needed(root));
    }

    private void release(List<Tensor> tensors) throws IOException {
        for (Tensor tensor : tensors) {
            if (users.merge(tensor, -1, Integer::sum) == 0) {
                scratch.release(tensor);
                present.remove(tensor).close();
            }
        }
    }

    private Values computed(Tensor tensor) throws IOException {
        long size = tensor.byteSize();
        if (size <= most(scratch.budget()) - inMemory) {
            Scratch.Lease lease = scratch.lease((int) size);
            try (TensorReader reader = tensor.open(scratch)) {
                reader.read(0, lease.buffer());
            } catch (IOException | RuntimeException e) {
                lease.close();
                throw e;
            }
            inMemory += size;
            return new InMemory(lease, size);
        }
        return inFile(tensor, size);
    }

    private Values inFile(Tensor tensor, long size) throws IOException {
        WorkingFile file = kept(size, () -> disk.working(folder));
        try (Scratch.Lease lease = scratch.lease(buffer(tensor));
                TensorReader reader = tensor.open(scratch)) {
            ByteBuffer buffer = lease.buffer();
            for (long from = 0; from < size; from += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), size - from));
                reader.read(from, buffer);
                buffer.flip();
                kept(size, () -> {
                    file.write(buffer);
                    return file;
                });
            }
            return new InFile(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** A held value in a file. */
    private interface Keeping {
        WorkingFile keep() throws IOException;
    }

    private WorkingFile kept(long size, Keeping keeping) throws SaveFailedException {
        try {
            return keeping.keep();
        } catch (IOException e) {
            throw new SaveFailedException(
                    "cannot keep " + size + " bytes of computed values in " + folder + ": " + Reason.of(e)
                            + "; nothing was changed",
                    e);
        }
    }

    private final class InMemory implements Values {
        private final Scratch.Lease lease;
        private final long size;

        InMemory(Scratch.Lease lease, long size) {
            this.lease = lease;
            this.size = size;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            int from = (int) position;
            target.put(
                    lease.buffer().duplicate().limit(from + target.remaining()).position(from));
        }

        @Override
        public void close() {
            inMemory -= size;
            lease.close();
        }
    }

    private record InFile(WorkingFile file) implements Values {
        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            file.read(position, target);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<Tensor, Values> held : present.entrySet()) {
            scratch.release(held.getKey());
            held.getValue().close();
        }
        present.clear();
    }
}
