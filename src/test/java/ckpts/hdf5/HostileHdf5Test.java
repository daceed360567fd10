package ckpts.hdf5;

import static ckpts.hdf5.HandMade.hard;
import static ckpts.hdf5.HandMade.links;
import static ckpts.hdf5.HandMade.message;
import static ckpts.hdf5.HandMade.numbers;
import static ckpts.hdf5.HandMade.soft;
import static ckpts.hdf5.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ckpts.hdf5.block.UnsupportedHdf5Exception;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that were made to harm, and files that use what is not read: refused, with the place and the rule. */
@Timeout(20)
class HostileHdf5Test {
    private static final Path FIXTURES = Path.of("src/test/fixtures/hdf5");

    private static byte[] contents(String name) throws IOException {
        return Files.readAllBytes(FIXTURES.resolve(name + ".h5"));
    }

    private static String refusal(HandMade file) {
        return catchThrowable(() -> Described.objects(Described.file(file.file())))
                .getMessage();
    }

    @Test
    void whatIsNotReadIsRefusedByItsName() throws IOException {
        Group root = Described.file(contents("refused")).root();
        Map<String, String> found = new TreeMap<>();
        root.links().forEach(link -> {
            Throwable refusal = catchThrowable(() -> root.open(link));
            assertThat(refusal).as(link.name()).isInstanceOf(UnsupportedHdf5Exception.class);
            found.put(link.name(), refusal.getMessage());
        });
        String end = ", which this program does not read";
        assertThat(found)
                .containsEntry("array", "m.h5, header of /array, byte 1456: uses arrays" + end)
                .containsEntry("bits", "m.h5, header of /bits, byte 4424: uses bit fields" + end)
                .containsEntry("compound", "m.h5, header of /compound, byte 856: uses compounds" + end)
                .containsEntry("elsewhere", "m.h5, header of /elsewhere, byte 5272: uses external storage" + end)
                .containsEntry(
                        "external",
                        "m.h5, heap of the links of /, byte 13153: uses an external link named /external" + end)
                .containsEntry("list", "m.h5, header of /list, byte 4152: uses lists of variable length" + end)
                .containsEntry(
                        "narrow", "m.h5, header of /narrow, byte 12904: uses whole numbers of 4 bits in 1 bytes" + end)
                .containsEntry("reference", "m.h5, header of /reference, byte 1712: uses references" + end)
                .containsEntry(
                        "scaleoffset", "m.h5, header of /scaleoffset, byte 5608: uses the filter scale-offset" + end)
                .containsEntry("virtual", "m.h5, header of /virtual, byte 4914: uses a virtual dataset" + end)
                .hasSize(10);
        assertThat(root.attributes()).extracting(StoredAttribute::name).containsExactly("reference");
        assertThatThrownBy(() -> root.attributes().get(0).read())
                .isInstanceOf(UnsupportedHdf5Exception.class)
                .hasMessage("m.h5, header of /, byte 2040: uses references in the attribute \"reference\" of /" + end);
    }

    @Test
    void otherFilesAreNotTakenForHdf5() throws IOException {
        assertThat(Hdf5File.isAt(Described.source(new byte[0]))).isFalse();
        assertThat(Hdf5File.isAt(Described.source(new byte[3000]))).isFalse();
        assertThat(Hdf5File.isAt(Described.source(contents("user_block_2048")))).isTrue();
        assertThatThrownBy(() -> Described.file(new byte[700]))
                .hasMessage("m.h5, byte 0: has no signature of HDF5 at byte 0, 512, 1024, and so on");
    }

    @Test
    void aFileThatIsCutOffSaysSo() throws IOException {
        byte[] whole = contents("small_latest");
        assertThatThrownBy(() -> Described.file(java.util.Arrays.copyOf(whole, 2000)))
                .hasMessage("m.h5, superblock, byte 28: the file should have 2064 bytes, but has 2000: is it cut off?");
    }

