package ckpts.publication;

import ckpts.format.CheckpointFormat;
import ckpts.format.safetensors.SafetensorsFormat;

class SafetensorsCrashTest extends CrashContract {
    @Override
    CheckpointFormat format() {
        return new SafetensorsFormat();
    }

    /** There is none. */
    @Override
    String record() {
        return "newest";
    }
}
