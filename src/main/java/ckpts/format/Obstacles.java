package ckpts.format;

import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/** The reasons why a checkpoint cannot be stored in a format. */
public final class Obstacles {
    private Obstacles() {}

    /** A sentence for each obstacle, the format's own first; empty if there is none. No I/O. */
    public static List<String> of(Checkpoint checkpoint, CheckpointFormat format) {
        List<String> obstacles = new ArrayList<>(format.obstacles(checkpoint));
        if (!format.keepsMetadata()) {
            checkpoint
                    .metadataEdits()
                    .given()
                    .forEach(field ->
                            obstacles.add("metadata" + AttributePath.of(field).written() + " was set, and "
                                    + format.name() + " has no metadata" + StorageHint.dropMetadata(field)));
        }
        lost(checkpoint, format, obstacles);
        return obstacles;
    }

    /** What the format that the checkpoint was read from has beside tensors, and another does not keep. */
    private static void lost(Checkpoint checkpoint, CheckpointFormat format, List<String> obstacles) {
        if (checkpoint
                .conventions()
                .filter(own -> !own.format().equals(format.name()))
                .isEmpty()) {
            return;
        }
        for (String field : checkpoint.conventions().get().foundHereOnly()) {
            if (checkpoint.metadata().values().containsKey(field)) {
                obstacles.add("metadata" + AttributePath.of(field).written() + " has no place in " + format.name()
                        + StorageHint.dropMetadata(field));
            }
        }
    }
}