    @Test
    void softLinksThatLeadBack() throws IOException {
        Group root = Described.file(contents("tree_latest")).root();
        assertThatThrownBy(() -> root.child("loop"))
                .hasMessage(
                        "m.h5, /loop, byte 0: is a soft link that leads through more than 64 soft links: do they lead back?");
        String twice = "b/".repeat(50);
        byte[] doubling = new HandMade()
                .root(links(soft("a", twice), soft("b", "c/c/c/c/c/c/c/c"), soft("c", "/a")))
                .file();
        assertThatThrownBy(() -> Described.file(doubling).root().child("a"))
                .hasMessageContaining("is a soft link that leads through more than 64 soft links");
    }

    @Test
    void groupsThatHoldThemselves() throws IOException {
        byte[] itself = new HandMade().root(links(hard("a", 48), hard("b", 48))).file();
        assertThat(Described.objects(Described.file(itself))).hasSize(3);
        assertThatThrownBy(() -> Described.file(itself).root().child("a/".repeat(65)))
                .hasMessage(
                        "m.h5, " + "/a".repeat(65) + ", byte 0: is within more than 64 groups: does a link lead back?");
    }

    @Test
    void continuationsThatLeadBackOrOverlap() {
        byte[] back = message(0x10, numbers("ll", 48, 30));
        assertThat(refusal(new HandMade().root(back)))
                .isEqualTo(
                        "m.h5, header of /, byte 48: a continuation of 30 bytes overlaps another block of the header");
        HandMade next = new HandMade()
                .root(message(0x10, numbers("ll", 1000, 28)))
                .put(1000, text("OCHK"), message(0x10, numbers("ll", 1008, 28)));
        assertThat(refusal(next))
                .isEqualTo(
                        "m.h5, header of /, byte 1008: a continuation of 28 bytes overlaps another block of the header");
        assertThat(refusal(new HandMade().root(message(0x10, numbers("ll", 5000, 28)))))
                .isEqualTo("m.h5, header of /, byte 0: should be at address 5000, but addresses go from 0 to 4096");
    }

    @Test
    void twoOfOneNameAndNamesThatAreNone() {
        assertThat(refusal(new HandMade().root(links(soft("a", "x"), soft("a", "y")))))
                .isEqualTo("m.h5, header of /, byte 62: two links of the group are named \"a\"");
        assertThat(refusal(new HandMade().root(links(soft("a/b", "x")))))
                .isEqualTo("m.h5, header of /, byte 91: \"a/b\" cannot be the name of a link");
    }

    @Test
    void dimensionsThatCannotBeCounted() {
        HandMade huge = new HandMade()
                .root(links(hard("d", 500)))
                .header(
                        500,
                        message(1, numbers("bbbbll", 2, 2, 0, 1, 1L << 32, 1L << 31)),
                        message(3, numbers("bbbbiss", 0x10, 0, 0, 0, 1, 0, 8)),
                        message(8, numbers("bbll", 3, 1, 1000, 8)));
        assertThat(refusal(huge))
                .isEqualTo(
                        "m.h5, header of /d, byte 534: the dimensions [4294967296, 2147483648] have too many elements to be counted");
    }

    @Test
    void dataOutsideTheFile() {
        HandMade outside = new HandMade()
                .root(links(hard("d", 500)))
                .dataset(500, 100, message(8, numbers("bbll", 3, 1, 4000, 100)));
        assertThat(refusal(outside))
                .isEqualTo("m.h5, data of /d, byte 4000: should have 100 bytes, but the file ends after 96");
        HandMade little = new HandMade()
                .root(links(hard("d", 500)))
                .dataset(500, 100, message(8, numbers("bbll", 3, 1, 1000, 99)));
        assertThat(refusal(little)).endsWith("the dataset has 100 bytes, but 99 are stored");
    }

