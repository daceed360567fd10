package ckpts.format.tensorflow.bundle;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A tensor of fixed element width whose slices are stored separately, joined while it is read. */
public final class PartitionedTensor extends Partitioned {
    /**
     * @param slices without {@link Partition#flaw}
     * @param parts the elements of each slice
     */
    public PartitionedTensor(TensorType type, List<SliceSpec> slices, List<Tensor> parts) {
        super(type, slices, parts);
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        List<TensorReader> readers = new ArrayList<>(inputs().size());
        try {
            for (Tensor part : inputs()) {
                readers.add(part.open(scratch));
            }
        } catch (IOException | RuntimeException e) {
            closeAll(readers);
            throw e;
        }
        return new Reader(readers);
    }

    private static void closeAll(List<TensorReader> readers) throws IOException {
        for (TensorReader reader : readers) {
            reader.close();
        }
    }

    private final class Reader implements TensorReader {
        private final List<TensorReader> readers;
        private final PartitionCursor cursor = cursor();
        private final int width = type().dtype().width();

        private Reader(List<TensorReader> readers) {
            this.readers = readers;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            TensorReader.requireRange(position, target.remaining(), byteSize());
            int limit = target.limit();
            long next = position;
            while (target.position() < limit) {
                int within = (int) (next % width);
                cursor.locate(next / width);
                int taken = (int) Math.min(cursor.run() * width - within, limit - target.position());
                target.limit(target.position() + taken);
                readers.get(cursor.slice()).read(cursor.index() * width + within, target);
                target.limit(limit);
                next += taken;
            }
        }

        @Override
        public void close() throws IOException {
            closeAll(readers);
        }
    }
}
