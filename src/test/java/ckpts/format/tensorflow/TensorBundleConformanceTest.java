package ckpts.format.tensorflow;

import static ckpts.format.tensorflow.Bundles.partitioned;
import static ckpts.format.tensorflow.Bundles.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.PlanRunner;
import ckpts.engine.Progress;
import ckpts.format.Json;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verification;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behaviours of TensorFlow's own readers and writers of bundles that this one must share. What concerns every fixture
 * (values of all types, byte order, strings, slices, an unedited rewrite) is in {@link TensorFlowFormatTest}.
 */
class TensorBundleConformanceTest {
    private static final TensorFlowFormat FORMAT = new TensorFlowFormat();
    private static final Path FIXTURES = TensorFlowFormatTest.FIXTURES;
    private static final Step STEP = new Step(1, "test:1", "save");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("1: names come back sorted whatever the order of writing, by bytes and not by UTF-16")
    void sortedNames() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : List.of("m/\ud83d\udd11", "z", "m/\uff21", "a")) {
            tensors.put(name, Leaf.counting(1));
        }
        save(Bundles.checkpoint(tensors), "m", SaveOptions.NONE);

        try (OpenedCheckpoint opened = open("m")) {
            assertThat(opened.checkpoint().entries())
                    .extracting(Entry::name)
                    .containsExactlyElementsOf(tensors.keySet());
        }
        List<String> keys = new java.util.ArrayList<>();
        try (var index = new RealDisk().open(directory.resolve("m.index"))) {
            BundleIndex.read(index).tensors().forEach(listed -> keys.add(listed.name()));
        }
        assertThat(keys).containsExactly("a", "m/\uff21", "m/\ud83d\udd11", "z");
    }

    @Test
    @DisplayName("4: shapes [], [0, 1618] and [16, 0, 18] survive")
    void unusualShapes() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("scalar", Leaf.counting());
        tensors.put("none", Leaf.counting(0, 1618));
        tensors.put("between", Leaf.counting(16, 0, 18));
        save(Bundles.checkpoint(tensors), "m", SaveOptions.NONE);

        try (OpenedCheckpoint opened = open("m")) {
            tensors.forEach((name, tensor) -> assertThat(opened.checkpoint()
                            .entry(name)
                            .orElseThrow()
                            .tensor()
                            .type())
                    .isEqualTo(tensor.type()));
        }
    }

    @Test
    @DisplayName("5: a string longer than 4 GiB enters the checksum with eight bytes of length, any other with four")
    void longStrings() {
        StringChecksum small = new StringChecksum.Start(1, false).get();
        small.length(0xffffffffL);
        StringChecksum large = new StringChecksum.Start(1, false).get();
        large.length(0x100000000L);

        assertThat(small.value()).isEqualTo(plain("ffffffff"));
        assertThat(large.value()).isEqualTo(plain("0000000001000000"));
        StringChecksum big = new StringChecksum.Start(1, true).get();
        big.length(0x100000001L);
        assertThat(big.value()).isEqualTo(plain("0000000100000001"));
    }

    @Test
    @DisplayName("5: the checksum of strings is one whatever the pieces they come in")
    void stringsInPieces() {
        byte[] stream = HexFormat.of().parseHex("02000165148e11616263");
        for (int cut = 0; cut <= stream.length; cut++) {
            StringChecksum crc = new StringChecksum.Start(3, false).get();
            crc.update(ByteBuffer.wrap(stream, 0, cut));
            crc.update(ByteBuffer.wrap(stream, cut, stream.length - cut));
            assertThat(crc.value()).isEqualTo(0xed36d31c);
        }
    }

    @Test
    @DisplayName("6: the checksum of variants is one whatever the pieces they come in")
    void variantsInPieces() throws IOException {
        byte[] data = Files.readAllBytes(FIXTURES.resolve("variants/variants.data-00000-of-00001"));
        var whole = VariantChecksum.START.get();
        whole.update(ByteBuffer.wrap(data));
        var single = VariantChecksum.START.get();
        for (byte b : data) {
            single.update(ByteBuffer.wrap(new byte[] {b}));
        }

        assertThat(single.value()).isEqualTo(whole.value());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 64, 1000})
    @DisplayName("7: a partitioned tensor reads the same in any pieces, across slices")
    void slicesInAnyPieces(int piece) throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("slices_explicit_and_full/slices"))) {
            byte[] plain =
                    bytes(opened.checkpoint().entry("plain").orElseThrow().tensor(), 200);
            for (String name : List.of("explicit", "full", "grid", "rows", "whole", "whole_explicit")) {
                Tensor tensor = opened.checkpoint().entry(name).orElseThrow().tensor();
                assertThat(bytes(tensor, piece)).as(name).isEqualTo(plain);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 16, 1000})
    @DisplayName("3: big-endian values read the same in any pieces")
    void bigEndianInAnyPieces(int piece) throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("big_endian/big"))) {
            for (Entry entry : opened.checkpoint().entries()) {
                assertThat(bytes(entry.tensor(), piece)).as(entry.name()).isEqualTo(bytes(entry.tensor(), 1 << 16));
            }
        }
    }

    @Test
    @DisplayName("8: a slice of a whole axis and one of its size are two keys of the same rows")
    void equivalentSlices() throws IOException {
        for (String rows : List.of("-:0,1", "0,2:0,1")) {
            String rest = rows.replace("0,1", "1,1");
            Bundles bundle = new Bundles().data("01020304");
            bundle.slice("w", slice(rows), bundle.at(DType.UINT8, Shape.of(2, 1), 0, 2))
                    .slice("w", slice(rest), bundle.at(DType.UINT8, Shape.of(2, 1), 2, 2))
                    .entry("w", partitioned(DType.UINT8, Shape.of(2, 2), slice(rows), slice(rest)));
            try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, bundle.disk())) {
                assertThat(opened.checkpoint().names()).containsExactly("w");
                assertThat(bytes(opened.checkpoint().entry("w").orElseThrow().tensor(), 4))
                        .containsExactly(1, 3, 2, 4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data_missing", "data_one_byte_short", "index_block_bit", "index_empty", "index_short"})
    @DisplayName("12, 13: what TensorFlow finds when it reads is found when it is opened")
    void damageAtOpening(String fixture) {
        assertThatThrownBy(
                        () -> open(FIXTURES.resolve("damaged").resolve(fixture).resolve("v")))
                .isInstanceOf(ckpts.bytes.MalformedFileException.class);
        assertThat(FORMAT.recognizes(
                        FIXTURES.resolve("damaged").resolve(fixture).resolve("v"), new RealDisk()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"value_bit", "string_byte", "string_length_bit"})
    @DisplayName("12: a flipped bit of a value is found before a byte of it is used, and the other tensors are whole")
    void damageOfValues(String fixture) throws IOException {
        Path prefix = FIXTURES.resolve("damaged").resolve(fixture).resolve("v");
        String damaged =
                ((String) Json.object(prefix.resolveSibling("refused.json")).get("when")).substring(5);
        try (OpenedCheckpoint opened = open(prefix)) {
            for (Entry entry : opened.checkpoint().entries()) {
                if (entry.name().equals(damaged)) {
                    assertThatThrownBy(() -> bytes(entry.tensor(), 1))
                            .isInstanceOf(ckpts.bytes.MalformedFileException.class)
                            .hasMessageContaining("checksum of \"" + damaged + "\" does not match");
                } else {
                    assertThat(bytes(entry.tensor(), 1)).isNotEmpty();
                }
            }
        }
        Verification verification = FORMAT.verify(prefix, new RealDisk());
        assertThat(verification.findings()).hasSize(1);
        assertThat(verification.isSound()).isFalse();
    }

    @Test
    @DisplayName("14: the header of one shard")
    void header() {
        assertThat(HexFormat.of().formatHex(BundleHeader.written(1).encoded().toByteArray()))
                .isEqualTo("08011a020801");
        assertThat(HexFormat.of().formatHex(BundleHeader.written(300).encoded().toByteArray()))
                .isEqualTo("08ac021a020801");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header_min_consumer_2", "header_bad_consumer", "header_negative_producer"})
    @DisplayName("15: versions that TensorFlow refuses")
    void versions(String fixture) {
        assertThatThrownBy(() -> open(FIXTURES.resolve(fixture).resolve("v")))
                .isInstanceOf(ckpts.bytes.MalformedFileException.class)
                .hasMessageContaining("of the bundle format");
    }

    @Test
    @DisplayName("16: bytes between tensors belong to nobody and are packed when rewritten")
    void padding() throws Exception {
        Path prefix = FIXTURES.resolve("aligned/padded");
        assertThat(FORMAT.verify(prefix, new RealDisk()).findings())
                .extracting(Verification.Finding::message)
                .singleElement()
                .asString()
                .endsWith("of 298 bytes do not belong to a tensor");
        try (OpenedCheckpoint opened = open(prefix)) {
            save(opened.checkpoint(), "m", SaveOptions.NONE);
        }
        assertThat(FORMAT.verify(directory.resolve("m"), new RealDisk()).findings())
                .isEmpty();
    }

    @Test
    @DisplayName("17: a slice that does not fit the whole shape is refused")
    void wrongSlices() {
        assertThatThrownBy(() -> open(FIXTURES.resolve("slices_overlapping/overlap")))
                .hasMessageEndingWith("\"v\" is partitioned, but slices 0,2:- and 1,2:- overlap");
        assertThatThrownBy(() -> open(FIXTURES.resolve("slices_with_holes/holes")))
                .hasMessageContaining("\"v\" is partitioned, but its slices contain ");
    }

    @Test
    @DisplayName("18: a partitioned variable is listed once, its slices are not")
    void slicesAreHidden() throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("slices_unsliceable_names/names"))) {
            assertThat(opened.checkpoint().names())
                    .containsExactlyInAnyOrder("\u0000", "\u0000w\u0000\u0002", "nul\u0000in\u0000it", "w");
        }
    }

    @Test
    @DisplayName("20: a directory means the checkpoint that its state file names")
    void directories() throws IOException {
        for (String folder : List.of("checkpoint_save", "manager", "other_spellings")) {
            try (OpenedCheckpoint opened = open(FIXTURES.resolve("state_files").resolve(folder))) {
                assertThat(opened.path().getFileName()).hasToString("ckpt-3");
                assertThat(opened.warnings()).isEmpty();
            }
        }
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("state_files/latest_is_not_last"))) {
            assertThat(opened.path().getFileName()).hasToString("ckpt-1");
        }
    }

    @Test
    @DisplayName("43: a state file from another machine finds the checkpoint beside it")
    void movedDirectories() throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("state_files/absolute_of_another_machine"))) {
            assertThat(opened.path().getFileName()).hasToString("model.ckpt-7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unparsable", "unknown_field"})
    @DisplayName("43: a state file that cannot be understood is as good as none, with a warning")
    void unreadableState(String folder) throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("state_files").resolve(folder))) {
            assertThat(opened.path().getFileName()).hasToString("ckpt-3");
            assertThat(opened.warnings())
                    .containsExactly(
                            "state file \""
                                    + FIXTURES.resolve("state_files")
                                            .resolve(folder)
                                            .resolve("checkpoint") + "\" cannot be parsed and was not used",
                            "directory \"" + folder + "\" has no state file; using \"ckpt-3\", the only checkpoint in"
                                    + " it");
        }
    }

    @Test
    @DisplayName(
            "43: a state file without a checkpoint is an error, and one that names a missing one offers the others")
    void uselessState() {
        assertThatThrownBy(() -> open(FIXTURES.resolve("state_files/empty_path")))
                .hasMessageEndingWith("names no checkpoint: model_checkpoint_path is missing or empty");
        MemoryDisk disk = new MemoryDisk()
                .put(
                        Path.of("checkpoint"),
                        "model_checkpoint_path: \"x\"".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put(Path.of("b.index"), new byte[0])
                .put(Path.of("a.index"), new byte[0]);
        assertThatThrownBy(() -> FORMAT.open(Path.of(""), disk))
                .hasMessage("x: the state file \"checkpoint\" names this checkpoint, which is missing; in this"
                        + " directory: \"a\", \"b\"");
    }

    @Test
    @DisplayName("20: a directory with several checkpoints and no state file lists them")
    void severalCheckpoints() {
        MemoryDisk disk = new MemoryDisk().put(Path.of("b.index"), new byte[0]).put(Path.of("a.index"), new byte[0]);

        assertThatThrownBy(() -> FORMAT.open(Path.of(""), disk))
                .hasMessage(": a directory without a state file \"checkpoint\" and with several checkpoints; in this"
                        + " directory: \"a\", \"b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "v.index", "v.data-00000-of-00001", "v.meta"})
    @DisplayName("19, trap of V1: the name of any of its files means the bundle")
    void fileNames(String name) throws IOException {
        Path path = FIXTURES.resolve("golden_v").resolve(name);

        assertThat(FORMAT.recognizes(path, new RealDisk())).isTrue();
        try (OpenedCheckpoint opened = open(path)) {
            assertThat(opened.checkpoint().names()).containsExactly("v");
            assertThat(opened.path()).isEqualTo(FIXTURES.resolve("golden_v/v"));
        }
    }

    @Test
    @DisplayName("31: a SavedModel's directory means its variables")
    void savedModels() throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("savedmodel_tf1"))) {
            assertThat(opened.checkpoint().names()).containsExactly("net/b", "net/w");
        }
    }

    @Test
    @DisplayName("foreign files are not recognized")
    void foreignFiles() {
        MemoryDisk disk = new MemoryDisk()
                .put(Path.of("model.safetensors.index"), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put(Path.of("model.h5"), new byte[100]);

        assertThat(FORMAT.recognizes(Path.of("model.safetensors"), disk)).isFalse();
        assertThat(FORMAT.recognizes(Path.of("model.h5"), disk)).isFalse();
        assertThat(FORMAT.recognizes(Path.of(""), disk)).isFalse();
        assertThat(FORMAT.recognizes(Path.of("nothing"), disk)).isFalse();
    }

    @Test
    @DisplayName("two keys of one range are a tensor and its alias, and are written as that")
    void aliases() throws Exception {
        Checkpoint tied = Bundles.checkpoint(Map.of("embed", Leaf.counting(3))).withAliases(Map.of("head", "embed"));
        save(tied, "m", SaveOptions.NONE);

        assertThat(Files.size(directory.resolve("m.data-00000-of-00001"))).isEqualTo(12);
        try (OpenedCheckpoint opened = open("m")) {
            assertThat(opened.checkpoint().names()).containsExactly("embed");
            assertThat(opened.checkpoint().aliases()).containsExactly(Map.entry("head", "embed"));
            save(opened.checkpoint(), "again", SaveOptions.NONE);
        }
        assertThat(directory.resolve("again.index")).hasSameBinaryContentAs(directory.resolve("m.index"));
        assertThat(FORMAT.verify(directory.resolve("m"), new RealDisk()).findings())
                .extracting(Verification.Finding::message)
                .containsExactly("\"embed\" and \"head\" are two names for the same bytes");
    }

    @Test
    @DisplayName("unknown fields and unknown types survive a rewrite")
    void unknownThings() throws Exception {
        ByteString unknown = ByteString.copyFrom(new byte[] {(byte) 0x82, 1, 1, 9});
        Bundles bundle = new Bundles()
                .data("01020304")
                .header(new BundleHeader(1, false, List.of(ByteString.copyFrom(new byte[] {8, 1})), unknown));
        BundleEntry known = bundle.at(DType.UINT8, Shape.of(4), 0, 4);
        ByteString shape = ByteString.copyFrom(HexFormat.of().parseHex("1207080412036f6e65"));
        bundle.entry("w", new BundleEntry(99, known.shape(), shape, 0, 0, 4, known.crc(), List.of(), unknown));
        write(bundle, "v");

        try (OpenedCheckpoint opened = open("v")) {
            Entry entry = opened.checkpoint().entry("w").orElseThrow();
            assertThat(entry.tensor().type().dtype()).isEqualTo(DType.OPAQUE);
            save(opened.checkpoint(), "same", SaveOptions.NONE);
            save(opened.checkpoint().replacing(Map.of("w", entry.named("x", STEP))), "renamed", SaveOptions.NONE);
        }
        assertThat(directory.resolve("same.index")).hasSameBinaryContentAs(directory.resolve("v.index"));
        try (var index = new RealDisk().open(directory.resolve("renamed.index"))) {
            BundleIndex read = BundleIndex.read(index);
            assertThat(read.header().unknown()).isEqualTo(unknown);
            BundleEntry renamed = read.tensors().get(0).entry();
            assertThat(renamed.number()).isEqualTo(99);
            assertThat(renamed.encodedShape()).isEqualTo(shape);
            assertThat(renamed.unknown()).isEqualTo(unknown);
        }
    }

    @Test
    @DisplayName("saving over a prefix leaves one checkpoint under the same file names")
    void overwriting() throws Exception {
        save(Bundles.checkpoint(Map.of("a", Leaf.counting(1))), "m", SaveOptions.NONE);
        save(Bundles.checkpoint(Map.of("b", Leaf.counting(2))), "m", SaveOptions.NONE.overwriting());
        assertThat(files()).containsExactly("m.data-00000-of-00001", "m.index");
        assertThat(FORMAT.verify(directory.resolve("m"), new RealDisk()).findings())
                .isEmpty();

        save(Bundles.checkpoint(Map.of("c", Leaf.counting(3))), "m", SaveOptions.NONE.overwriting());
        assertThat(files()).containsExactly("m.data-00000-of-00001", "m.index");
        try (OpenedCheckpoint opened = open("m")) {
            assertThat(opened.checkpoint().names()).containsExactly("c");
        }
    }

    @Test
    @DisplayName("a checkpoint may be saved over itself, by links too")
    void overItself() throws Exception {
        save(Bundles.checkpoint(Map.of("a", Leaf.counting(1), "b", Leaf.counting(2))), "m", SaveOptions.NONE);
        try (OpenedCheckpoint opened = open("m")) {
            Checkpoint edited =
                    opened.checkpoint().without(List.of("a")).with(Entry.read("c", Leaf.counting(3), Role.VARIABLE, 0));
            SaveOptions byLink = new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, true, true);
            save(edited, "m", byLink);
        }

        assertThat(files()).containsExactly("m.data-00000-of-00002", "m.data-00001-of-00002", "m.index");
        try (OpenedCheckpoint opened = open("m")) {
            assertThat(opened.checkpoint().names()).containsExactly("b", "c");
            assertThat(bytes(opened.checkpoint().entry("b").orElseThrow().tensor(), 8))
                    .hasSize(8);
        }
    }

    @Test
    @DisplayName("what an interrupted save left behind is a remark, no damage")
    void leftovers() throws Exception {
        save(Bundles.checkpoint(Map.of("a", Leaf.counting(1))), "m", SaveOptions.NONE);
        Files.write(directory.resolve("m.data-00000-of-00001.tempstate123"), new byte[1]);
        Files.write(directory.resolve("m.data-00000-of-00004"), new byte[1]);
        Files.createDirectory(directory.resolve("m_temp"));

        Verification verification = FORMAT.verify(directory.resolve("m"), new RealDisk());

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.findings())
                .extracting(finding -> finding.place() + " " + finding.message())
                .containsExactly(
                        "m.data-00000-of-00004 belongs to another save under this prefix",
                        "m.data-00000-of-00001.tempstate123 was left behind by an interrupted save",
                        "m_temp was left behind by an interrupted save");
        try (OpenedCheckpoint opened = open("m")) {
            assertThat(opened.warnings())
                    .containsExactly("\"m.data-00000-of-00004\" belongs to another save under this prefix");
        }
    }

    @Test
    @DisplayName("an index of many blocks and one of a giant key read and verify")
    void largeIndexes() throws IOException {
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("many_keys/many"))) {
            assertThat(opened.checkpoint().size()).isEqualTo(6600);
        }
        try (OpenedCheckpoint opened = open(FIXTURES.resolve("giant_key/giant"))) {
            assertThat(opened.checkpoint().names()).hasSize(3).contains("a", "z", "m" + "x".repeat(530_000));
        }
    }

    private void write(Bundles bundle, String name) throws IOException {
        MemoryDisk disk = bundle.disk();
        for (Path file : disk.files()) {
            Files.write(directory.resolve(file.toString().replaceFirst("^v", name)), disk.contents(file));
        }
    }

    private TreeSet<String> files() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> list = Files.list(directory)) {
            list.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private OpenedCheckpoint open(String name) throws IOException {
        return open(directory.resolve(name));
    }

    private static OpenedCheckpoint open(Path path) throws IOException {
        return FORMAT.open(path, new RealDisk());
    }

    private void save(Checkpoint checkpoint, String name, SaveOptions options) throws Exception {
        RealDisk disk = new RealDisk();
        Plan plan = Plan.of(
                List.of(new SaveRequest(
                        STEP, "model", checkpoint, FORMAT, directory.resolve(name), options, List.of(), List.of())),
                disk);
        PlanRunner.run(plan, disk, new Budget(Budget.LEAST_MEMORY, 1), Progress.SILENT, Cancellation.NEVER);
    }

    private static int plain(String hex) {
        ckpts.format.tensorflow.table.MaskedCrc32c crc = new ckpts.format.tensorflow.table.MaskedCrc32c();
        crc.update(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        return crc.value();
    }

    /** All bytes, read in pieces of so many. */
    private static byte[] bytes(Tensor tensor, int piece) throws IOException {
        byte[] bytes = new byte[(int) tensor.byteSize()];
        try (TensorReader reader = tensor.open(new Scratch(1 << 20))) {
            for (int from = 0; from < bytes.length; from += piece) {
                reader.read(from, ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
            }
        }
        return Arrays.copyOf(bytes, bytes.length);
    }
}
