package ckpts;

import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.keras.KerasArchiveFormat;
import ckpts.format.keras.KerasH5Format;
import ckpts.format.keras.KerasWeightsFormat;
import ckpts.format.manifest.JsonManifest;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.MetaGraphManifest;
import ckpts.format.tensorflow.TensorFlowFormat;
import java.util.List;

/** The formats of this program: the only place that names them. */
final class StandardFormats {
    private StandardFormats() {}

    static Formats formats() {
        List<CheckpointFormat> checkpoints = List.of(
                new KerasArchiveFormat(),
                new KerasWeightsFormat(),
                new KerasH5Format(),
                new TensorFlowFormat(),
                new SafetensorsFormat());
        return new Formats(checkpoints, List.of(new JsonManifest(checkpoints), new MetaGraphManifest()));
    }
}
