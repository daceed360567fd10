package ckpts.publication;

import ckpts.format.CheckpointFormat;

class ShelfCrashTest extends CrashContract {
    @Override
    CheckpointFormat format() {
        return new ShelfFormat();
    }

    @Override
    boolean links() {
        return false;
    }

    @Override
    String record() {
        return "newest";
    }
}
