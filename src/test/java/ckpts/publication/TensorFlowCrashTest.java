package ckpts.publication;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.SimulatedDisk;
import ckpts.format.CheckpointFormat;
import ckpts.format.tensorflow.TensorFlowFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFlowCrashTest extends CrashContract {
    @Override
    CheckpointFormat format() {
        return new TensorFlowFormat();
    }

    @Override
    String record() {
        return "checkpoint";
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OVER_ITSELF", "OVER_ITSELF_BY_LINK"})
    void aRerunWritesTheSameFiles(Case setting) throws Exception {
        SimulatedDisk once = new SimulatedDisk();
        setting.prepare(once, format());
        setting.save(once, format());
        List<String> names = once.list(PATH.getParent());
        Map<Path, ByteBuffer> written = once.contents();
        for (int rerun = 0; rerun < 2; rerun++) {
            setting.save(once, format());
            assertThat(once.contents()).isEqualTo(written);
            assertThat(once.list(PATH.getParent())).isEqualTo(names);
        }
    }
}
