package ckpts.format.tensorflow;

import static ckpts.format.Layouts.contents;
import static ckpts.format.Layouts.names;
import static ckpts.format.Layouts.target;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.format.Detour;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.Target;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BundleLayoutTest {
    private static final Step STEP = new Step(1, "test:1", "test");
    private static final TensorFlowFormat FORMAT = new TensorFlowFormat();
    private static final Path MERGED = TensorFlowFormatTest.FIXTURES.resolve("merged_shards/merged");

    private final Checkpoint checkpoint = Bundles.checkpoint(tensors());

    /** Six tensors a to f of 4, 8, ... 24 bytes, in reverse order. */
    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 6; i > 0; i--) {
            tensors.put(String.valueOf((char) ('a' + i - 1)), Leaf.counting(i));
        }
        return tensors;
    }

    @Test
    void oneShardHoldsAllInTheCheckpointsOwnOrderAndTheIndexComesLast() {
        Layout layout = FORMAT.layout(checkpoint, target("out/m"));

        assertThat(names(layout)).containsExactly("m.data-00000-of-00001", "m.index");
        assertThat(layout.files().get(0).path()).isEqualTo(Path.of("out/m.data-00000-of-00001"));
        assertThat(contents(layout, 0)).containsExactly("f", "e", "d", "c", "b", "a");
        assertThat(layout.files()).extracting(PlannedFile::stage).containsExactly(Stage.DATA, Stage.COMMIT);
        assertThat(layout.obsolete()).isEmpty();
        assertThat(layout.notes()).isEmpty();
    }

    @Test
    void theSmallestBundleIsTheGoldenOne() {
        Checkpoint golden = Bundles.checkpoint(Map.of("v", Leaf.float32(Shape.of(2), 1, 2)));
        Layout layout = FORMAT.layout(golden, target("v"));

        byte[] index = ((Segment.Generated) layout.files().get(1).segments().get(0))
                .bytes()
                .apply(name -> 0x35e53c59);
        assertThat(java.util.HexFormat.of().formatHex(index))
                .isEqualTo("00000608011a02080100010f760801120412020802280835593ce535000000000100000000" + "30559358"
                        + "0000000001000000" + "00c0f2a1b0" + "00010277002400000000" + "01000000" + "009460b2cd"
                        + "2908"
                        + "360e" + "00".repeat(36) + "57fb808b247547db");
    }

    @Test
    void theNameOfAFileOfTheBundleMeansItsPrefix() {
        assertThat(names(FORMAT.layout(checkpoint, target("m.index")))).contains("m.data-00000-of-00001", "m.index");
    }

    @Test
    void shardsAreFilledEvenly() {
        Layout layout = FORMAT.layout(checkpoint, target("m", OptionalInt.of(3), OptionalLong.empty()));

        assertThat(names(layout))
                .containsExactly("m.data-00000-of-00003", "m.data-00001-of-00003", "m.data-00002-of-00003", "m.index");
        assertThat(contents(layout, 0)).containsExactly("f");
        assertThat(contents(layout, 1)).containsExactly("e", "d");
        assertThat(contents(layout, 2)).containsExactly("c", "b", "a");
    }

    @Test
    void moreShardsThanTensorsLeaveSomeEmpty() {
        Checkpoint one = Bundles.checkpoint(Map.of("w", Leaf.counting(1)));
        Layout layout = FORMAT.layout(one, target("m", OptionalInt.of(3), OptionalLong.empty()));

        assertThat(layout.files().subList(0, 3))
                .extracting(file -> file.segments().size())
                .containsExactly(0, 1, 0);
    }

    @Test
    void aShardTakesNoMoreThanItsSizeUnlessOneTensorDoes() {
        Layout layout = FORMAT.layout(checkpoint, target("m", OptionalInt.empty(), OptionalLong.of(20)));

        assertThat(contents(layout, 0)).containsExactly("f");
        assertThat(contents(layout, 1)).containsExactly("e");
        assertThat(contents(layout, 2)).containsExactly("d");
        assertThat(contents(layout, 3)).containsExactly("c", "b");
        assertThat(contents(layout, 4)).containsExactly("a");
        assertThat(layout.notes()).containsExactly("\"f\" takes 24 bytes, more than a shard's 20");
    }

    @Test
    void anOldCheckpointsDataFilesAreNotTouchedBeforeTheNewOneIsInPlace() {
        List<String> siblings = List.of(
                "checkpoint",
                "m-1.data-00000-of-00002",
                "m.data-00000-of-00001",
                "m.data-00000-of-00002",
                "m.data-00001-of-00002",
                "m.data-1-of-3",
                "m.index");
        Target target = new Target(Path.of("out/m"), siblings, OptionalInt.empty(), OptionalLong.empty(), false);
        Layout layout = FORMAT.layout(checkpoint, target);

        assertThat(names(layout)).containsExactly("m.data-00000-of-00001", "m.index");
        assertThat(layout.first(layout.files().get(0))).contains(Path.of("out/m.data-00000-of-00003"));
        Detour detour = layout.detour().orElseThrow();
        assertThat(detour.data())
                .containsExactly(
                        PlannedFile.written(Path.of("out/m.data-00001-of-00003"), Stage.DATA, List.of()),
                        PlannedFile.written(Path.of("out/m.data-00002-of-00003"), Stage.DATA, List.of()));
        assertThat(detour.commit().path()).isEqualTo(Path.of("out/m.index"));
        assertThat(layout.obsolete())
                .containsExactly(
                        Path.of("out/m.data-00000-of-00001"),
                        Path.of("out/m.data-00000-of-00002"),
                        Path.of("out/m.data-00001-of-00002"));
        assertThat(layout.notes()).isEmpty();
    }

    @Test
    void anOldCheckpointOfAnotherNumberOfDataFilesLeavesTheNamesFree() {
        List<String> siblings = List.of("m.data-00000-of-00002", "m.data-00001-of-00002", "m.index");
        Layout layout = FORMAT.layout(
                checkpoint, new Target(Path.of("out/m"), siblings, OptionalInt.empty(), OptionalLong.empty(), false));

        assertThat(names(layout)).containsExactly("m.data-00000-of-00001", "m.index");
        assertThat(layout.detour()).isEmpty();
    }

    @Test
    void anEditedCheckpointKeepsItsTensorsInTheirShards() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(MERGED, new ckpts.bytes.RealDisk())) {
            Checkpoint edited = opened.checkpoint()
                    .without(List.of("b", "a"))
                    .with(Entry.read("new", Leaf.counting(1), Role.VARIABLE, 0));
            Layout layout = FORMAT.layout(edited, target("m"));

            assertThat(contents(layout, 0)).containsExactly("z", "sliced 4,2:-");
            assertThat(contents(layout, 1)).containsExactly("m");
            assertThat(contents(layout, 2)).containsExactly("sliced 0,4:-", "new");
            assertThat(layout.notes())
                    .containsExactly("kept in 3 data files, as in the source; `shards 1` writes a single file");
        }
    }

    @Test
    void aShardWithoutTensorsGoes() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(MERGED, new ckpts.bytes.RealDisk())) {
            Layout layout = FORMAT.layout(opened.checkpoint().without(List.of("b", "m")), target("m"));

            assertThat(names(layout)).containsExactly("m.data-00000-of-00002", "m.data-00001-of-00002", "m.index");
        }
    }

    @Test
    void anEditedPartitionedTensorIsWrittenWhole() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(MERGED, new ckpts.bytes.RealDisk())) {
            Entry old = opened.checkpoint().entry("sliced").orElseThrow();
            Checkpoint edited =
                    opened.checkpoint().replacing(Map.of("sliced", old.valued(Leaf.float32(Shape.of(2), 1, 2), STEP)));
            Layout layout = FORMAT.layout(edited, target("m", OptionalInt.of(1), OptionalLong.empty()));

            assertThat(contents(layout, 0)).containsExactly("z", "sliced", "m", "b", "a");
        }
    }

    @Test
    void slicesThatTensorFlowCannotJoinAreJoinedInAnEditedCheckpoint() throws IOException {
        Path odd = TensorFlowFormatTest.FIXTURES.resolve("slices_odd_dtypes");
        Path prefix = odd.resolve(
                (String) ckpts.format.Json.object(odd.resolve("listing.json")).get("prefix"));
        try (OpenedCheckpoint opened = FORMAT.open(prefix, new ckpts.bytes.RealDisk())) {
            Checkpoint edited = opened.checkpoint().with(Entry.read("new", Leaf.counting(1), Role.VARIABLE, 0));
            Layout layout = FORMAT.layout(edited, target("m"));

            assertThat(contents(layout, 0)).contains("half").doesNotContain("half 0,1:-");
            assertThat(layout.notes()).singleElement().asString().endsWith("partitioned tensors are written whole");
        }
    }

    @Test
    void unchangedFilesAreLinkedAndWhatChangedGoesToANewOne() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(MERGED, new ckpts.bytes.RealDisk())) {
            Entry m = opened.checkpoint().entry("m").orElseThrow();
            Entry z = opened.checkpoint().entry("z").orElseThrow();
            Checkpoint edited = opened.checkpoint()
                    .without(List.of("b"))
                    .replacing(Map.of("z", z.named("zz", STEP), "m", m.valued(Leaf.counting(2), STEP)));
            Target target = new Target(Path.of("m"), List.of(), OptionalInt.empty(), OptionalLong.empty(), true);
            Layout layout = FORMAT.layout(edited, target);

            assertThat(layout.files())
                    .extracting(PlannedFile::linkTo)
                    .containsExactly(
                            Optional.of(BundlePath.data(MERGED, 0, 3)),
                            Optional.of(BundlePath.data(MERGED, 2, 3)),
                            Optional.empty(),
                            Optional.empty());
            assertThat(contents(layout, 2)).containsExactly("m");
            assertThat(layout.notes())
                    .containsExactly("2 data files are linked, not copied: values in them are not verified, and both"
                            + " checkpoints share them");
        }
    }

    @Test
    void nothingOfAnotherFormatCanBeLinked() {
        Target target = new Target(Path.of("m"), List.of(), OptionalInt.empty(), OptionalLong.empty(), true);

        assertThat(FORMAT.layout(checkpoint, target).notes())
                .containsExactly("nothing can be linked: no data file of a little-endian bundle is used unchanged");
    }

    @Test
    void obstaclesNameTheTensor() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("", Leaf.counting(1));
        tensors.put("half \ud800", Leaf.counting(1));
        tensors.put("text", Leaf.of(DType.STRING, Shape.of(1), new byte[5]));
        tensors.put("odd", Leaf.of(DType.OPAQUE, Shape.of(1), new byte[5]));
        tensors.put("deep", Leaf.of(DType.UINT8, Shape.of(java.util.Collections.nCopies(255, 1L)), new byte[1]));

        assertThat(FORMAT.obstacles(Bundles.checkpoint(tensors)))
                .containsExactly(
                        "a tensor has the empty name, which a bundle uses for its header: rename it",
                        "\"half \ud800\" cannot be written as UTF-8: it has half of a surrogate pair; rename it",
                        "\"text\" has elements of type string as another format stores them: write `drop \"text\"`",
                        "\"odd\" has a type that only its original format has a name for: write `drop \"odd\"`",
                        "\"deep\" has 255 dimensions, TensorFlow allows 254: write `drop \"deep\"`");
        assertThat(FORMAT.obstacles(checkpoint)).isEmpty();
    }
}
