package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.StorageHint;
import java.util.ArrayList;
import java.util.List;

/** Reasons why a checkpoint cannot be stored in Keras 3's format, or would not load from it. */
final class SavedObstacles {
    private SavedObstacles() {}

    /** A sentence for each obstacle to a file of weights; empty if there is none. */
    static List<String> ofWeights(Checkpoint checkpoint) {
        ObjectPlacement placement = new ObjectPlacement(checkpoint, false);
        List<String> obstacles = new ArrayList<>(common(checkpoint, placement));
        Attribute.Fields metadata = checkpoint.metadata();
        for (String field : checkpoint.metadataEdits().given().toList()) {
            Attribute value = metadata.values().get(field);
            if (value != null && !RootAttributes.isStorable(field, value)) {
                obstacles.add("metadata" + AttributePath.of(field).written() + " is " + value.kind()
                        + ", which an attribute of this name cannot be" + StorageHint.dropMetadata(field));
            }
        }
        return obstacles;
    }

    /** Those that archives have, too. */
    static List<String> common(Checkpoint checkpoint, ObjectPlacement placement) {
        List<String> obstacles = new ArrayList<>(placement.problems());
        for (Entry entry : placement.stored(checkpoint)) {
            KerasObstacles.type(entry).ifPresent(obstacles::add);
        }
        KerasObstacles.aliases(checkpoint, obstacles);
        return obstacles;
    }
}
