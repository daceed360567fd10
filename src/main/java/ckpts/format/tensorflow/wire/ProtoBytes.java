package ckpts.format.tensorflow.wire;

import com.google.protobuf.ByteString;

/**
 * Encodes protocol buffer fields, in the order of the calls. TensorFlow's files are canonical: fields ascend and those
 * with their default value are left out, as the methods here do unless they say otherwise.
 */
public final class ProtoBytes {
    public static final int VARINT = 0;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    private final ByteString.Output out = ByteString.newOutput(64);

    /** A number in a varint field; left out if 0. */
    public ProtoBytes number(int field, long value) {
        return value == 0 ? this : numberAlways(field, value);
    }

    /** A number in a varint field that is written even if 0: a member of a oneof. */
    public ProtoBytes numberAlways(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** A fixed32 field; left out if 0. */
    public ProtoBytes fixed32(int field, int value) {
        if (value != 0) {
            tag(field, FIXED32);
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(value >>> shift);
            }
        }
        return this;
    }

    /** A sub-message, written even if empty. */
    public ProtoBytes message(int field, ByteString message) {
        tag(field, BYTES);
        varint(message.size());
        return raw(message);
    }

    /** Already encoded fields. */
    public ProtoBytes raw(ByteString fields) {
        for (int i = 0; i < fields.size(); i++) {
            out.write(fields.byteAt(i));
        }
        return this;
    }

    public ByteString done() {
        return out.toByteString();
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
