package ckpts.workspace;

import ckpts.format.CheckpointFormat;
import ckpts.format.tensorflow.TensorFlowFormat;

class TensorFlowCrashTest extends CrashContract {
    @Override
    CheckpointFormat format() {
        return new TensorFlowFormat();
    }

    @Override
    String record() {
        return "checkpoint";
    }
}
