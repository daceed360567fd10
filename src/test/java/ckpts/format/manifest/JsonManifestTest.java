package ckpts.format.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.format.MemoryDisk;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonManifestTest {
    private static final Path FILE = Path.of("m.json");

    private static Manifest read(String text) throws IOException {
        return new JsonManifest(List.of(new TensorFlowFormat())).read(FILE, disk(text));
    }

    private static MemoryDisk disk(String text) {
        return new MemoryDisk().put(FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static TensorType float32(long... dimensions) {
        return new TensorType(DType.FLOAT32, Shape.of(dimensions));
    }

    @Test
    void itKeepsWhatTheFrameworksKeepForThemselves() throws IOException {
        Manifest manifest = read("""
                {"ckpts_manifest": 1, "variables": [{"name": "save_counter", "dtype": "int64", "shape": []}]}
                """);
        assertThat(manifest.variables()).extracting(Expected::name).containsExactly("save_counter");
        assertThat(manifest.bookkeeping()).containsExactly("save_counter");
        assertThat(new JsonManifest(List.of())
                        .read(FILE, disk("{\"ckpts_manifest\": 1, \"variables\": []}"))
                        .bookkeeping())
                .isEmpty();
    }

    @Test
    void everyKeyIsRead() throws IOException {
        Manifest manifest = read("""
                {"ckpts_manifest": 1,
                 "restored_by": "load_weights",
                 "optimizer_order": ["w"],
                 "variables": [
                   {"name": "w", "dtype": "bf16", "shape": [2, 3], "initializer": "zeros", "trainable": false,
                    "optional": true, "aliases": ["v"]},
                   {"shape": [], "dtype": "float32", "slot_of": "w", "name": "w/m"}]}
                """);
        assertThat(manifest.restoredBy()).contains(TensorFlowCalls.LOAD_WEIGHTS);
        assertThat(manifest.optimizerOrder()).containsExactly("w");
        assertThat(manifest.variables())
                .containsExactly(
                        new Expected(
                                "w",
                                new TensorType(DType.BFLOAT16, Shape.of(2, 3)),
                                Optional.of("zeros"),
                                Optional.of(false),
                                true,
                                List.of("v"),
                                Optional.empty()),
                        new Expected(
                                "w/m",
                                float32(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                List.of(),
                                Optional.of("w")));
    }

    @Test
    void listsAndRangesStandForSeveralVariablesAndPairWithAliasesAndOwners() throws IOException {
        Manifest manifest = read("""
                {"ckpts_manifest": 1, "variables": [
                   {"name": "h.{0..1}.{q,k}", "dtype": "float32", "shape": [4], "aliases": ["l{1..2}_{Q,K}"]},
                   {"name": "m/h.{0..1}.q", "dtype": "float32", "shape": [4], "slot_of": "h.{0..1}.q"}]}
                """);
        assertThat(manifest.variables())
                .extracting(Expected::name)
                .containsExactly("h.0.q", "h.0.k", "h.1.q", "h.1.k", "m/h.0.q", "m/h.1.q");
        assertThat(manifest.variable("h.1.k").orElseThrow().aliases()).containsExactly("l2_K");
        assertThat(manifest.variable("m/h.1.q").orElseThrow().slotOf()).contains("h.1.q");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            [] ~ byte 0: line 1: a manifest must be an object, found a list
            {} ~ byte 1: line 1: the first key is missing, expected "ckpts_manifest"
            {"variables": []} ~ byte 1: line 1: the first key is "variables", expected "ckpts_manifest"
            {"ckpts_manifest": 1} ~ byte 20: line 1: no "variables"
            {"ckpts_manifest": "1"} ~ byte 19: line 1: "ckpts_manifest" must be a version number, found 1
            {"ckpts_manifest": 2} ~ byte 19: line 1: manifest version 2: this program reads version 1
            {"ckpts_manifest": 1, "variabels": []} ~ byte 22: line 1: unknown key "variabels": did you mean "variables"?
            {"ckpts_manifest": 1, "x": []} ~ byte 22: line 1: unknown key "x": expected one of ckpts_manifest, restored_by, variables, optimizer_order
            {"ckpts_manifest": 1, "variables": {}} ~ byte 35: line 1: "variables" must be a list, found an object
            {"ckpts_manifest": 1, "variables": [3]} ~ byte 36: line 1: a variable must be an object, found 3
            {"ckpts_manifest": 1, "restored_by": "keras"} ~ byte 37: line 1: "restored_by" is "keras", expected one of restore, read, saver, load_weights
            {"ckpts_manifest": 1, "variables": [{"nmae": 1}]} ~ byte 37: line 1: unknown key "nmae": did you mean "name"?
            {"ckpts_manifest": 1, "variables": [{"name": 1}]} ~ byte 45: line 1: "name" must be a string, found 1
            {"ckpts_manifest": 1, "variables": [{"dtype": "int8"}]} ~ byte 52: line 1: a variable without "name"
            {"ckpts_manifest": 1, "variables": [{"name": "a", "shape": []}]} ~ byte 61: line 1: the variable "a" has no "dtype"
            {"ckpts_manifest": 1, "variables": [{"name": "a", "dtype": "int8"}]} ~ byte 65: line 1: the variable "a" has no "shape"
            {"ckpts_manifest": 1, "variables": [{"dtype": "flaot32"}]} ~ byte 46: line 1: unknown dtype "flaot32": did you mean "float32"?
            {"ckpts_manifest": 1, "variables": [{"dtype": "x"}]} ~ byte 46: line 1: unknown dtype "x"
            {"ckpts_manifest": 1, "variables": [{"shape": [-1]}]} ~ byte 47: line 1: a dimension must not be negative, found -1
            {"ckpts_manifest": 1, "variables": [{"shape": [1.5]}]} ~ byte 47: line 1: a dimension must be a whole number, found 1.5
            {"ckpts_manifest": 1, "variables": [{"optional": 1}]} ~ byte 49: line 1: "optional" must be true or false, found 1
            {"ckpts_manifest": 1, "variables": [{"name": "a*", "dtype": "int8", "shape": []}]} ~ byte 79: line 1: the name "a*": wildcards and captures match unknown names: write lists {q,k} and ranges {0..3} only
            {"ckpts_manifest": 1, "variables": [{"name": "{0..9999999}", "dtype": "int8", "shape": []}]} ~ byte 89: line 1: the name "{0..9999999}": more than 1000000 names
            {"ckpts_manifest": 1, "variables": [{"name": "a{0..1}", "dtype": "int8", "shape": [], "slot_of": "b"}]} ~ byte 100: line 1: "slot_of" of "a{0..1}": the target has no list, the pattern "a{0..1}" has 1 list: they pair by position; write captures ({x}) to leave one out or to move it
            {"ckpts_manifest": 1, "ckpts_manifest": 1} ~ byte 38: not a JSON document: a duplicate key in an object
            {"ckpts_manifest": 1, "variables": []} {} ~ byte 39: line 1: there is something after the manifest
            """)
    void mistakesAreReportedWithTheirPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("m.json, " + message);
    }

    @Test
    void aDuplicateVariableIsReportedWithTheLineOfTheFirst() {
        assertThatThrownBy(() -> read("""
                        {"ckpts_manifest": 1, "variables": [
                          {"name": "a{0..3}", "dtype": "int8", "shape": []},
                          {"name": "a2", "dtype": "int8", "shape": []}]}
                        """))
                .hasMessage("m.json, byte 135: line 3: a second variable named \"a2\", the first is in line 2");
    }

    @Test
    void aTruncatedManifestIsAnErrorAtEveryByte() {
        String text =
                "{\"ckpts_manifest\": 1, \"variables\": [{\"name\": \"a\", \"dtype\": \"int8\", \"shape\": [1, 2]}]}";
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedFileException.class);
        }
    }

    @Test
    void onlyAnObjectThatBeginsWithTheVersionIsRecognized() {
        JsonManifest source = new JsonManifest(List.of(new TensorFlowFormat()));
        assertThat(source.recognizes(FILE, disk(" {\n \"ckpts_manifest\": 1"))).isTrue();
        assertThat(source.recognizes(FILE, disk("\ufeff{\"ckpts_manifest\""))).isTrue();
        assertThat(source.recognizes(FILE, disk("{\"weight_map\": {}}"))).isFalse();
        assertThat(source.recognizes(FILE, disk(""))).isFalse();
        assertThat(source.recognizes(Path.of("other"), disk("{"))).isFalse();
    }

    @Test
    void neighboursOfOneTypeAreWrittenOnOneLine() {
        List<Expected> variables = new ArrayList<>();
        for (int layer = 0; layer < 12; layer++) {
            variables.add(Expected.of("h." + layer + ".q", float32(8, 8)));
            variables.add(Expected.of("h." + layer + ".k", float32(8, 8)));
        }
        variables.add(Expected.of("ln\"", float32(8)));
        assertThat(JsonManifestWriter.write(
                        new Manifest(variables, Optional.of(TensorFlowCalls.SAVER), List.of("h.0.q"))))
                .isEqualTo("""
                        {
                          "ckpts_manifest": 1,
                          "restored_by": "saver",
                          "variables": [
                            {"name": "h.{0..11}.{q,k}", "dtype": "float32", "shape": [8, 8]},
                            {"name": "ln\\\\\\"", "dtype": "float32", "shape": [8]}
                          ],
                          "optimizer_order": [
                            "h.0.q"
                          ]
                        }
                        """);
    }

    @Test
    void whatIsWrittenIsReadBackEqualWhateverTheNames() throws IOException {
        Random random = new Random(5);
        List<String> parts =
                List.of("a", "b/", ".", "0", "1", "12", "*", "{x}", "[", "\\", "$", "\"", "\udc80", "\n", "é", ",");
        for (int round = 0; round < 200; round++) {
            java.util.Map<String, Expected> variables = new java.util.LinkedHashMap<>();
            for (int i = 0; i < 20; i++) {
                StringBuilder name = new StringBuilder("n");
                for (int j = random.nextInt(5); j >= 0; j--) {
                    name.append(parts.get(random.nextInt(parts.size())));
                }
                String text = name.toString();
                boolean plain = random.nextBoolean();
                variables.put(
                        text,
                        plain
                                ? Expected.of(text, float32(random.nextInt(2)))
                                : new Expected(
                                        text,
                                        float32(),
                                        Optional.of("normal(stddev = 0.02)"),
                                        Optional.of(true),
                                        random.nextBoolean(),
                                        List.of(text + "/alias"),
                                        Optional.of("owner" + text)));
            }
            Manifest manifest = new Manifest(variables.values(), Optional.empty());
            assertThat(read(JsonManifestWriter.write(manifest)).variables())
                    .containsExactlyElementsOf(manifest.variables());
        }
    }
}
