package ckpts.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.OpenedCheckpoint.Absent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are one checkpoint without an index that says so, and an index whose files are not all there. */
class SeveralFilesTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/safetensors");
    private static final Disk DISK = new RealDisk();
    private static final SafetensorsFormat FORMAT = new SafetensorsFormat();

    @TempDir
    Path folder;

    private void copy(String fixture, String name) throws IOException {
        Files.copy(FIXTURES.resolve(fixture), folder.resolve(name));
    }

    @Test
    void aPatternIsOneCheckpoint() throws IOException {
        copy("sharded/model-00002-of-00002.safetensors", "b.safetensors");
        copy("sharded/model-00001-of-00002.safetensors", "a.safetensors");
        copy("smallest/model.safetensors", "other");
        Path pattern = folder.resolve("?.safetensors");

        assertThat(FORMAT.recognizes(pattern, DISK)).isTrue();
        try (OpenedCheckpoint opened = FORMAT.open(pattern, DISK)) {
            assertThat(opened.checkpoint().names()).containsExactly("embed", "layers.0.w", "layers.1.w", "né");
            assertThat(opened.files())
                    .containsExactly(folder.resolve("a.safetensors"), folder.resolve("b.safetensors"));
            assertThat(opened.warnings()).isEmpty();
        }
        assertThat(FORMAT.verify(pattern, DISK).isSound()).isTrue();
    }

    @Test
    void filesOfOneCheckpointShareNoName() throws IOException {
        copy("smallest/model.safetensors", "a.safetensors");
        copy("smallest/model.safetensors", "b.safetensors");

        assertThatThrownBy(() -> FORMAT.open(folder.resolve("*.safetensors"), DISK))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(
                        folder.resolve("b.safetensors")
                                + ", byte 0: \"v\" is in \"a.safetensors\", too: names must be unique across the files of a checkpoint");
    }

    @Test
    void aPatternThatMatchesNothingIsAnError() throws IOException {
        copy("smallest/model.safetensors", "a.safetensors");
        Path pattern = folder.resolve("model-*-of-00012.safetensors");

        assertThat(FORMAT.recognizes(pattern, DISK)).isTrue();
        assertThatThrownBy(() -> FORMAT.open(pattern, DISK))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(
                        pattern + ": it is a pattern, `*` for any characters, and no file in the folder matches it");
    }

    /** A file whose name has such a sign in it is that file. */
    @Test
    void aNameMayLookLikeAPattern() throws IOException {
        copy("smallest/model.safetensors", "a*.safetensors");
        copy("smallest/model.safetensors", "ab.safetensors");

        try (OpenedCheckpoint opened = FORMAT.open(folder.resolve("a*.safetensors"), DISK)) {
            assertThat(opened.files()).containsExactly(folder.resolve("a*.safetensors"));
        }
    }

    @Test
    void whatIsNotThereIsNamedWithItsReason() throws IOException {
        copy("sharded/model-00001-of-00002.safetensors", "model-00001-of-00002.safetensors");
        Files.writeString(folder.resolve("model.safetensors.index.json"), """
                {"weight_map": {"embed": "model-00001-of-00002.safetensors", "gone": "model-00002-of-00002.safetensors",
                "lost": "model-00001-of-00002.safetensors"}}
                """);

        try (OpenedCheckpoint opened = FORMAT.openPartly(folder, DISK)) {
            assertThat(opened.checkpoint().names()).containsExactly("embed");
            assertThat(opened.absent()).extracting(Absent::name).containsExactly("gone", "lost");
            assertThat(opened.absent().get(0).reason())
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage(folder.resolve("model-00002-of-00002.safetensors") + ": "
                            + folder.resolve("model.safetensors.index.json") + " names it");
            assertThat(opened.absent().get(1).reason())
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessage(folder.resolve("model.safetensors.index.json")
                            + ", byte 0: \"lost\" should be in \"model-00001-of-00002.safetensors\", which does not have"
                            + " it");
        }
        assertThatThrownBy(() -> FORMAT.open(folder, DISK)).isInstanceOf(NoSuchFileException.class);
    }
}
