package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.format.FileTensor;
import ckpts.format.StoredTensor;
import ckpts.format.Verbatim;
import ckpts.hdf5.Dataset;
import ckpts.hdf5.DatasetReader;
import ckpts.tensor.DType;
import ckpts.tensor.Origin;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Storage;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A dataset whose bytes in the file are not those of the tensor: in chunks, big-endian, or never written. */
final class DecodedTensor implements FileTensor {
    private static final int PIECE = 1 << 16;
    /** Of the memory of a run, what one reader may take for chunks. */
    private static final int PART_OF_BUDGET = 8;

    private final TensorType type;
    private final StoredTensor.Container file;
    private final Dataset dataset;
    private final int swapped;

    private DecodedTensor(TensorType type, StoredTensor.Container file, Dataset dataset, int swapped) {
        this.type = type;
        this.file = file;
        this.dataset = dataset;
        this.swapped = swapped;
    }

    /** A weight. */
    DecodedTensor(TensorType type, StoredTensor.Container file, Dataset dataset) {
        this(type, file, dataset, ElementTypes.swapped(dataset.type()));
    }

    /** Elements of any type as the bytes that they are. */
    static DecodedTensor carried(StoredTensor.Container file, Dataset dataset) {
        return new DecodedTensor(new TensorType(DType.UINT8, Shape.of(dataset.bytes())), file, dataset, 1);
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return dataset.path() + " of " + file.path().getFileName();
    }

    @Override
    public Optional<Origin> origin() {
        return Optional.of(new Origin(file.path(), file.format(), dataset.path(), 0, byteSize()));
    }

    /** What has its bytes is the dataset: one object for all its names. */
    @Override
    public Optional<Storage> storage() {
        return byteSize() == 0 ? Optional.empty() : Optional.of(new Storage(dataset, 0, byteSize()));
    }

    @Override
    public ByteSource file() {
        return file.bytes().file();
    }

    @Override
    public Optional<Verbatim> verbatim() {
        return Optional.empty();
    }

    @Override
    public long bytesToCheck() {
        return 0;
    }

    /** Chunks side by side are decoded together: a row of them holds the elements that lie next to each other. */
    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        long row = rowOfChunks();
        return row <= share ? row : 0;
    }

    private long rowOfChunks() {
        List<Long> dimensions = dataset.space().dimensions();
        List<Long> chunk = dataset.chunk().orElse(List.of());
        if (chunk.isEmpty() || dimensions.isEmpty()) {
            return 0;
        }
        long row = dataset.chunkBytes();
        for (int axis = 1; axis < dimensions.size(); axis++) {
            long across = (dimensions.get(axis) + chunk.get(axis) - 1) / chunk.get(axis);
            if (row > Long.MAX_VALUE / Math.max(1, across)) {
                return Long.MAX_VALUE;
            }
            row *= Math.max(1, across);
        }
        return row;
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        long cache = cacheBytes(scratch);
        Scratch.Lease chunks = scratch.reserve(cache + 2 * dataset.chunkBytes());
        try {
            Optional<Scratch.Lease> piece = swapped > 1
                    ? Optional.of(scratch.lease((int) Math.min(PIECE, Math.max(swapped, byteSize()))))
                    : Optional.empty();
            return new Reader(scratch, dataset.open(cache), chunks, piece);
        } catch (RuntimeException | IOException e) {
            chunks.close();
            throw e;
        }
    }

    /**
     * Room for a row of chunks and one more, if there is any: with less, reading in order would decode each chunk anew for
     * every row of elements.
     */
    private long cacheBytes(Scratch scratch) {
        long row = rowOfChunks();
        long most = Math.max(scratch.share(), scratch.budget() / PART_OF_BUDGET);
        return row <= most - dataset.chunkBytes() ? row + dataset.chunkBytes() : dataset.chunkBytes();
    }

    private final class Reader implements TensorReader {
        private final Scratch scratch;
        private final DatasetReader elements;
        private final Scratch.Lease chunks;
        private final Optional<Scratch.Lease> piece;

        Reader(Scratch scratch, DatasetReader elements, Scratch.Lease chunks, Optional<Scratch.Lease> piece) {
            this.scratch = scratch;
            this.elements = elements;
            this.chunks = chunks;
            this.piece = piece;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            TensorReader.requireRange(position, target.remaining(), byteSize());
            scratch.countRead(target.remaining());
            if (piece.isEmpty()) {
                elements.read(position, target);
                return;
            }
            ByteBuffer bytes = piece.get().buffer();
            long at = position;
            while (target.hasRemaining()) {
                long begin = at / swapped * swapped;
                int skipped = (int) (at - begin);
                bytes.clear().limit((int) Math.min(bytes.capacity(), byteSize() - begin));
                elements.read(begin, bytes);
                bytes.flip();
                swap(bytes);
                int length = Math.min(target.remaining(), bytes.limit() - skipped);
                target.put(bytes.position(skipped).limit(skipped + length));
                at += length;
            }
        }

        private void swap(ByteBuffer bytes) {
            for (int begin = 0; begin < bytes.limit(); begin += swapped) {
                for (int i = 0; i < swapped / 2; i++) {
                    byte low = bytes.get(begin + i);
                    bytes.put(begin + i, bytes.get(begin + swapped - 1 - i));
                    bytes.put(begin + swapped - 1 - i, low);
                }
            }
        }

        @Override
        public void close() {
            piece.ifPresent(Scratch.Lease::close);
            chunks.close();
        }
    }
}
