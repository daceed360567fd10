package ckpts.format.keras;

import ckpts.bytes.Disk;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Target;
import java.io.IOException;
import java.nio.file.Path;

/** TODO */
final class WeightShards {
    static final String ENDING = ".weights.json";

    private WeightShards() {}

    static boolean isIndex(Path path, Disk disk) {
        return false;
    }

    static OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        throw new IOException();
    }

    static Layout layout(SavedDraft draft, ObjectPlacement placement, Target target) {
        throw new IllegalStateException();
    }
}
