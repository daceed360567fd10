package ckpts.format.tensorflow.bundle;

import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.format.tensorflow.wire.ProtoFields;
import ckpts.tensor.Shape;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The part of a tensor that a slice covers: one extent per axis.
 *
 * <p>{@code 0,2} on an axis of size 2 and {@code -} mean the same but are stored differently, also in the key of the
 * slice: the original form is kept.
 */
public record SliceSpec(List<Extent> extents) {
    /**
     * A run of one axis.
     *
     * @param start first index
     * @param length number of indices; -1 for the whole axis, with start 0
     */
    public record Extent(long start, long length) {
        boolean isFull() {
            return length == -1;
        }
    }

    public SliceSpec {
        extents = List.copyOf(extents);
    }

    /** Reads a TensorSliceProto: {@code repeated Extent extent = 1}, {@code Extent { start = 1; oneof length = 2 }}. */
    static SliceSpec parse(byte[] message) throws IOException {
        List<Extent> extents = new ArrayList<>();
        ProtoFields fields = new ProtoFields(message);
        while (fields.next()) {
            if (fields.is(1, ProtoBytes.BYTES)) {
                extents.add(extent(fields.bytes()));
            } else {
                fields.keep();
            }
        }
        return new SliceSpec(extents);
    }

    private static Extent extent(byte[] message) throws IOException {
        long start = 0;
        long length = -1;
        ProtoFields fields = new ProtoFields(message);
        while (fields.next()) {
            if (fields.is(1, ProtoBytes.VARINT)) {
                start = fields.number();
            } else if (fields.is(2, ProtoBytes.VARINT)) {
                length = fields.number();
            } else {
                fields.keep();
            }
        }
        return new Extent(start, length);
    }

    /** The TensorSliceProto. */
    ByteString encoded() {
        ProtoBytes message = new ProtoBytes();
        for (Extent extent : extents) {
            ProtoBytes inner = new ProtoBytes().number(1, extent.start());
            if (!extent.isFull()) {
                inner.numberAlways(2, extent.length());
            }
            message.message(1, inner.done());
        }
        return message.done();
    }

    /** Whether this is a part of a tensor of that shape. */
    boolean fits(Shape whole) {
        if (extents.size() != whole.rank()) {
            return false;
        }
        for (int axis = 0; axis < whole.rank(); axis++) {
            Extent extent = extents.get(axis);
            boolean inside = extent.isFull()
                    ? extent.start() == 0
                    : extent.start() >= 0
                            && extent.length() >= 0
                            && extent.start() <= whole.dimension(axis) - extent.length();
            if (!inside) {
                return false;
            }
        }
        return true;
    }

    /** The shape of this part of a tensor that it {@link #fits}. */
    Shape shape(Shape whole) {
        long[] sizes = new long[extents.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = length(axis, whole);
        }
        return Shape.of(sizes);
    }

    /** The number of indices of one axis of a tensor that it {@link #fits}. */
    long length(int axis, Shape whole) {
        Extent extent = extents.get(axis);
        return extent.isFull() ? whole.dimension(axis) : extent.length();
    }

    /** The spelling of TensorFlow: {@code 0,4:-}. */
    @Override
    public String toString() {
        return extents.stream()
                .map(extent -> extent.isFull() ? "-" : extent.start() + "," + extent.length())
                .collect(Collectors.joining(":"));
    }
}
