package ckpts.format.tensorflow.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.format.Json;
import ckpts.format.MemoryDisk;
import ckpts.format.tensorflow.TensorFlowFormatTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointStateTest {
    static Stream<Path> states() throws IOException {
        try (Stream<Path> folders = Files.list(TensorFlowFormatTest.FIXTURES.resolve("state_files"))) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void isReadAsTensorFlowReadsIt(Path folder) throws IOException {
        Optional<CheckpointState> state = CheckpointState.parse(Files.readAllBytes(folder.resolve("checkpoint")));

        Map<String, Object> expected = Json.object(folder.resolve("expected.json"));
        if (expected.containsKey("error")) {
            assertThat(state.map(CheckpointState::newest)).contains("");
        } else if (expected.get("state") instanceof Map<?, ?> values) {
            assertThat(dotted(state.orElseThrow().newest())).isEqualTo(values.get("model_checkpoint_path"));
            assertThat(state.orElseThrow().all().stream()
                            .map(CheckpointStateTest::dotted)
                            .toList())
                    .isEqualTo(values.get("all_model_checkpoint_paths"));
        } else {
            assertThat(state).isEmpty();
        }
    }

    /** TensorFlow joins relative paths to the directory, which was the current one. */
    private static String dotted(String path) {
        return path.startsWith("/") ? path : "./" + path;
    }

    @Test
    void aRecordThatCannotBeReadCountsForNothing() throws IOException {
        byte[] before = "model_checkpoint_path: ".getBytes(StandardCharsets.UTF_8);

        assertThat(CheckpointState.RECORD.naming(Path.of("out/m.ckpt-4.index"), Optional.of(before), new MemoryDisk()))
                .isEqualTo(new CheckpointState("m.ckpt-4", List.of("m.ckpt-4")).text());
    }

    @Test
    void keepsTheOthersListed() {
        CheckpointState state = new CheckpointState("ckpt-2", List.of("ckpt-1", "ckpt-2"));

        assertThat(text(state.naming("ckpt-3")))
                .isEqualTo("model_checkpoint_path: \"ckpt-3\"\nall_model_checkpoint_paths: \"ckpt-1\"\n"
                        + "all_model_checkpoint_paths: \"ckpt-2\"\nall_model_checkpoint_paths: \"ckpt-3\"\n");
        assertThat(text(state.naming("ckpt-1")))
                .isEqualTo("model_checkpoint_path: \"ckpt-1\"\nall_model_checkpoint_paths: \"ckpt-2\"\n"
                        + "all_model_checkpoint_paths: \"ckpt-1\"\n");
    }

    @Test
    void keepsTimesSoThatAManagerStillKnowsItsCheckpoints() {
        CheckpointState state =
                new CheckpointState("ckpt-2", List.of("ckpt-1", "ckpt-2"), List.of("7.25", "1e1"), Optional.of("5.5"));

        assertThat(text(state.naming("ckpt-5")))
                .isEqualTo("model_checkpoint_path: \"ckpt-5\"\nall_model_checkpoint_paths: \"ckpt-1\"\n"
                        + "all_model_checkpoint_paths: \"ckpt-2\"\nall_model_checkpoint_paths: \"ckpt-5\"\n"
                        + "all_model_checkpoint_timestamps: 7.25\nall_model_checkpoint_timestamps: 1e1\n"
                        + "all_model_checkpoint_timestamps: 1e1\nlast_preserved_timestamp: 5.5\n");
        assertThat(text(state.naming("ckpt-1")))
                .isEqualTo("model_checkpoint_path: \"ckpt-1\"\nall_model_checkpoint_paths: \"ckpt-2\"\n"
                        + "all_model_checkpoint_paths: \"ckpt-1\"\nall_model_checkpoint_timestamps: 1e1\n"
                        + "all_model_checkpoint_timestamps: 1e1\nlast_preserved_timestamp: 5.5\n");
    }

    @Test
    void aNewCheckpointIsYoungerThanWhatIsKeptForGood() {
        CheckpointState state = new CheckpointState(
                "ckpt-1", List.of("ckpt-1"), List.of("1796007376.25"), Optional.of("1796007376.25"));

        assertThat(state.naming("ckpt-2").times()).containsExactly("1796007376.25", "1796007377.25");
    }

    @Test
    void timesThatAreNotOfAllAreNone() {
        String text = "all_model_checkpoint_paths: \"a\" all_model_checkpoint_paths: \"b\""
                + " all_model_checkpoint_timestamps: 1 last_preserved_timestamp: 2";

        assertThat(CheckpointState.parse(text.getBytes(StandardCharsets.UTF_8)))
                .contains(new CheckpointState("", List.of("a", "b"), List.of(), Optional.of("2")));
    }

    @Test
    void pathsOfAnotherPlaceBecomeThoseOfTheDirectory() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        for (String file : List.of("/run/ckpt-1.index", "/run/ckpt-2.index", "/run/v1", "/other/ckpt-2.index")) {
            disk.put(Path.of(file), new byte[0]);
        }
        String before = "model_checkpoint_path: \"/gone/ckpt-3\"\n";
        for (String path :
                List.of("/gone/ckpt-1", "/run/ckpt-2", "/gone/v1", "/gone/lost-1", "/other/ckpt-2", "/gone/ckpt-3")) {
            before += "all_model_checkpoint_paths: \"" + path + "\"\n";
        }

        byte[] after = CheckpointState.RECORD.naming(
                Path.of("/run/ckpt-3"), Optional.of(before.getBytes(StandardCharsets.UTF_8)), disk);

        assertThat(CheckpointState.parse(after))
                .contains(new CheckpointState(
                        "ckpt-3", List.of("ckpt-1", "ckpt-2", "v1", "/gone/lost-1", "/other/ckpt-2", "ckpt-3")));
    }

    @Test
    void isWrittenSoThatItIsReadBack() {
        for (String name : List.of("a\"b\\c", "tab\tnew\nline", "größe/重み🔑", "stray\udcff\udc80")) {
            CheckpointState state = new CheckpointState(name, List.of(name));

            assertThat(CheckpointState.parse(state.text())).contains(state);
        }
        assertThat(text(new CheckpointState("\u0001\udcff", List.of())))
                .isEqualTo("model_checkpoint_path: \"\\001\\377\"\n");
    }

    @Test
    void isNothingIfAnyPartOfItIsNothing() {
        for (String text : List.of(
                "model_checkpoint_path: 1",
                "model_checkpoint_path: \"a",
                "model_checkpoint_path: \"a\\q\"",
                "model_checkpoint_path: \"\\777\"",
                "model_checkpoint_path: \"\\ud800\"",
                "model_checkpoint_path:",
                "model_checkpoint_path",
                "all_model_checkpoint_timestamps: \"a\"",
                "all_model_checkpoint_paths: [\"a\"",
                ": \"a\"",
                "{}")) {
            assertThat(CheckpointState.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isEmpty();
        }
    }

    private static String text(CheckpointState state) {
        return new String(state.text(), StandardCharsets.UTF_8);
    }
}
