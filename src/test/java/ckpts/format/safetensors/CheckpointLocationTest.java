package ckpts.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PathForm;
import ckpts.format.PathForm.Kind;
import ckpts.format.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What paths mean, and indexes that are wrong. */
class CheckpointLocationTest {
    private static final Path DIRECTORY = Path.of("");
    private static final Path INDEX = Path.of("m.safetensors.index.json");
    private static final SafetensorsFormat FORMAT = new SafetensorsFormat();

    private final MemoryDisk disk = new MemoryDisk();

    private void file(String name) {
        disk.put(Path.of(name), HeaderWriter.header(Optional.empty(), List.of(), 8));
    }

    private void index(String json) {
        disk.put(INDEX, json.getBytes(StandardCharsets.UTF_8));
    }

    private Path opened(Path path) throws IOException {
        assertThat(FORMAT.recognizes(path, disk)).isTrue();
        try (OpenedCheckpoint opened = FORMAT.open(path, disk)) {
            return opened.path();
        }
    }

    @Test
    void aDirectoryWithOneFile() throws IOException {
        file("weights.safetensors");

        assertThat(opened(DIRECTORY)).isEqualTo(Path.of("weights.safetensors"));
        assertThat(opened(Path.of("weights"))).isEqualTo(Path.of("weights.safetensors"));
    }

    @Test
    void aDirectoryWithAnIndex() throws IOException {
        index("{\"weight_map\":{}}");
        file("m-00001-of-00001.safetensors");

        assertThat(opened(DIRECTORY)).isEqualTo(INDEX);
        assertThat(opened(Path.of("m"))).isEqualTo(INDEX);
    }

    @Test
    void aDirectoryWithSeveral() throws IOException {
        file("b.safetensors");
        file("a.safetensors");

        assertThatThrownBy(() -> FORMAT.open(DIRECTORY, disk))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(", byte 0: this directory has several checkpoints, name one of them: \"a\", \"b\"");
        file("model.safetensors");
        assertThat(opened(DIRECTORY)).isEqualTo(Path.of("model.safetensors"));
    }

    @Test
    void aDirectoryWithout() {
        assertThat(FORMAT.recognizes(DIRECTORY, disk)).isFalse();
        assertThatThrownBy(() -> FORMAT.open(DIRECTORY, disk)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileIsTakenBeforeAnIndex() throws IOException {
        file("m.safetensors");
        index("{\"weight_map\":{}}");

        try (OpenedCheckpoint opened = FORMAT.open(Path.of("m"), disk)) {
            assertThat(opened.path()).isEqualTo(Path.of("m.safetensors"));
            assertThat(opened.warnings())
                    .containsExactly("\"m.safetensors.index.json\", which is next to \"m.safetensors\", was not used");
        }
    }

    @Test
    void aShardIsAFileOfItsOwn() throws IOException {
        file("m-00001-of-00002.safetensors");
        index("{\"weight_map\":{}}");

        try (OpenedCheckpoint opened = FORMAT.open(Path.of("m-00001-of-00002.safetensors"), disk)) {
            assertThat(opened.warnings())
                    .containsExactly("this is one of several shards: \"m.safetensors.index.json\" lists all of them");
        }
    }

    @Test
    void aFileOfAnotherNameIsKnownByItsBeginning() {
        file("blob");
        disk.put(Path.of("other"), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '[', ']'});
        disk.put(Path.of("short"), new byte[] {2});

        assertThat(FORMAT.recognizes(Path.of("blob"), disk)).isTrue();
        assertThat(FORMAT.recognizes(Path.of("other"), disk)).isFalse();
        assertThat(FORMAT.recognizes(Path.of("short"), disk)).isFalse();
        assertThat(FORMAT.recognizes(Path.of("nothing"), disk)).isFalse();
    }

    @Test
    void thePathsThatCanMeanNothingElse() {
        assertThat(FORMAT.form(Path.of("a/m.safetensors"))).isEqualTo(new PathForm(Kind.OWN, Path.of("a/m")));
        assertThat(FORMAT.form(INDEX).kind()).isEqualTo(Kind.OWN);
        assertThat(FORMAT.form(Path.of("a/m"))).isEqualTo(PathForm.other(Path.of("a/m")));
        assertThat(FORMAT.form(Path.of(".safetensors")).kind()).isEqualTo(Kind.USUAL);
    }

    @Test
    void indexesThatAreWrong() {
        Map.ofEntries(
                        Map.entry("[]", "byte 0: an index must be an object, found a list"),
                        Map.entry("{}", "byte 1: the index has no \"weight_map\""),
                        Map.entry("{\"weight_map\":{},\"weight_map\":{}}", "byte 17: \"weight_map\" appears twice"),
                        Map.entry(
                                "{\"weight_map\":{\"a\":\"f\",\"a\":\"f\"}}",
                                "byte 23: \"a\" appears twice in \"weight_map\""),
                        Map.entry("{\"metadata\":{\"a\":1,\"a\":1}}", "byte 19: a key appears twice in \"metadata\""),
                        Map.entry(
                                "{\"weight_map\":{\"a\":{}}}",
                                "byte 19: \"weight_map\" must have the name of a file for each tensor, found an object"),
                        Map.entry(
                                "{\"weight_map\":{\"a\":\"../f\"}}",
                                "byte 19: the file of \"a\" is not a plain name: shards are in the folder of their index"),
                        Map.entry(
                                "{\"weight_map\":{\"a\":\"..\"}}",
                                "byte 19: the file of \"a\" is not a plain name: shards are in the folder of their index"),
                        Map.entry("{\"weight_map\":[]}", "byte 14: \"weight_map\" must be an object, found a list"))
                .forEach((json, message) -> {
                    index(json);
                    assertThatThrownBy(() -> FORMAT.open(INDEX, disk))
                            .as(json)
                            .isInstanceOf(MalformedFileException.class)
                            .hasMessage("m.safetensors.index.json, " + message);
                });
    }

    @Test
    void anIndexOfWhatIsNotThere() throws IOException {
        index("{\"weight_map\":{\"a\":\"f.safetensors\"}}");

        assertThatThrownBy(() -> FORMAT.open(INDEX, disk))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("f.safetensors: m.safetensors.index.json names it");
        assertThat(FORMAT.verify(INDEX, disk).findings())
                .containsExactly(new Verification.Finding(
                        Verification.Kind.DAMAGED,
                        "m.safetensors.index.json",
                        "names f.safetensors, which is missing"));
        file("f.safetensors");
        assertThatThrownBy(() -> FORMAT.open(INDEX, disk))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("m.safetensors.index.json, byte 0: \"a\" should be in \"f.safetensors\", which does not"
                        + " have it");
    }
}
