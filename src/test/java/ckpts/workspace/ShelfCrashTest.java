package ckpts.workspace;

import ckpts.format.CheckpointFormat;

class ShelfCrashTest extends CrashContract {
    @Override
    CheckpointFormat format() {
        return new ShelfFormat();
    }

    @Override
    String record() {
        return "newest";
    }
}
