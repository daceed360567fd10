package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.format.CheckpointFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KerasArchiveFormatTest extends SavedFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new KerasArchiveFormat();
    }

    @Override
    List<String> endings() {
        return List.of(".keras");
    }

    @Override
    boolean isVouched() {
        return true;
    }

    @Test
    void otherArchivesAreNotRecognized() {
        assertThat(format().recognizes(Path.of("src/test/fixtures/foreign/model.npz"), new RealDisk()))
                .isFalse();
        assertThat(format().recognizes(FIXTURES, new RealDisk())).isFalse();
        assertThat(format().recognizes(FIXTURES.resolve("none.keras"), new RealDisk()))
                .isFalse();
    }
}