    @Test
    void chunksThatWouldFillTheMemory() {
        HandMade large = new HandMade()
                .root(links(hard("d", 500)))
                .dataset(500, 1L << 40, message(8, numbers("bbblii", 3, 2, 2, 1000, -1, 1)));
        assertThat(refusal(large))
                .endsWith("chunks of [4294967295] elements of 1 bytes; the limit of this reader is 1073741824 bytes");
        byte[] deflate = message(0xb, numbers("bbssss", 2, 1, 1, 0, 0, 0));
        byte[] tree = HandMade.joined(
                text("TREE"), numbers("bbsll", 1, 0, 1, -1, -1), numbers("iill", 20, 0, 0, 0), numbers("l", 2000));
        HandMade bomb = new HandMade()
                .root(links(hard("d", 500)))
                .dataset(500, 1 << 20, deflate, message(8, numbers("bbblii", 3, 2, 2, 1000, 1 << 20, 1)))
                .put(1000, tree);
        byte[] file = bomb.file();
        assertThatThrownBy(
                        () -> ((Dataset) Described.file(file).root().child("d").orElseThrow())
                                .open(0)
                                .read(0, ByteBuffer.allocate(1)))
                .hasMessage("m.h5, data of /d, chunk [0], byte 2000: a chunk cannot inflate from 20 bytes to 1048576");
    }

    @Test
    void attributesLargerThanWhatIsStored() {
        byte[] attribute = message(
                0xc,
                numbers("bbsssb", 3, 0, 2, 12, 12, 0),
                text("a\0"),
                numbers("bbbbiss", 0x10, 0, 0, 0, 1, 0, 8),
                numbers("bbbbl", 2, 1, 0, 1, 1L << 40),
                numbers("l", 0));
        assertThat(refusal(new HandMade().root(links(), attribute)))
                .endsWith("the attribute \"a\" has 1099511627776 bytes, but 8 are stored");
    }

    @Test
    void heapObjectsThatAreNotThere() {
        byte[] type = HandMade.joined(numbers("bbbbi", 0x19, 1, 1, 0, 16), numbers("bbbbi", 0x13, 0, 0, 0, 1));
        byte[] attribute = message(
                0xc,
                numbers("bbsssb", 3, 0, 2, 16, 4, 0),
                text("a\0"),
                type,
                numbers("bbbb", 2, 0, 0, 0),
                numbers("ili", 5, 2000, 7));
        byte[] heap = HandMade.joined(text("GCOL"), numbers("bbbbl", 1, 0, 0, 0, 64), numbers("ssil", 1, 1, 0, 4));
        assertThat(refusal(new HandMade().root(links(), attribute).put(2000, heap)))
                .endsWith("refers to object 7 of the global heap at address 2000, which has 1 objects");
        byte[] over = HandMade.joined(text("GCOL"), numbers("bbbbl", 1, 0, 0, 0, 64), numbers("ssil", 7, 1, 0, 4000));
        assertThat(refusal(new HandMade().root(links(), attribute).put(2000, over)))
                .isEqualTo("m.h5, global heap, byte 2032: needs 4000 more bytes, but 32 are left");
    }

    @Test
    void treesThatLeadBack() {
        byte[] group = message(0x11, numbers("ll", 1000, 2000));
        byte[] heap = HandMade.joined(text("HEAP"), numbers("bbbblll", 0, 0, 0, 0, 16, -1, 2100));
        byte[] up = HandMade.joined(text("TREE"), numbers("bbsll", 0, 1, 1, -1, -1), numbers("lll", 0, 1000, 0));
        assertThat(refusal(new HandMade().root(group).put(1000, up).put(2000, heap)))
                .isEqualTo("m.h5, tree of /, byte 1006: a node of level 1 where one of 0 should be");
        byte[] twice =
                HandMade.joined(text("TREE"), numbers("bbsll", 0, 0, 2, -1, -1), numbers("lllll", 0, 3000, 0, 3000, 0));
        byte[] none = HandMade.joined(text("SNOD"), numbers("bbs", 1, 0, 0));
        assertThat(refusal(new HandMade()
                        .root(group)
                        .put(1000, twice)
                        .put(2000, heap)
                        .put(3000, none)))
                .isEqualTo("m.h5, symbols of /, byte 3008: the tree leads to a node twice");
    }

