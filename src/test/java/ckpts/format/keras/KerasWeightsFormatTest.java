package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.format.CheckpointFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KerasWeightsFormatTest extends SavedFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new KerasWeightsFormat();
    }

    @Override
    List<String> endings() {
        return List.of(".weights.h5", ".weights.json");
    }

    @Override
    boolean isVouched() {
        return false;
    }

    @Test
    void filesWithListsOfLayersAreNotRecognized() {
        Path listed = Path.of("src/test/fixtures/keras/tiny/model.h5");

        assertThat(format().recognizes(listed, new RealDisk())).isFalse();
        assertThat(format().recognizes(FIXTURES.resolve("none.weights.h5"), new RealDisk()))
                .isFalse();
        assertThat(format().recognizes(FIXTURES.resolve("tiny/model.keras"), new RealDisk()))
                .isFalse();
    }
}
