package ckpts.format.tensorflow;

import static ckpts.format.tensorflow.object.Graphs.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.Edits;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verification;
import ckpts.format.tensorflow.object.Graphs;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.plan.SaveOptions;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Object graphs as nobody's program writes them: a clear error or a checkpoint that can be edited, within the time and the
 * memory that honest ones of that size take.
 */
@Timeout(300)
class HostileGraphTest {
    private static final TensorFlowFormat FORMAT = new TensorFlowFormat();
    private static final int MANY = 100_000;

    @TempDir
    private Path directory;

    /** A bit of everything: a cycle, a shared variable, a slot, an optimizer with lists, a table. */
    private static final ObjectGraph SMALL = Graphs.of(
            "net=1 opt=2 adam=6 me=0 values",
            "w=3 tied=3 table=5 values",
            "slot:3:m:4 iter=9 values",
            "@net/w values",
            "@m values",
            "@@net/table/.ATTRIBUTES/table#table values",
            "_iterations=9 _variables=7 _trainable_variables=8 _m=10 values",
            "0=9 1=11 values",
            "0=3 values",
            "@iter values",
            "0=11 values",
            "@slot values");

    private static final List<String> SMALL_KEYS =
            List.of(key("net/w"), key("m"), "net/table/.ATTRIBUTES/table-keys", key("iter"), key("slot"), "forgotten");

    @Test
    void everyBitFlippedUnderAGoodChecksum() throws Exception {
        byte[] graph = ObjectGraphBytes.encoded(SMALL).toByteArray();
        int read = 0;
        for (int bit = 0; bit < 8 * graph.length; bit++) {
            byte[] flipped = graph.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            read += survives(ByteString.copyFrom(flipped), "bit " + bit + " flipped") ? 1 : 0;
        }
        assertThat(read).isBetween(8 * graph.length / 4, 8 * graph.length);
    }

    @Test
    void everyLengthUnderAGoodChecksum() throws Exception {
        byte[] graph = ObjectGraphBytes.encoded(SMALL).toByteArray();
        int read = 0;
        for (int length = 0; length < graph.length; length++) {
            read += survives(ByteString.copyFrom(Arrays.copyOf(graph, length)), "cut to " + length + " bytes") ? 1 : 0;
        }
        // Between two nodes a cut is seen by the numbers of the nodes that are gone, behind the last one that is named
        // not.
        assertThat(read).isZero();
    }

