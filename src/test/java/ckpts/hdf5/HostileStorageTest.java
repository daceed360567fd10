package ckpts.hdf5;

import static ckpts.hdf5.HandMade.hard;
import static ckpts.hdf5.HandMade.joined;
import static ckpts.hdf5.HandMade.links;
import static ckpts.hdf5.HandMade.message;
import static ckpts.hdf5.HandMade.numbers;
import static ckpts.hdf5.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ckpts.hdf5.block.Limits;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.writing.FilePlan;
import ckpts.hdf5.writing.GroupDescription;
import ckpts.hdf5.writing.Member;
import ckpts.hdf5.writing.Part;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files of a few kilobytes that claim to have much, or whose parts lie over each other: what they claim is compared with
 * what there is before anything is allocated.
 */
@Timeout(20)
class HostileStorageTest {
    private static final long MOST_ALLOCATED = 4L << 20;
    private static final int DATA = 2000;
    private static final byte[] DEFLATE = message(0xb, numbers("bbssss", 2, 1, 1, 0, 0, 0));

    /** The message of what goes wrong when all is read, in little memory; empty if nothing does. */
    private static String refusal(byte[] file, Limits limits) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Throwable refusal = catchThrowable(() -> read(file, limits));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("allocated")
                .isLessThan(MOST_ALLOCATED);
        return refusal == null ? "" : refusal.getMessage();
    }

    private static String refusal(HandMade file) {
        return refusal(file.file(), Limits.DEFAULT);
    }

    private static void read(byte[] file, Limits limits) throws IOException {
        Hdf5File.open(Described.source(file), limits).walk(new Hdf5File.Visitor() {
            @Override
            public void group(Group group) throws IOException {
                for (StoredAttribute attribute : group.attributes()) {
                    attribute.read();
                }
            }

            @Override
            public void dataset(Dataset dataset) throws IOException {
                DatasetReader reader = dataset.open(0);
                int some = (int) Math.min(dataset.bytes(), 1 << 16);
                reader.read(0, ByteBuffer.allocate(some));
                reader.read(dataset.bytes() - some, ByteBuffer.allocate(some));
            }
        });
    }

    private static HandMade one(long dimension, byte[]... layout) {
        return new HandMade().root(links(hard("d", 500))).dataset(500, dimension, layout);
    }

    private static byte[] bytes(byte[] file, String path) throws IOException {
        Dataset dataset = (Dataset) Described.file(file).root().child(path).orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) dataset.bytes());
        dataset.open(0).read(0, bytes);
        return bytes.array();
    }

    @Test
    void aDatasetOfAnySizeOfWhichNothingIsStoredIsReadInLittleMemory() {
        byte[] contiguous = message(8, numbers("bbll", 3, 1, -1, 0));
        assertThat(refusal(one(1L << 50, contiguous))).isEmpty();
        byte[] chunks = message(8, numbers("bbblii", 3, 2, 2, -1, 1 << 16, 1));
        assertThat(refusal(one(1L << 50, chunks))).isEmpty();
    }

    @Test
    void chunksOfAnyNumberOfWhichFewAreInTheFile() {
        byte[] chunks = message(8, numbers("bbbbbiibl", 4, 2, 0, 2, 4, 1 << 10, 1, 2, DATA));
        assertThat(refusal(one(1L << 50, chunks)))
                .isEqualTo(
                        "m.h5, data of /d, chunk [2], byte 4048: should have 1024 bytes, but the file ends after 48");
    }

    @Test
    void contiguousDataBeyondTheFile() {
        assertThat(refusal(one(1L << 40, message(8, numbers("bbll", 3, 1, DATA, 1L << 40)))))
                .isEqualTo(
                        "m.h5, data of /d, byte 2000: should have 1099511627776 bytes, but the file ends after 2096");
    }

    /** One chunk of 64 bytes, deflated, in a tree that says how many bytes are stored. */
    private static HandMade deflated(int stored) {
        byte[] tree = joined(
                text("TREE"),
                numbers("bbsll", 1, 0, 1, -1, -1),
                numbers("iill", stored, 0, 0, 0),
                numbers("l", DATA + 500));
        return one(64, DEFLATE, message(8, numbers("bbblii", 3, 2, 2, DATA, 64, 1)))
                .put(DATA, tree);
    }

    @Test
    void chunksWhoseSizesAreWrong() {
        assertThat(refusal(deflated(-1)))
                .isEqualTo(
                        "m.h5, data of /d, chunk [0], byte 2500: should have 4294967295 bytes, but the file ends after"
                                + " 1596");
        assertThat(refusal(deflated(0)))
                .isEqualTo("m.h5, data of /d, chunk [0], byte 2500: a chunk cannot inflate from 0 bytes to 64");
        HandMade more = one(64, message(8, numbers("bbblii", 3, 2, 2, DATA, 64, 1)))
                .put(
                        DATA,
                        text("TREE"),
                        numbers("bbsll", 1, 0, 1, -1, -1),
                        numbers("iill", 65, 0, 0, 0),
                        numbers("l", DATA + 500));
        assertThat(refusal(more))
                .isEqualTo("m.h5, data of /d, chunk [0], byte 2500: a chunk gives 65 bytes, expected 64");
    }

    /** Both places have the same bytes: nothing is guessed, and nothing is read twice as much as it is long. */
    @Test
    void twoChunksAtOnePlaceAndOneIndexedTwice() throws IOException {
        byte[] layout = message(8, numbers("bbblii", 3, 2, 2, DATA, 4, 1));
        byte[] twoAtOne = joined(
                text("TREE"),
                numbers("bbsll", 1, 0, 2, -1, -1),
                numbers("iilll", 4, 0, 0, 0, DATA + 500),
                numbers("iilll", 4, 0, 4, 0, DATA + 500));
        byte[] file = one(8, layout)
                .put(DATA, twoAtOne)
                .put(DATA + 500, text("abcdefgh"))
                .file();
        assertThat(refusal(file, Limits.DEFAULT)).isEmpty();
        assertThat(bytes(file, "d")).isEqualTo(text("abcdabcd"));
        byte[] twice = joined(
                text("TREE"),
                numbers("bbsll", 1, 0, 2, -1, -1),
                numbers("iilll", 4, 0, 0, 0, DATA + 500),
                numbers("iilll", 4, 0, 0, 0, DATA + 504));
        byte[] last = one(8, layout)
                .put(DATA, twice)
                .put(DATA + 500, text("abcdefgh"))
                .file();
        assertThat(bytes(last, "d")).isEqualTo(text("efgh\0\0\0\0"));
    }

    /** Each has all of its bytes, whoever else has them. */
    @Test
    void datasetsThatLieOverEachOtherAndOverAHeader() throws IOException {
        byte[] file = new HandMade()
                .root(links(hard("a", 500), hard("b", 700), hard("c", 900)))
                .dataset(500, 4, message(8, numbers("bbll", 3, 1, DATA, 4)))
                .dataset(700, 4, message(8, numbers("bbll", 3, 1, DATA + 2, 4)))
                .dataset(900, 4, message(8, numbers("bbll", 3, 1, 48, 4)))
                .put(DATA, text("abcdef"))
                .file();
        assertThat(refusal(file, Limits.DEFAULT)).isEmpty();
        assertThat(bytes(file, "a")).isEqualTo(text("abcd"));
        assertThat(bytes(file, "b")).isEqualTo(text("cdef"));
        assertThat(bytes(file, "c")).isEqualTo(text("OHDR"));
    }

    /** An attribute of variable strings that all refer to one place of a heap. */
    private static HandMade strings(int count, int length, long heap) {
        byte[] type = joined(numbers("bbbbi", 0x19, 1, 1, 0, 16), numbers("bbbbi", 0x13, 0, 0, 0, 1));
        byte[][] references = new byte[count][];
        java.util.Arrays.fill(references, numbers("ili", length, heap, 1));
        byte[] attribute = message(
                0xc,
                numbers("bbsssb", 3, 0, 2, 16, 12, 0),
                text("a\0"),
                type,
                numbers("bbbbl", 2, 1, 0, 1, count),
                joined(references));
        return new HandMade().root(links(), attribute);
    }

    @Test
    void aHeapThatIsWhereItsReferenceIs() {
        assertThat(refusal(strings(1, 5, 48))).isEqualTo("m.h5, global heap, byte 48: does not begin with GCOL");
    }

    @Test
    void aHeapObjectThatIsItsOwnReference() {
        byte[] heap = joined(
                text("GCOL"),
                numbers("bbbbl", 1, 0, 0, 0, 64),
                numbers("ssil", 1, 1, 0, 16),
                numbers("ili", 16, DATA, 1));
        assertThat(refusal(strings(1, 16, DATA).put(DATA, heap))).isEmpty();
    }

    @Test
    void oneTextThatIsReferredToOverAndOver() {
        byte[] heap = joined(text("GCOL"), numbers("bbbbl", 1, 0, 0, 0, 1500), numbers("ssil", 1, 1, 0, 1400));
        Limits few = new Limits(1 << 20, 1 << 20, 1 << 12, 1 << 16, 1 << 20, 16, 1 << 12);
        String refusal = refusal(strings(64, 1400, DATA).put(DATA, heap).file(), few);
        assertThat(refusal).isEqualTo("m.h5, header of /, byte 875: refers to 1400 bytes, more than are allowed");
    }

    @Test
    void moreAttributesAndLargerOnesThanAllowed() throws IOException {
        Attribute[] attributes = new Attribute[20];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = Attribute.of("a" + i, i);
        }
        byte[] file = written(new GroupDescription(List.of(attributes), List.of()));
        assertThat(refusal(file, new Limits(1 << 20, 1 << 20, 16, 1 << 16, 1 << 20, 16, 1 << 12)))
                .isEqualTo("m.h5, header of /, byte 845: there are more than 16, the limit of this reader");
        assertThat(refusal(file, new Limits(1 << 20, 1 << 20, 1 << 12, 1, 1 << 20, 16, 1 << 12)))
                .isEqualTo(
                        "m.h5, header of /, byte 158: the attribute \"a0\" has 8 bytes; the limit of this reader is 1");
        assertThat(refusal(file, new Limits(200, 1 << 20, 1 << 12, 1 << 16, 1 << 20, 16, 1 << 12)))
                .isEqualTo("m.h5, header of /, byte 48: has more bytes than the 200 that this reader allows");
    }

    private static byte[] written(GroupDescription root) {
        List<Part> parts = FilePlan.of(root).parts();
        return ((Part.Metadata) parts.get(0)).bytes();
    }

    @Test
    void groupsNestedTooDeep() {
        GroupDescription nested = new GroupDescription(List.of(), List.of());
        for (int i = 0; i < 70; i++) {
            nested = new GroupDescription(List.of(), List.of(new Member.Child("g", nested)));
        }
        assertThat(refusal(written(nested), Limits.DEFAULT))
                .isEqualTo(
                        "m.h5, " + "/g".repeat(65) + ", byte 0: is within more than 64 groups: does a link lead back?");
    }

    @Test
    void moreTextsThanAllowed() throws IOException {
        byte[] type = joined(numbers("bbbbi", 0x19, 1, 1, 0, 16), numbers("bbbbi", 0x13, 0, 0, 0, 1));
        byte[] file = new HandMade()
                .root(links(hard("d", 500)))
                .header(
                        500,
                        message(1, numbers("bbbbl", 2, 1, 0, 1, 1L << 26)),
                        message(3, type),
                        message(8, numbers("bbll", 3, 1, -1, 0)))
                .file();
        Dataset texts = (Dataset) Described.file(file).root().child("d").orElseThrow();
        assertThat(catchThrowable(() -> texts.open(0).texts(0, 1 << 26)))
                .hasMessage(
                        "m.h5, data of /d, byte 0: 67108864 strings of 16 bytes; the limit of this reader is 67108864"
                                + " bytes");
    }
}
