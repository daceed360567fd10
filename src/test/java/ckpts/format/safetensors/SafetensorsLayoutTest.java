package ckpts.format.safetensors;

import static ckpts.format.Layouts.contents;
import static ckpts.format.Layouts.names;
import static ckpts.format.Layouts.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.format.FormatOptions;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.Target;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SafetensorsLayoutTest {
    private static final Step STEP = new Step(1, "test:1", "test");
    private static final SafetensorsFormat FORMAT = new SafetensorsFormat();

    private final Checkpoint checkpoint = checkpoint(tensors());

    /** Three tensors a to c of 4, 8 and 12 bytes, and one of a smaller type. */
    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("small", Leaf.of(DType.UINT8, Shape.of(3), new byte[] {1, 2, 3}));
        tensors.put("c", Leaf.counting(3));
        tensors.put("b", Leaf.counting(2));
        tensors.put("a", Leaf.counting(1));
        return tensors;
    }

    private static Checkpoint checkpoint(Map<String, Tensor> tensors) {
        List<Entry> entries = new ArrayList<>();
        tensors.forEach((name, tensor) -> entries.add(Entry.read(name, tensor, Role.VARIABLE, entries.size())));
        return Checkpoint.of(entries, Map.of(), Optional.empty());
    }

    @Test
    void oneFileIsItsOwnCommitAndHasTheOrderOfTheReferenceWriter() {
        Layout layout = FORMAT.layout(checkpoint, target("out/m.safetensors"));

        assertThat(names(layout)).containsExactly("m.safetensors");
        assertThat(layout.files()).extracting(PlannedFile::stage).containsExactly(Stage.COMMIT);
        assertThat(contents(layout, 0)).containsExactly("a", "b", "c", "small");
        assertThat(new String(bytes(layout, 0), UTF_8).substring(8))
                .isEqualTo("{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[4,12]},"
                        + "\"c\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[12,24]},"
                        + "\"small\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[24,27]}}    ");
        assertThat(layout.notes()).isEmpty();
    }

    @Test
    void theDataOfEachFileBeginWhereItIsAsked() {
        for (long alignment : List.of(8L, 16L, 4096L, 65536L)) {
            FormatOptions options = FormatOptions.NONE.with(SafetensorsFormat.ALIGNMENT, alignment);
            Target one = aligned(target("m.safetensors"), options);
            Target three = aligned(target("m", OptionalInt.of(3), OptionalLong.empty()), options);
            for (Target target : List.of(one, three)) {
                Layout layout = FORMAT.layout(checkpoint, target);
                for (int file = 0; file < (target == one ? 1 : 3); file++) {
                    byte[] header = bytes(layout, file);
                    String json = new String(header, UTF_8).substring(8);
                    assertThat(header.length % alignment).isZero();
                    assertThat(ByteBuffer.wrap(header)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getLong())
                            .isEqualTo(header.length - 8);
                    assertThat(json).startsWith("{\"__metadata__\"").matches("(?s)\\{.*} *");
                    assertThat(json.length() - json.stripTrailing().length()).isLessThan((int) alignment);
                }
            }
        }
    }

    @Test
    void aFileIsWrittenAsItWasReadIfItIsAlignedAsItIsAsked() throws IOException {
        // 8 bytes and a header of 56
        Path file = SafetensorsFormatTest.FIXTURES.resolve("smallest/model.safetensors");
        try (OpenedCheckpoint opened = FORMAT.open(file, new RealDisk())) {
            Target link =
                    new Target(Path.of("m.safetensors"), List.of(), OptionalInt.empty(), OptionalLong.empty(), true);
            for (long alignment : List.of(8L, 64L, 128L)) {
                FormatOptions options = FormatOptions.NONE.with(SafetensorsFormat.ALIGNMENT, alignment);
                Layout layout = FORMAT.layout(opened.checkpoint(), aligned(link, options));
                assertThat(layout.files().get(0).linkTo().isPresent()).isEqualTo(alignment <= 64);
            }
        }
    }

    private static Target aligned(Target target, FormatOptions options) {
        return new Target(
                target.path(),
                target.siblings(),
                target.shards(),
                target.shardSize(),
                target.byLink(),
                target.newest(),
                options);
    }

    @Test
    void aStemIsAFileWithTheUsualEnding() {
        assertThat(names(FORMAT.layout(checkpoint, target("out/m")))).containsExactly("m.safetensors");
    }

    @Test
    void shardsComeBeforeTheirIndex() {
        Layout layout = FORMAT.layout(checkpoint, target("m.safetensors", OptionalInt.of(2), OptionalLong.empty()));

        assertThat(names(layout))
                .containsExactly(
                        "m-00001-of-00002.safetensors", "m-00002-of-00002.safetensors", "m.safetensors.index.json");
        assertThat(layout.files()).extracting(PlannedFile::stage).containsExactly(Stage.DATA, Stage.DATA, Stage.COMMIT);
        assertThat(contents(layout, 0)).containsExactly("c", "small");
        assertThat(contents(layout, 1)).containsExactly("a", "b");
        assertThat(new String(bytes(layout, 2), UTF_8)).isEqualTo("""
                        {
                          "metadata": {
                            "total_size": 27
                          },
                          "weight_map": {
                            "a": "m-00002-of-00002.safetensors",
                            "b": "m-00002-of-00002.safetensors",
                            "c": "m-00001-of-00002.safetensors",
                            "small": "m-00001-of-00002.safetensors"
                          }
                        }
                        """);
    }

    @Test
    void oneShardIsAPlainFileUnlessAnIndexIsAskedFor() {
        assertThat(names(FORMAT.layout(checkpoint, target("m.safetensors", OptionalInt.of(1), OptionalLong.empty()))))
                .containsExactly("m.safetensors");
        assertThat(names(FORMAT.layout(
                        checkpoint, target("m.safetensors.index.json", OptionalInt.of(1), OptionalLong.empty()))))
                .containsExactly("m-00001-of-00001.safetensors", "m.safetensors.index.json");
    }

    @Test
    void aShardTakesNoMoreThanItsSizeUnlessOneTensorDoes() {
        Layout layout = FORMAT.layout(checkpoint, target("m.safetensors", OptionalInt.empty(), OptionalLong.of(11)));

        assertThat(contents(layout, 0)).containsExactly("small");
        assertThat(contents(layout, 1)).containsExactly("c");
        assertThat(contents(layout, 2)).containsExactly("b");
        assertThat(contents(layout, 3)).containsExactly("a");
        assertThat(layout.notes()).containsExactly("\"c\" takes 12 bytes, more than a shard's 11");
    }

    @Test
    void oldShardsAreNotTouchedBeforeTheNewIndexIsInPlace() {
        List<String> siblings = List.of(
                "config.json",
                "m-00001-of-00002.safetensors",
                "m-00002-of-00002.safetensors",
                "m.safetensors",
                "m.safetensors.index.json",
                "other-00001-of-00003.safetensors");
        Target target =
                new Target(Path.of("out/m.safetensors"), siblings, OptionalInt.of(2), OptionalLong.empty(), false);
        Layout layout = FORMAT.layout(checkpoint, target);

        assertThat(names(layout))
                .containsExactly(
                        "m-00001-of-00003.safetensors",
                        "m-00002-of-00003.safetensors",
                        "m-00003-of-00003.safetensors",
                        "m.safetensors.index.json");
        assertThat(contents(layout, 2)).isEmpty();
        assertThat(layout.obsolete())
                .containsExactly(
                        Path.of("out/m-00001-of-00002.safetensors"),
                        Path.of("out/m-00002-of-00002.safetensors"),
                        Path.of("out/m.safetensors"));
        assertThat(layout.notes())
                .containsExactly("the checkpoint at this prefix has data files that must not be touched before the"
                        + " new one is complete: data files are numbered as 3, 1 of them empty");
    }

    @Test
    void aFileLeavesTheShardsBesideItAlone() {
        Target target = new Target(
                Path.of("m.safetensors"),
                List.of("m-00001-of-00001.safetensors", "m.safetensors.index.json"),
                OptionalInt.empty(),
                OptionalLong.empty(),
                false);
        Layout layout = FORMAT.layout(checkpoint, target);

        assertThat(layout.obsolete()).isEmpty();
        assertThat(layout.notes()).containsExactly("\"m.safetensors.index.json\" is next to it, and is left unchanged");
    }

    @Test
    void aStemIsReplacedWhole() {
        Target target = new Target(
                Path.of("m"),
                List.of("m-00001-of-00001.safetensors", "m.safetensors.index.json"),
                OptionalInt.empty(),
                OptionalLong.empty(),
                false);

        assertThat(FORMAT.layout(checkpoint, target).obsolete())
                .containsExactly(Path.of("m-00001-of-00001.safetensors"), Path.of("m.safetensors.index.json"));
    }

    @Test
    void shardsInWhichNothingChangedAreLinked() throws IOException {
        Path index = SafetensorsFormatTest.FIXTURES.resolve("sharded_parameters/model.safetensors.index.json");
        try (OpenedCheckpoint opened = FORMAT.open(index, new RealDisk())) {
            Entry edited = opened.checkpoint().entry("layers.1.w").orElseThrow();
            Checkpoint changed =
                    opened.checkpoint().replacing(Map.of(edited.name(), edited.valued(Leaf.counting(5), STEP)));
            Target target = new Target(
                    Path.of("out/m.safetensors.index.json"),
                    List.of(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    true);
            Layout layout = FORMAT.layout(changed, target);

            assertThat(layout.files().get(0).linkTo())
                    .contains(index.resolveSibling("model-00001-of-00002.safetensors"));
            assertThat(contents(layout, 1)).containsExactly("n\u00e9", "layers.1.w");
            assertThat(new String(bytes(layout, 2), UTF_8))
                    .startsWith(
                            "{\n  \"metadata\": {\n    \"save_dtype\": \"float32\",\n    \"total_parameters\": 16,\n"
                                    + "    \"total_size\": 68\n  },\n")
                    .contains("    \"n\\u00e9\": \"m-00002-of-00002.safetensors\"\n");
            assertThat(layout.notes())
                    .containsExactly(
                            "kept in 2 data files, as in the source; `shards 1` writes a single file",
                            "1 data file is linked, not copied: values in them are not verified, and both checkpoints"
                                    + " share them");
        }
    }

    @Test
    void aFileIsLinkedToANameThatIsFree() throws IOException {
        Path file = SafetensorsFormatTest.FIXTURES.resolve("smallest/model.safetensors");
        try (OpenedCheckpoint opened = FORMAT.open(file, new RealDisk())) {
            Target free =
                    new Target(Path.of("m.safetensors"), List.of(), OptionalInt.empty(), OptionalLong.empty(), true);
            Target taken = new Target(
                    Path.of("m.safetensors"),
                    List.of("m.safetensors"),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    true);
            PlannedFile linked =
                    FORMAT.layout(opened.checkpoint(), free).files().get(0);

            assertThat(linked.linkTo()).contains(file);
            assertThat(linked.stage()).isEqualTo(Stage.COMMIT);
            assertThat(FORMAT.layout(opened.checkpoint(), taken).notes())
                    .containsExactly("nothing can be linked: no file is used unchanged");
        }
    }

    @Test
    void metadataThatDifferAreMergedAndItIsSaid() throws IOException {
        Path index = SafetensorsFormatTest.FIXTURES.resolve("sharded_oddly/model.safetensors.index.json");
        try (OpenedCheckpoint opened = FORMAT.open(index, new RealDisk())) {
            Layout layout = FORMAT.layout(opened.checkpoint(), target("m.safetensors"));

            assertThat(opened.warnings())
                    .containsExactly("the index does not list \"unlisted\" of \"part-1.safetensors\": not loaded");
            assertThat(new String(bytes(layout, 0), UTF_8)).contains("{\"__metadata__\":{\"who\":\"a\"},");
            assertThat(layout.notes())
                    .containsExactly(
                            "the shards of the source become one file; save to \"m.safetensors.index.json\" to keep them",
                            "merged files of the source differ in their metadata \"who\": that of the first is"
                                    + " kept");
        }
    }

    @Test
    void metadataIsWrittenAsItWasReadUnlessItWasEdited() throws IOException {
        Path file = SafetensorsFormatTest.FIXTURES.resolve("metadata/model.safetensors");
        try (OpenedCheckpoint opened = FORMAT.open(file, new RealDisk())) {
            Checkpoint read = opened.checkpoint();
            String tensors = "\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

            assertThat(header(read.withMetadata(AttributePath.of("format"), new Attribute.Text("pt"), STEP)))
                    .isEqualTo(header(read));
            assertThat(header(read.withMetadata(AttributePath.of("a"), new Attribute.Text("\u00e9"), STEP)
                            .withMetadata(AttributePath.of("format"), new Attribute.Text("np"), STEP)))
                    .startsWith("{\"__metadata__\":{\"format\":\"np\",\"a\":\"\u00e9\"}," + tensors);
            assertThat(header(read.withoutMetadata(AttributePath.of("format"), STEP)))
                    .startsWith("{" + tensors);
            assertThat(header(read.withoutMetadata(AttributePath.of("format"), STEP)
                            .withMetadata(AttributePath.of("format"), new Attribute.Text("pt"), STEP)))
                    .isEqualTo(header(read));
        }
    }

    private static String header(Checkpoint checkpoint) {
        return new String(bytes(FORMAT.layout(checkpoint, target("m.safetensors")), 0), UTF_8).substring(8);
    }

    @Test
    void textsThatWereSetAreNotDisputed() throws IOException {
        Path index = SafetensorsFormatTest.FIXTURES.resolve("sharded_oddly/model.safetensors.index.json");
        try (OpenedCheckpoint opened = FORMAT.open(index, new RealDisk())) {
            assertThat(FORMAT.layout(
                                    opened.checkpoint().withoutMetadata(AttributePath.of("who"), STEP),
                                    target("m.safetensors"))
                            .notes())
                    .containsExactly(
                            "the shards of the source become one file; save to \"m.safetensors.index.json\" to keep them");
        }
    }

    @Test
    void pathsOfAnObjectGraphAreLeftOut() throws IOException {
        Path prefix = Path.of("src/test/fixtures/tensorflow/object_keras2/ckpt-1");
        try (OpenedCheckpoint opened = new TensorFlowFormat().open(prefix, new RealDisk())) {
            assertThat(FORMAT.obstacles(opened.checkpoint())).isEmpty();
            assertThat(FORMAT.layout(opened.checkpoint(), target("m.safetensors"))
                            .notes())
                    .containsExactly(
                            "\"save_counter\", TensorFlow's own counter, is left out",
                            "the object graph is left out, with 4 aliases");
        }
    }

    @Test
    void typesThatOlderReadersDoNotKnowAreNoted() {
        Checkpoint complex = checkpoint(Map.of("z", Leaf.of(DType.COMPLEX64, Shape.scalar(), new byte[8])));

        assertThat(FORMAT.layout(complex, target("m.safetensors")).notes())
                .containsExactly("\"z\" is stored as C64, which older readers do not know");
    }

    /** One line per type: a new one must be given a place here. */
    @Test
    void whichTypesCanBeStored() {
        List<DType> storable = new ArrayList<>();
        for (DType dtype : DType.values()) {
            if (StoredType.of(dtype).isPresent()) {
                storable.add(dtype);
            }
        }

        assertThat(storable)
                .containsExactly(
                        DType.BOOL,
                        DType.INT8,
                        DType.INT16,
                        DType.INT32,
                        DType.INT64,
                        DType.UINT8,
                        DType.UINT16,
                        DType.UINT32,
                        DType.UINT64,
                        DType.FLOAT8_E5M2,
                        DType.FLOAT8_E4M3FN,
                        DType.FLOAT8_E4M3FNUZ,
                        DType.FLOAT8_E5M2FNUZ,
                        DType.FLOAT16,
                        DType.BFLOAT16,
                        DType.FLOAT32,
                        DType.FLOAT64,
                        DType.COMPLEX64);
    }

    /** What comes first in a file. */
    private static byte[] bytes(Layout layout, int file) {
        return ((Segment.Generated) layout.files().get(file).segments().get(0))
                .bytes()
                .apply(name -> 0);
    }
}