    /** Whether it can be read; then everything that can be done to it works. */
    private boolean survives(ByteString graph, String what) throws Exception {
        MemoryDisk disk = new Bundles().objects(graph, SMALL_KEYS).disk();
        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            assertThat(FORMAT.verify(Bundles.PREFIX, disk).tensors()).isEqualTo(SMALL_KEYS.size());
            assertThat(opened.checkpoint().size()).as(what).isEqualTo(SMALL_KEYS.size());
            Checkpoint renamed = Edits.renamed(opened);
            if (FORMAT.obstacles(renamed).isEmpty()) {
                FORMAT.layout(renamed, Bundles.target("out"));
            }
            return true;
        } catch (MalformedFileException e) {
            assertThat(e).as(what).hasMessageStartingWith("v.index, block 0, byte ");
            assertThat(FORMAT.verify(Bundles.PREFIX, disk).findings()).as(what).hasSize(1);
            return false;
        }
    }

    @Test
    void nodesThatAreNotThere() {
        refuses(Graphs.of("a=1"), "child \"a\" of node 0 should be node 1, but the object graph has 1 nodes");
        refuses(Graphs.of("=-1"), "child \"\" of node 0 should be node -1, but the object graph has 1 nodes");
        refuses(
                Graphs.of("a=1", "slot:7:m:0"),
                "the variable of slot \"m\" of the optimizer in node 1 should be node 7, but the object graph has 2"
                        + " nodes");
        refuses(
                Graphs.of("a=1", "slot:0:m:-2147483648"),
                "slot \"m\" of the optimizer in node 1 should be node -2147483648, but the object graph has 2 nodes");
    }

    @Test
    void noNodes() {
        refuses(ByteString.EMPTY, "the object graph has no nodes: node 0 is the root");
    }

    @Test
    void noMessage() {
        refuses(
                ByteString.copyFrom(new byte[] {10, 9}),
                "the object graph is not a readable message: While parsing a protocol message, the input ended"
                        + " unexpectedly in the middle of a field.  This could mean either that the input has been"
                        + " truncated or that an embedded message misreported its own length.");
    }

    @Test
    void anotherTypeThanString() {
        Bundles bundle = new Bundles().data("0000").tensor(GraphTensor.KEY, DType.UINT8, Shape.of(2), 0, 2);

        refuses(bundle, "\"_CHECKPOINTABLE_OBJECT_GRAPH\" is uint8[2], but an object graph is a string[]");
    }

    @Test
    void severalStrings() {
        Bundles bundle = new Bundles().data("000000000000").tensor(GraphTensor.KEY, DType.STRING, Shape.of(2), 0, 6);

        refuses(bundle, "\"_CHECKPOINTABLE_OBJECT_GRAPH\" is string[2], but an object graph is a string[]");
    }

    @Test
    void aStringOfAnotherLength() {
        Bundles bundle = new Bundles().data("0300000000616263ff");
        bundle.tensor(GraphTensor.KEY, DType.STRING, Shape.scalar(), 0, 9);

        refuses(
                bundle,
                "\"_CHECKPOINTABLE_OBJECT_GRAPH\" has 9 bytes, but a string of 3 with its length and checksum is longer"
                        + " or shorter");
    }

    @Test
    void tooManyParts() {
        byte[] nodes = new byte[2 * ((1 << 22) + 1)];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = 10;
        }

        refuses(
                ByteString.copyFrom(nodes),
                "the object graph has more than 4194304 objects, edges, values and slots, the limit of this reader");
    }

    @Test
    void aLongChain() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            lines.add("x=" + (i + 1));
        }
        lines.add("@w");

        refuses(
                new Bundles().objects(ObjectGraphBytes.encoded(graph(lines)), List.of(key("w"))),
                "node 1001 of the object graph is 1001 edges from the root, the limit of this reader is 1000");
    }

    @Test
    void theLongestChainThatIsRead() throws Exception {
        List<String> lines = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 998; i++) {
            lines.add("x=" + (i + 1) + " @" + i);
            keys.add(key("" + i));
        }
        lines.add("@last");
        keys.add(key("last"));

        Checkpoint edited = edited(graph(lines), keys);
        assertThat(edited.names()).contains("renamed", "renamed/" + "x/".repeat(997) + "x");
    }

    @Test
    void pathsOfManyCharacters() {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < 1000; i++) {
            lines.add("x".repeat(150) + "=" + i);
        }
        lines.add("-");

        refuses(
                new Bundles().objects(ObjectGraphBytes.encoded(graph(lines)), List.of()),
                "the paths to the objects of the graph have more than 67108864 characters together, the limit of this"
                        + " reader");
    }

    @Test
    void namesOfManyCharacters() {
        String path = "x".repeat(1 << 20);
        List<String> lines = new ArrayList<>(List.of(path + "=1 opt=2", "@w"));
        lines.add(slots(1, 3, 70));
        IntStream.range(0, 70).forEach(i -> lines.add("-"));

        refuses(
                new Bundles().objects(ObjectGraphBytes.encoded(graph(lines)), List.of(key("w"))),
                "the names of the tensors of the object graph have more than 67108864 characters together, the limit of"
                        + " this reader");
    }

    @Test
    void aRingThatTheRootEntersEverywhere() throws Exception {
        StringBuilder root = new StringBuilder("w=" + (MANY + 1));
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            root.append(" e").append(i).append("=").append(i);
            lines.add("next=" + (i % MANY + 1));
        }
        lines.add(0, root.toString());
        lines.add("@w");

        assertThat(edited(graph(lines), List.of(key("w"))).names()).containsExactly("renamed/w");
    }

    @Test
    void manyChildrenOfOneObject() throws Exception {
        StringBuilder root = new StringBuilder();
        List<String> lines = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            root.append(" v").append(i).append("=").append(i);
            lines.add("@v" + i);
            keys.add(key("v" + i));
        }
        lines.add(0, root.toString());

        assertThat(edited(graph(lines), keys).size()).isEqualTo(20_000);
    }

    @Test
    void aLadderWithAsManyPathsAsThereAreGrainsOfSand() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add("l=" + (3 * i + 1) + " r=" + (3 * i + 2));
            lines.add("d=" + (3 * i + 3));
            lines.add("d=" + (3 * i + 3));
        }
        lines.add("@w");

        Checkpoint edited = edited(graph(lines), List.of(key("w")));
        assertThat(edited.size()).isEqualTo(1);
        assertThat(edited.aliases()).hasSize(63);
    }

    @Test
    void everyObjectHoldsEveryOther() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            all.append(" c").append(i).append("=").append(i);
        }
        List<String> lines = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        lines.add(all.toString());
        for (int i = 1; i < 60; i++) {
            lines.add(all + " @" + i);
            keys.add(key("" + i));
        }

        assertThat(edited(graph(lines), keys).size()).isEqualTo(59);
    }

    @Test
    void manyObjectsOfManyKeys() throws Exception {
        StringBuilder root = new StringBuilder();
        List<String> lines = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            root.append(" t").append(i).append("=").append(i);
            lines.add("@@t/.ATTRIBUTES/table#table");
            keys.add("t/.ATTRIBUTES/table-" + i);
        }
        lines.add(0, root.toString());

        assertThat(edited(graph(lines), keys).size()).isEqualTo(5_000);
    }

    @Test
    void manyOptimizersOfOneList() throws Exception {
        int optimizers = 5_000;
        StringBuilder root = new StringBuilder();
        StringBuilder list = new StringBuilder();
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= optimizers; i++) {
            root.append(" o").append(i).append("=").append(i);
            list.append(" ").append(i - 1).append("=").append(optimizers + 2);
            lines.add("iter=0 decay=0 _trainable_variables=" + (optimizers + 1) + " m=" + (optimizers + 1));
        }
        lines.add(0, root.toString());
        lines.add(list.toString());
        lines.add("@w");

        assertThat(edited(graph(lines), List.of(key("w"))).size()).isEqualTo(1);
    }

    @Test
    void emptyNamesOfEdges() throws Exception {
        assertThat(open(Graphs.of("=1 a=2", "=2", "@w"), List.of(key("w"))).names())
                .containsExactly("a");
        assertThat(open(Graphs.of("=1", "@w"), List.of(key("w"))).names()).hasSize(1);
    }

    @Test
    void anEditMendsTheGraph() throws Exception {
        ObjectGraph graph = Graphs.of(
                "a=1 b=2 opt=3 ring=0 none", "@w", "@w", "slot:5:m:4 slot:1:n:7", "@m", "@lost x=5", "slot:1:v:4", "-");
        List<String> keys = List.of(key("w"), key("m"), key("lost"), "forgotten");
        MemoryDisk disk =
                new Bundles().objects(ObjectGraphBytes.encoded(graph), keys).disk();

        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            assertThat(opened.warnings())
                    .containsExactly(
                            "object graph, node 2 (\"b\"): its key \"w/.ATTRIBUTES/VARIABLE_VALUE\" is also that of node 1"
                                    + " (\"a\"): TensorFlow restores only one of the two",
                            "object graph, node 4: has values, but nothing leads to it: no object is restored from it,"
                                    + " and TensorFlow's checks of a restore raise a KeyError",
                            "object graph, node 5: has values, but nothing leads to it: no object is restored from it,"
                                    + " and TensorFlow's checks of a restore raise a KeyError");
            assertThat(opened.checkpoint().names()).containsExactly("a", "forgotten", key("lost"), key("m"));
            assertThat(opened.checkpoint().aliases()).containsExactly(Map.entry("b", "a"));
        }
        assertThat(FORMAT.verify(Bundles.PREFIX, disk).findings()).hasSize(8);
        assertThat(edited(graph, keys).aliases()).containsExactly(Map.entry("renamed/b", "renamed/a"));
    }

    @Test
    void anEditMakesKeysThatTensorFlowFinds() throws Exception {
        ObjectGraph graph =
                Graphs.of("a=1 b=2 .ATTRIBUTES=3 c=4", "@@w", "@@b/.ATTRIBUTES/value", "@..ATTRIBUTES", "@c");
        List<String> keys = List.of("w", "b/.ATTRIBUTES/value", key("..ATTRIBUTES"), key("c"));

        assertThat(edited(graph, keys).names())
                .containsExactly("renamed/..ATTRIBUTES", "renamed/a", "renamed/b", "renamed/c");
        assertThat(keysOf(directory.resolve("saved")))
                .containsExactlyInAnyOrder(
                        key("renamed/ATTRIBUTES"), key("renamed/a"), key("renamed/b"), key("renamed/c"));
    }

    @Test
    void anEditGivesChildrenOfOneNameEdgesOfTheirOwn() throws Exception {
        ObjectGraph graph = Graphs.of("a=1 a=2 b=3", "@one", "@two", "@gone");

        assertThat(edited(graph, List.of(key("one"), key("two"))).names()).containsExactly("renamed/a", "renamed/a'");
    }

    @Test
    void twoSpellingsOfOneValue() throws Exception {
        List<String> keys = List.of("w", key("w"));
        MemoryDisk disk = new Bundles()
                .objects(ObjectGraphBytes.encoded(Graphs.of("-")), keys)
                .disk();

        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            assertThat(FORMAT.obstacles(opened.checkpoint())).isEmpty();
            assertThat(FORMAT.obstacles(Edits.renamed(opened)))
                    .containsExactly("\"renamed/w\" and \"renamed/w/.ATTRIBUTES/VARIABLE_VALUE\" are two names for the"
                            + " same value of an object: rename one of them");
        }
    }

    private static List<String> keysOf(Path prefix) throws IOException {
        try (ByteSource index = new RealDisk().open(BundlePath.index(prefix))) {
            return BundleIndex.read(index).tensors().stream()
                    .map(BundleIndex.Listed::name)
                    .filter(name -> !name.equals(GraphTensor.KEY))
                    .toList();
        }
    }

    @Test
    void warningsAreFew() throws Exception {
        List<String> lines = new ArrayList<>(List.of("a=1"));
        List<String> keys = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            lines.add("@v" + i);
            keys.add(key("v" + i));
        }
        MemoryDisk disk = new Bundles()
                .objects(ObjectGraphBytes.encoded(graph(lines)), keys)
                .disk();

        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            assertThat(opened.warnings()).hasSize(4);
            assertThat(opened.warnings().get(3))
                    .isEqualTo("object graph: 5 more of this kind; `ckpts verify` lists them");
        }
        assertThat(FORMAT.verify(Bundles.PREFIX, disk).findings()).hasSize(8);
    }

    // ---- what is done to all of them

    /** Opens and verifies it, gives everything another beginning, saves and reads it again; values stay what they were. */
    private Checkpoint edited(ObjectGraph graph, List<String> keys) throws Exception {
        MemoryDisk disk =
                new Bundles().objects(ObjectGraphBytes.encoded(graph), keys).disk();
        FORMAT.verify(Bundles.PREFIX, disk);
        Path saved = directory.resolve("saved");
        int size;
        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            Checkpoint renamed = Edits.renamed(opened);
            size = renamed.size();
            assertThat(FORMAT.obstacles(renamed)).isEmpty();
            Edits.save(renamed, FORMAT, saved, SaveOptions.NONE, new RealDisk());
        }
        Verification verification = FORMAT.verify(saved, new RealDisk());
        assertThat(verification.isSound())
                .as(verification.findings().toString())
                .isTrue();
        try (OpenedCheckpoint opened = FORMAT.open(saved, new RealDisk())) {
            assertThat(opened.checkpoint().size()).isEqualTo(size);
            return opened.checkpoint();
        }
    }

    private Checkpoint open(ObjectGraph graph, List<String> keys) throws IOException {
        MemoryDisk disk =
                new Bundles().objects(ObjectGraphBytes.encoded(graph), keys).disk();
        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            return opened.checkpoint();
        }
    }

    private static ObjectGraph graph(List<String> lines) {
        return Graphs.of(lines.toArray(String[]::new));
    }

    /** An optimizer with slots for one variable. */
    private static String slots(int variable, int first, int count) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < count; i++) {
            line.append(" slot:")
                    .append(variable)
                    .append(":s")
                    .append(i)
                    .append(':')
                    .append(first + i);
        }
        return line.toString();
    }

    private static void refuses(ObjectGraph graph, String message) {
        refuses(ObjectGraphBytes.encoded(graph), message);
    }

    private static void refuses(ByteString graph, String message) {
        refuses(new Bundles().objects(graph, List.of()), message);
    }

    private static void refuses(Bundles bundle, String message) {
        assertThatThrownBy(() -> FORMAT.open(Bundles.PREFIX, bundle.disk()).close())
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("v.index, block 0, byte 40: " + message);
    }
}
