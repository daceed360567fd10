package ckpts.format.tensorflow.bundle;

import ckpts.bytes.MalformedFileException;
import ckpts.format.tensorflow.table.TableEntry;
import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.format.tensorflow.wire.ProtoFields;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The entry under the empty key of an index: BundleHeaderProto {@code num_shards = 1, endianness = 2, version = 3},
 * VersionDef {@code producer = 1, min_consumer = 2, bad_consumers = 3}.
 *
 * @param shards number of data files
 * @param bigEndian whether elements are stored in big-endian order
 * @param version the VersionDef as it was read; absent if there was none
 * @param unknown fields of the header that this program does not know, kept on rewriting
 */
public record BundleHeader(int shards, boolean bigEndian, List<ByteString> version, ByteString unknown) {
    /** The version of bundles that this program reads and writes (TensorFlow's kTensorBundleVersion). */
    private static final int VERSION = 1;

    /** Five digits in file names; a header with a larger number is an error. */
    private static final int MAX_SHARDS = 99_999;

    /** The header that TensorFlow writes for this number of shards. */
    public static BundleHeader written(int shards) {
        return new BundleHeader(
                shards, false, List.of(new ProtoBytes().number(1, VERSION).done()), ByteString.EMPTY);
    }

    /** This header for another number of shards, elements little-endian. */
    public BundleHeader withShards(int count) {
        return new BundleHeader(count, false, version, unknown);
    }

    /** The BundleHeaderProto. */
    public ByteString encoded() {
        ProtoBytes message = new ProtoBytes().number(1, shards).number(2, bigEndian ? 1 : 0);
        version.forEach(part -> message.message(3, part));
        return message.raw(unknown).done();
    }

    /**
     * Reads the first entry of an index.
     *
     * @throws MalformedFileException if it is not a header, or that of a bundle that this version must not read
     */
    static BundleHeader parse(TableEntry entry) throws IOException {
        if (entry.key().length != 0) {
            throw entry.malformed("the first key is not empty: an index begins with a header under the empty key");
        }
        try {
            return parse(entry, new ProtoFields(entry.value()));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw entry.malformed("the header is not a BundleHeaderProto: " + e.getMessage());
        }
    }

    private static BundleHeader parse(TableEntry entry, ProtoFields fields) throws IOException {
        int shards = 0;
        int endianness = 0;
        List<ByteString> version = new ArrayList<>();
        while (fields.next()) {
            if (fields.is(1, ProtoBytes.VARINT)) {
                shards = fields.smallNumber();
            } else if (fields.is(2, ProtoBytes.VARINT)) {
                endianness = fields.smallNumber();
            } else if (fields.is(3, ProtoBytes.BYTES)) {
                byte[] message = fields.bytes();
                requireVersion(entry, message);
                version.add(ByteString.copyFrom(message));
            } else {
                fields.keep();
            }
        }
        if (shards < 1 || shards > MAX_SHARDS) {
            throw entry.malformed("the header says " + shards + " shards, expected 1 to " + MAX_SHARDS);
        }
        if (endianness != 0 && endianness != 1) {
            throw entry.malformed("the header says byte order " + endianness + ", expected 0 (little) or 1 (big)");
        }
        return new BundleHeader(shards, endianness == 1, List.copyOf(version), fields.unknown());
    }

    private static void requireVersion(TableEntry entry, byte[] message) throws IOException {
        ProtoFields fields = new ProtoFields(message);
        int producer = 0;
        int minConsumer = 0;
        boolean bad = false;
        while (fields.next()) {
            if (fields.is(1, ProtoBytes.VARINT)) {
                producer = fields.smallNumber();
            } else if (fields.is(2, ProtoBytes.VARINT)) {
                minConsumer = fields.smallNumber();
            } else if (fields.is(3, ProtoBytes.VARINT)) {
                bad |= fields.smallNumber() == VERSION;
            } else if (fields.is(3, ProtoBytes.BYTES)) {
                bad |= holdsThisVersion(fields.bytes());
            } else {
                fields.keep();
            }
        }
        if (producer < 0) {
            throw entry.malformed(
                    "was written by version " + producer + " of the bundle format; there is none below 0");
        }
        if (minConsumer > VERSION) {
            throw entry.malformed("can only be read by version " + minConsumer
                    + " of the bundle format or later, this program reads version " + VERSION);
        }
        if (bad) {
            throw entry.malformed("says that version " + VERSION
                    + " of the bundle format, which this program reads, must not read it");
        }
    }

    private static boolean holdsThisVersion(byte[] packed) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(packed);
        boolean found = false;
        while (!in.isAtEnd()) {
            found |= in.readInt32() == VERSION;
        }
        return found;
    }
}
