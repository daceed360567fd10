package ckpts.format.tensorflow.bundle;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * A string tensor whose slices are stored separately. It is joined in memory when a reader is opened: such tensors are
 * vocabularies, rare and small.
 */
public final class PartitionedStrings extends Partitioned {
    private static final int BUFFER = 1 << 12;

    /**
     * @param slices without {@link Partition#flaw}
     * @param parts the stream of each slice
     */
    public PartitionedStrings(TensorType type, List<SliceSpec> slices, List<Tensor> parts) {
        super(type, slices, parts);
    }

    /** Each slice has a CRC of its lengths; the whole has a single one. */
    @Override
    public long byteSize() {
        long stored = inputs().stream().mapToLong(Tensor::byteSize).sum();
        return stored - (inputs().size() - 1L) * StringStream.CRC_BYTES;
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        long places = 2 * Long.BYTES * type().shape().elementCount();
        if (Math.max(places, byteSize()) > Integer.MAX_VALUE) {
            throw new IOException("partitioned strings of " + byteSize()
                    + " bytes are more than can be joined: the limit" + " is " + Integer.MAX_VALUE);
        }
        Scratch.Lease whole = scratch.lease((int) byteSize());
        try {
            return new Reader(scratch, whole, scratch.lease((int) places));
        } catch (RuntimeException e) {
            whole.close();
            throw e;
        }
    }

    /** @param places for each string of the whole, its place in its slice's stream and its length */
    private void join(Scratch scratch, ByteBuffer whole, LongBuffer places) throws IOException {
        long strings = type().shape().elementCount();
        long[] firsts = new long[inputs().size()];
        long first = 0;
        for (int part = 0; part < firsts.length; part++) {
            firsts[part] = first;
            locate(scratch, part, places, (int) first);
            first += elements(part);
        }
        PartitionCursor cursor = cursor();
        StringStream.putLengths(whole, strings, string -> {
            cursor.locate(string);
            return places.get(2 * (int) (firsts[cursor.slice()] + cursor.index()) + 1);
        });
        for (long string = 0; string < strings; string++) {
            cursor.locate(string);
            int place = 2 * (int) (firsts[cursor.slice()] + cursor.index());
            whole.limit(Math.toIntExact(whole.position() + places.get(place + 1)));
            try (TensorReader in = inputs().get(cursor.slice()).open(scratch)) {
                in.read(places.get(place), whole);
            }
            whole.limit(whole.capacity());
        }
    }

    private void locate(Scratch scratch, int part, LongBuffer places, int first) throws IOException {
        Tensor tensor = inputs().get(part);
        long strings = elements(part);
        int[] next = {2 * first};
        try (Scratch.Lease buffer = scratch.lease(BUFFER);
                TensorReader in = tensor.open(scratch)) {
            StringStream stream = StringStream.read(in, tensor.byteSize(), strings, buffer.buffer(), length -> {
                places.put(next[0] + 1, length);
                next[0] += 2;
            });
            long start = stream.bytesStart();
            for (int place = 2 * first; place < next[0]; place += 2) {
                places.put(place, start);
                start += places.get(place + 1);
            }
        }
    }

    /** Joins at the first read. */
    private final class Reader implements TensorReader {
        private final Scratch scratch;
        private final Scratch.Lease whole;
        private final Scratch.Lease places;
        private boolean joined;

        private Reader(Scratch scratch, Scratch.Lease whole, Scratch.Lease places) {
            this.scratch = scratch;
            this.whole = whole;
            this.places = places;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            if (!joined) {
                join(scratch, whole.buffer().clear(), places.buffer().asLongBuffer());
                places.close();
                joined = true;
            }
            ByteBuffer bytes = whole.buffer().duplicate().clear();
            TensorReader.requireRange(position, target.remaining(), bytes.limit());
            target.put(bytes.position((int) position).limit((int) position + target.remaining()));
        }

        @Override
        public void close() {
            places.close();
            whole.close();
        }
    }
}
