package ckpts.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.format.Edits;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verification;
import ckpts.plan.SaveOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about shards that an index does not name. */
class SafetensorsVerificationTest {
    private static final Path SMALLEST = Path.of("src/test/fixtures/safetensors/smallest/model.safetensors");
    private static final Disk DISK = new RealDisk();
    private static final SafetensorsFormat FORMAT = new SafetensorsFormat();

    @TempDir
    Path folder;

    @BeforeEach
    void oneTensorInThreeShards() throws Exception {
        SaveOptions three = new SaveOptions(OptionalInt.of(3), OptionalLong.empty(), false, false, false);
        try (OpenedCheckpoint opened = FORMAT.open(SMALLEST, DISK)) {
            Edits.save(opened.checkpoint(), FORMAT, folder.resolve("model"), three, DISK);
        }
    }

    @Test
    void shardsThatNoTensorWasLeftForAreSound() throws Exception {
        assertThat(DISK.list(folder)).hasSize(4).contains("model-00003-of-00003.safetensors");

        assertThat(FORMAT.verify(folder, DISK))
                .isEqualTo(new Verification(
                        1,
                        0,
                        new Verification.Scope(
                                "headers, and that each byte of the data belongs to exactly one tensor; the index against its"
                                        + " shards",
                                "values: safetensors has no checksums, so a changed byte of a tensor cannot be"
                                        + " detected"),
                        java.util.List.of()));
    }

    @Test
    void shardsOfAnotherSaveAreOdd() throws Exception {
        Path empty = emptyShard();
        Path other = folder.resolve("model-00001-of-00009.safetensors");
        Files.copy(empty, other);
        Files.copy(SMALLEST, empty, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(FORMAT.verify(folder, DISK).findings())
                .containsExactlyInAnyOrder(
                        new Verification.Finding(
                                Verification.Kind.ODD, other.toString(), "belongs to another save under this name"),
                        new Verification.Finding(
                                Verification.Kind.ODD, empty.toString(), "belongs to another save under this name"));
    }

    private Path emptyShard() throws Exception {
        String index = Files.readString(folder.resolve("model.safetensors.index.json"));
        return DISK.list(folder).stream()
                .filter(name -> name.contains("-of-") && !index.contains(name))
                .findFirst()
                .map(folder::resolve)
                .orElseThrow();
    }
}
