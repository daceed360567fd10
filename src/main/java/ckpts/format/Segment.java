package ckpts.format;

import ckpts.bytes.Checksum;
import ckpts.tensor.Tensor;
import java.util.function.Function;
import java.util.function.Supplier;

/** A run of bytes in a planned file. */
public sealed interface Segment {
    /**
     * The bytes of a tensor, {@link Tensor#byteSize} of them: copied where they lie {@link Verbatim} in a
     * file, computed otherwise.
     *
     * @param name the tensor's name, unique among the layout's segments
     * @param tensor the value
     * @param checksum start of the checksum that the format keeps for it
     */
    record Values(String name, Tensor tensor, Supplier<Checksum> checksum) implements Segment {}

    /**
     * Bytes that the format generates once all earlier segments of the layout are written: an index, a header, padding.
     *
     * @param what description for {@code plan}: "index of 12 tensors"
     * @param bytes function of the checksums of the written segments; an {@code UncheckedIOException} of it is the
     *     failure of a read
     */
    record Generated(String what, Function<Written, byte[]> bytes) implements Segment {}

    /** The checksums of the value segments written so far. */
    @FunctionalInterface
    interface Written {
        /** The checksum of the segment of this name. */
        int checksum(String name);
    }
}