    @Test
    void typesWithinTypesWithinTypes() {
        byte[] nested = numbers("bbbbi", 0x38, 0, 0, 0, 1);
        byte[][] types = new byte[40][];
        java.util.Arrays.fill(types, nested);
        HandMade deep = new HandMade()
                .root(links(hard("d", 500)))
                .header(
                        500,
                        message(1, numbers("bbbb", 2, 0, 0, 0)),
                        message(3, HandMade.joined(types)),
                        message(8, numbers("bbll", 3, 1, -1, 0)));
        assertThat(refusal(deep)).isEqualTo("m.h5, header of /d, byte 594: a datatype is within more than 8 others");
    }

    @Test
    void chunksOfDatasetsThatCouldGrowBeyondAllCounting() {
        byte[] space = message(1, numbers("bbbbllll", 2, 2, 1, 1, 4, 4, 1L << 31, 1L << 31));
        byte[] type = message(3, numbers("bbbbiss", 0x10, 0, 0, 0, 1, 0, 8));
        byte[] layout = message(8, numbers("bbbbbiiibbl", 4, 2, 0, 3, 4, 1 << 29, 3, 1, 3, 10, 1000));
        HandMade file = new HandMade().root(links(hard("d", 500))).header(500, space, type, layout);
        assertThat(refusal(file))
                .endsWith("chunks of [536870912, 3] elements of 1 bytes; the limit of this reader is 1073741824 bytes");
        byte[] less = message(8, numbers("bbbbbiiibbl", 4, 2, 0, 3, 4, 3, 1 << 28, 1, 3, 10, 1000));
        byte[] wide = message(1, numbers("bbbbllll", 2, 2, 1, 1, 4, 4, 1L << 34, (1L << 28) + 1));
        HandMade over = new HandMade().root(links(hard("d", 500))).header(500, wide, type, less);
        assertThat(refusal(over))
                .endsWith("chunks of [3, 268435456] elements up to the greatest dimensions [17179869184, 268435457]"
                        + " have too many elements to be counted");
    }

    /** A group with links in a heap of one block, found through a tree of two levels. */
    private static HandMade dense(long offset, long secondLeaf, long total) {
        byte[] record = HandMade.joined(numbers("i", 0), numbers("bis", 0, offset, 10));
        byte[] links = message(2, numbers("bbll", 0, 0, 1000, 1150));
        byte[] heap = HandMade.joined(
                text("FRHP"),
                numbers("bssbilllllllllllll", 0, 7, 0, 0, 4096, 1, -1, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0),
                numbers("slls", 4, 512, 65536, 32),
                numbers("sls", 1, 2000, 0));
        byte[] tree = HandMade.joined(text("BTHD"), numbers("bbissbblsl", 0, 5, 512, 11, 1, 100, 40, 1200, 1, total));
        byte[] inner =
                HandMade.joined(text("BTIN"), numbers("bb", 0, 5), record, numbers("lblb", 1300, 1, secondLeaf, 1));
        byte[] leaf = HandMade.joined(text("BTLF"), numbers("bb", 0, 5), record);
        byte[] block = HandMade.joined(
                text("FHDB"), numbers("bli", 0, 1000, 0), numbers("bbbbsb", 1, 8, 1, 1, 'a' | 2 << 8, 0), text("/x"));
        return new HandMade()
                .root(links)
                .put(1000, heap)
                .put(1150, tree)
                .put(1200, inner)
                .put(1300, leaf)
                .put(1400, leaf)
                .put(2000, block);
    }

    @Test
    void newTreesThatLeadBackAndObjectsOutsideTheirHeap() {
        assertThat(refusal(dense(17, 1300, 3)))
                .isEqualTo("m.h5, index of the links of /, byte 1321: the tree leads to a node twice");
        assertThat(refusal(dense(17, 1200, 3)))
                .isEqualTo("m.h5, index of the links of /, byte 1239: the tree leads to a node twice");
        assertThat(refusal(dense(17, 1400, 2)))
                .isEqualTo("m.h5, index of the links of /, byte 1406: the tree should have 2 records, but has more");
        assertThat(refusal(dense(17, 1400, 3)))
                .isEqualTo("m.h5, header of /, byte 62: two links of the group are named \"a\"");
        assertThat(refusal(dense(600, 1400, 3)))
                .isEqualTo(
                        "m.h5, index of the links of /, byte 1317: an object of 10 bytes at byte 600 of a block of 512");
    }
}
