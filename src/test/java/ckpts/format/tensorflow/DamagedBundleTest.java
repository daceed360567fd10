package ckpts.format.tensorflow;

import static ckpts.format.tensorflow.Bundles.partitioned;
import static ckpts.format.tensorflow.Bundles.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorReader;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a bundle must not be, one rule after the other, with the words that say so. */
class DamagedBundleTest {
    private static final String BLOCK = "v.index, block 0, byte ";

    @Test
    void noHeader() {
        Bundles bundle = new Bundles().header(new byte[0]);

        refuses(bundle, BLOCK + "3: the header says 0 shards, expected 1 to 99999");
    }

    @Test
    void tooManyShards() {
        Bundles bundle = new Bundles().header(BundleHeader.written(100_000));

        refuses(bundle, BLOCK + "3: the header says 100000 shards, expected 1 to 99999");
    }

    @Test
    void anUnknownByteOrder() {
        Bundles bundle = new Bundles()
                .header(new ProtoBytes().number(1, 1).number(2, 2).done().toByteArray());

        refuses(bundle, BLOCK + "3: the header says byte order 2, expected 0 (little) or 1 (big)");
    }

    @Test
    void aHeaderThatIsNotAMessage() {
        Bundles bundle = new Bundles().header(new byte[] {(byte) 0xff});

        assertThatThrownBy(() -> read(bundle.disk()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(BLOCK + "3: the header is not a BundleHeaderProto: ");
    }

    @Test
    void aVersionBeforeTheFirst() {
        refuses(
                version(new ProtoBytes().number(1, -1)),
                BLOCK + "3: was written by version -1 of the bundle format; there is none below 0");
    }

    @Test
    void aVersionThatThisProgramMustNotRead() {
        refuses(
                version(new ProtoBytes().number(1, 2).number(2, 2)),
                BLOCK + "3: can only be read by version 2 of the bundle format or later, this program reads version 1");
        refuses(
                version(new ProtoBytes().number(1, 1).number(3, 1)),
                BLOCK + "3: says that version 1 of the bundle format, which this program reads, must not read it");
        refuses(
                version(new ProtoBytes().number(1, 1).message(3, ByteString.copyFrom(new byte[] {7, 1}))),
                BLOCK + "3: says that version 1 of the bundle format, which this program reads, must not read it");
    }

    @Test
    void anEntryThatIsNotAMessage() {
        assertThatThrownBy(() -> read(new Bundles()
                        .raw(new byte[] {'w'}, new byte[] {(byte) 0xff})
                        .disk()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(BLOCK + "13: is not a BundleEntryProto: ");
    }

    @Test
    void anEntryWithoutType() {
        refuses(new Bundles().raw(new byte[] {'w'}, new byte[0]), BLOCK + "13: has no dtype");
    }

    @Test
    void anImpossibleShape() {
        refuses(
                shaped(new ProtoBytes()
                        .message(2, new ProtoBytes().number(1, -1).done())),
                BLOCK + "13: has an impossible shape [-1]");
        ByteString huge = new ProtoBytes().number(1, 1L << 62).done();
        refuses(
                shaped(new ProtoBytes().message(2, huge).message(2, huge)),
                BLOCK + "13: has an impossible shape [4611686018427387904, 4611686018427387904]");
        refuses(shaped(new ProtoBytes().number(3, 1)), BLOCK + "13: has a shape of unknown rank");
        ProtoBytes many = new ProtoBytes();
        for (int i = 0; i < 255; i++) {
            many.message(2, new ProtoBytes().number(1, 1).done());
        }
        refuses(shaped(many), BLOCK + "14: has 255 dimensions, the limit is 254");
    }

    @Test
    void aSizeThatIsNotThatOfTheShape() {
        Bundles bundle = new Bundles().data("0000803f 00000040").tensor("w", DType.FLOAT32, Shape.of(3), 0, 8);

        refuses(bundle, BLOCK + "13: \"w\" is float32[3], 12 bytes, but 8 are stored");
    }

    @Test
    void stringsWithoutRoomForTheirLengths() {
        Bundles bundle = new Bundles().data("0001020304").tensor("s", DType.STRING, Shape.of(2), 0, 5);

        refuses(bundle, BLOCK + "13: \"s\" should have 2 strings in 5 bytes, which are too few for their lengths");
    }

    @Test
    void aRangeOutsideItsFile() {
        Bundles bundle = new Bundles().data("0000803f 00000040");
        BundleEntry entry = bundle.at(DType.FLOAT32, Shape.of(2), 0, 8).at(0, 4, 8, 0);

        refuses(
                bundle.entry("w", entry),
                BLOCK + "13: \"w\" should be at byte 4 of v.data-00000-of-00001 with 8 bytes, but the file has 8:"
                        + " is it cut off?");
    }

    @Test
    void anOffsetBelowZero() {
        Bundles bundle = new Bundles().data("0000803f 00000040");
        BundleEntry entry = bundle.at(DType.FLOAT32, Shape.of(2), 0, 8).at(0, -4, 8, 0);

        refuses(
                bundle.entry("w", entry),
                BLOCK + "13: \"w\" should be at byte 18446744073709551612 of v.data-00000-of-00001 with 8 bytes,"
                        + " but the file has 8: is it cut off?");
    }

    @Test
    void aShardThatIsNotThere() {
        Bundles bundle = new Bundles().data("0000803f 00000040");
        BundleEntry entry = bundle.at(DType.FLOAT32, Shape.of(2), 0, 8).at(1, 0, 8, 0);

        refuses(bundle.entry("w", entry), BLOCK + "13: \"w\" should be in shard 1 of 1");
    }

    @Test
    void aDataFileThatIsMissing() {
        MemoryDisk disk = new MemoryDisk()
                .put(
                        Path.of("v.index"),
                        new Bundles().header(BundleHeader.written(2)).index())
                .put(Path.of("v.data-00000-of-00002"), new byte[0])
                .put(Path.of("v.data-00000-of-00001"), new byte[0]);

        refuses(
                disk,
                "v.index, byte 0: the data file \"v.data-00001-of-00002\" is missing: the index says that there are 2,"
                        + " and it must be next to the index");
    }

    @Test
    void valuesThatDoNotMatchTheirChecksum() {
        Bundles bundle = new Bundles().data("0000803f 00000040").tensor("w", DType.FLOAT32, Shape.of(2), 0, 8);
        bundle.data("0000803f 00000041");

        refuses(
                bundle,
                "v.data-00000-of-00001, \"w\", byte 0: checksum of \"w\" does not match: stored 35e53c59,"
                        + " computed 37e8a02e over 8 bytes");
    }

    @Test
    void stringsWhoseLengthsDoNotAddUp() throws IOException {
        // "ab" and a length of 9 in place of 1, under a checksum that vouches for it
        Bundles bundle = new Bundles().data("0209 00000000 616263").tensor("s", DType.STRING, Shape.of(2), 0, 9);

        assertThat(new TensorFlowFormat().verify(Bundles.PREFIX, bundle.disk()).findings())
                .extracting(finding -> finding.place() + ": " + finding.message())
                .containsExactly("v.data-00000-of-00001, \"s\", byte 0: one of the strings should have 9 bytes, but"
                        + " all of them are stored in 9");
    }

    @Test
    void slicesThatOverlap() {
        refuses(sliced("0,2:-", "1,2:-"), BLOCK + "41: \"w\" is partitioned, but slices 0,2:- and 1,2:- overlap");
    }

    @Test
    void slicesWithAHole() {
        refuses(sliced("0,1:-", "2,1:-"), BLOCK + "41: \"w\" is partitioned, but its slices contain 2 of 3 elements");
    }

    @Test
    void aSliceOutsideTheTensor() {
        refuses(
                sliced("0,1:-", "1,3:-"),
                BLOCK + "41: \"w\" is partitioned, but slice 1,3:- is not a part of a tensor of shape [3, 1]");
        refuses(
                sliced("0,1:-", "1,2"),
                BLOCK + "41: \"w\" is partitioned, but slice 1,2 is not a part of a tensor of shape [3, 1]");
    }

    @Test
    void aSliceWithoutEntry() {
        Bundles bundle = new Bundles().entry("w", partitioned(DType.UINT8, Shape.of(2), slice("0,1"), slice("1,1")));

        refuses(bundle, BLOCK + "13: slice 0,1 of \"w\" has no entry");
    }

    @Test
    void aSliceOfAnotherType() {
        Bundles bundle = new Bundles().data("0102");
        bundle.slice("w", slice("0,1"), bundle.at(DType.INT8, Shape.of(1), 0, 1))
                .slice("w", slice("1,1"), bundle.at(DType.UINT8, Shape.of(1), 1, 1))
                .entry("w", partitioned(DType.UINT8, Shape.of(2), slice("0,1"), slice("1,1")));

        refuses(bundle, BLOCK + "61: slice 0,1 of \"w\" is int8[1], expected uint8[1]");
    }

    @Test
    void aSliceThatIsListedTwice() {
        Bundles bundle = new Bundles().data("0102");
        bundle.slice("w", slice("0,0"), bundle.at(DType.UINT8, Shape.of(0), 0, 0))
                .slice("w", slice("0,2"), bundle.at(DType.UINT8, Shape.of(2), 0, 2))
                .entry("w", partitioned(DType.UINT8, Shape.of(2), slice("0,2"), slice("0,0"), slice("0,0")));

        refuses(bundle, BLOCK + "54: slice 0,0 of \"w\" is listed twice");
    }

    @Test
    void aPartitionedTensorOfUnknownElements() {
        Bundles bundle = new Bundles().data("0102");
        BundleEntry part = bundle.at(DType.VARIANT, Shape.of(1), 0, 1);
        bundle.slice("w", slice("0,1"), part)
                .slice("w", slice("1,1"), part)
                .entry("w", partitioned(DType.VARIANT, Shape.of(2), slice("0,1"), slice("1,1")));

        refuses(
                bundle,
                BLOCK + "59: \"w\" is partitioned, which elements of type variant cannot be: where one ends is"
                        + " not known");
    }

    @Test
    void variantsInBigEndianOrder() {
        Bundles bundle = new Bundles()
                .header(new BundleHeader(1, true, List.of(), ByteString.EMPTY))
                .data("0102")
                .tensor("w", DType.VARIANT, Shape.of(1), 0, 2);

        refuses(
                bundle,
                BLOCK + "11: \"w\" is of type variant in a big-endian bundle: the little-endian form of its elements"
                        + " is unknown");
    }

    @Test
    void aCheckpointOfTheFirstVersion() {
        MemoryDisk disk = new MemoryDisk().put(Path.of("v"), new Bundles().index());

        refuses(
                disk,
                "v, byte 0: is a table, but not the index of a bundle: a checkpoint in TensorFlow's first format (V1),"
                        + " which this version cannot read; save it again with tf.compat.v1.train.Saver(write_version=2)");
    }

    @Test
    void aPrefixThatIsNotThere() {
        MemoryDisk disk = new MemoryDisk().put(Path.of("model.ckpt-7.index"), new byte[0]);

        assertThatThrownBy(() -> read(disk))
                .isInstanceOf(java.nio.file.NoSuchFileException.class)
                .hasMessage("v: no checkpoint with this prefix; in this directory: \"model.ckpt-7\"");
        assertThatThrownBy(() -> read(new MemoryDisk()))
                .hasMessage("v: no checkpoint with this prefix; there is none in this directory");
    }

    @Test
    void unknownFieldsAreNotDamage() throws IOException {
        Bundles bundle = new Bundles().data("01");
        byte[] known = bundle.at(DType.UINT8, Shape.of(1), 0, 1).encoded().toByteArray();
        ByteString extra = ByteString.copyFrom(known).concat(ByteString.copyFrom(new byte[] {(byte) 0x82, 1, 1, 9}));
        bundle.raw(new byte[] {'w'}, extra.toByteArray());

        read(bundle.disk());
    }

    private static Bundles version(ProtoBytes version) {
        return new Bundles().header(new BundleHeader(1, false, List.of(version.done()), ByteString.EMPTY));
    }

    private static Bundles shaped(ProtoBytes shape) {
        ByteString entry =
                new ProtoBytes().number(1, 1).message(2, shape.done()).done();
        return new Bundles().raw(new byte[] {'w'}, entry.toByteArray());
    }

    private static Bundles sliced(String one, String other) {
        Bundles bundle = new Bundles().data("010203");
        return bundle.slice("w", slice(one), bundle.at(DType.UINT8, Shape.of(1), 0, 1))
                .entry("w", partitioned(DType.UINT8, Shape.of(3, 1), slice(one), slice(other)));
    }

    private static void refuses(Bundles bundle, String message) {
        refuses(bundle.disk(), message);
    }

    private static void refuses(Disk disk, String message) {
        assertThatThrownBy(() -> read(disk))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(message);
    }

    private static void read(Disk disk) throws IOException {
        try (OpenedCheckpoint opened = new TensorFlowFormat().open(Bundles.PREFIX, disk)) {
            for (var entry : opened.checkpoint().entries()) {
                try (TensorReader reader = entry.tensor().open(new Scratch(1 << 20))) {
                    reader.read(0, ByteBuffer.allocate(0));
                }
            }
        }
    }
}
