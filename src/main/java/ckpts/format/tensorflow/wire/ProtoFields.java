package ckpts.format.tensorflow.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Iterates over the fields of one encoded message, keeping unknown ones.
 *
 * <p>Entries of an index are read by hand with this instead of generated messages: a listing waits for 100,000 of them,
 * and generated messages would add start-up time and ten objects per entry.
 */
public final class ProtoFields {
    private final byte[] bytes;
    private final CodedInputStream in;
    private final ProtoBytes unknown = new ProtoBytes();
    private boolean anyUnknown;
    private int tag;
    private int start;

    public ProtoFields(byte[] bytes) {
        this.bytes = bytes;
        this.in = CodedInputStream.newInstance(bytes);
    }

    /** Moves to the next field; false at the end. */
    public boolean next() throws IOException {
        start = in.getTotalBytesRead();
        tag = in.readTag();
        return tag != 0;
    }

    /** Whether the current field has this number and wire type; a field of another wire type is unknown. */
    public boolean is(int field, int wireType) {
        return tag == (field << 3 | wireType);
    }

    public long number() throws IOException {
        return in.readRawVarint64();
    }

    /** A number of an int32 or enum field: the low 32 bits, as every reader takes them. */
    public int smallNumber() throws IOException {
        return (int) in.readRawVarint64();
    }

    public int fixed32() throws IOException {
        return in.readRawLittleEndian32();
    }

    public byte[] bytes() throws IOException {
        return in.readByteArray();
    }

    /** Keeps the current field unchanged. */
    public void keep() throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_END_GROUP || !in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
        unknown.raw(ByteString.copyFrom(bytes, start, in.getTotalBytesRead() - start));
        anyUnknown = true;
    }

    /** The kept fields, in order. */
    public ByteString unknown() {
        return anyUnknown ? unknown.done() : ByteString.EMPTY;
    }
}
