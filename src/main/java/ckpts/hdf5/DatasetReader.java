package ckpts.hdf5;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.GlobalHeap;
import ckpts.hdf5.block.Volume;
import ckpts.hdf5.storage.ElementBytes;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.type.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the elements of a dataset. For one thread; holds chunks, and nothing that must be closed. */
public final class DatasetReader {
    private final Volume volume;
    private final Dataset dataset;
    private final ElementBytes elements;

    DatasetReader(Volume volume, Dataset dataset, ElementBytes elements) {
        this.volume = volume;
        this.dataset = dataset;
        this.elements = elements;
    }

    /**
     * Fills {@code into} to its limit with the bytes of elements from a position, row-major, in the byte order of the type.
     *
     * @param position a byte of all elements; need not be at the beginning of one
     * @throws IllegalArgumentException if the range is not within the elements
     */
    public void read(long position, ByteBuffer into) throws IOException {
        if (position < 0 || position > dataset.bytes() || into.remaining() > dataset.bytes() - position) {
            throw new IllegalArgumentException(
                    into.remaining() + " bytes from byte " + position + " of " + dataset.bytes());
        }
        elements.read(position, into);
    }

    /**
     * Strings by their bytes, without padding.
     *
     * @param first the first element, counted row-major
     * @throws IllegalArgumentException if elements are not strings, or the range is not within them
     * @throws ckpts.bytes.MalformedFileException also if they take more than is allowed of an attribute
     */
    public List<byte[]> texts(long first, int count) throws IOException {
        Datatype type = dataset.type();
        long most = volume.limits().attributeBytes();
        if (first < 0 || count < 0 || count > dataset.space().count() - first) {
            throw new IllegalArgumentException(count + " strings from " + first + " on");
        }
        if (count > most / type.size()) {
            throw new MalformedFileException(
                    volume.file().name() + ", data of " + dataset.path(),
                    0,
                    count + " strings of " + type.size() + " bytes; the limit of this reader is " + most + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact((long) count * type.size()));
        read(first * type.size(), bytes);
        if (type instanceof Datatype.FixedString fixed) {
            return Elements.texts(fixed, bytes.array());
        }
        if (!(type instanceof Datatype.VariableString)) {
            throw new IllegalArgumentException("not strings: " + type);
        }
        Block references = Block.of(volume.range(0, 0, "data of " + dataset.path()), volume.widths(), bytes.array());
        GlobalHeap heap = new GlobalHeap(volume);
        List<byte[]> texts = new ArrayList<>(count);
        long left = most;
        for (int i = 0; i < count; i++) {
            byte[] text = heap.text(references, left);
            left -= text.length;
            texts.add(text);
        }
        return texts;
    }
}
