package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.StorageHint;
import ckpts.format.tensorflow.bundle.BigEndianStrings;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.PartitionedStrings;
import ckpts.naming.Names;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reasons why a checkpoint cannot be stored as a bundle. */
final class BundleObstacles {
    private BundleObstacles() {}

    /** A sentence for each obstacle; empty if there is none. */
    static List<String> of(Checkpoint checkpoint) {
        Optional<BundleState> state = checkpoint.conventions(BundleState.class);
        List<String> obstacles = new ArrayList<>();
        state.filter(BundleState::writesObjects)
                .ifPresent(objects -> obstacles.addAll(ObjectBased.obstacles(objects, checkpoint)));
        state.filter(BundleState::writesObjects)
                .ifPresent(objects -> obstacles.addAll(UnattributedSlots.obstacles(objects, checkpoint)));
        for (Entry entry : checkpoint.entries()) {
            name(entry.name()).ifPresent(obstacles::add);
            type(entry, state).ifPresent(obstacles::add);
        }
        checkpoint.aliases().keySet().forEach(alias -> name(alias).ifPresent(obstacles::add));
        return obstacles;
    }

    private static Optional<String> name(String name) {
        if (name.isEmpty()) {
            return Optional.of("a tensor has the empty name, which a bundle uses for its header: rename it");
        }
        try {
            Names.encode(name);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    "\"" + name + "\" cannot be written as UTF-8: it has half of a surrogate pair; rename it");
        }
    }

    private static Optional<String> type(Entry entry, Optional<BundleState> state) {
        DType type = entry.tensor().type().dtype();
        int rank = entry.tensor().type().shape().rank();
        if (rank > BundleEntry.MAX_RANK) {
            return Optional.of("\"" + entry.name() + "\" has " + rank + " dimensions, TensorFlow allows "
                    + BundleEntry.MAX_RANK + StorageHint.drop(entry.name()));
        }
        if (type.isFixedWidth()) {
            return Optional.empty();
        }
        boolean known = state.flatMap(bundle -> bundle.stored(entry.tensor())).isPresent();
        if (known || type != DType.OPAQUE && isEncodedForBundles(entry.tensor())) {
            return Optional.empty();
        }
        return Optional.of(
                type == DType.OPAQUE
                        ? StorageHint.ofUnknownType(entry.name())
                        : "\"" + entry.name() + "\" has elements of type " + type + " as another format stores them"
                                + StorageHint.drop(entry.name()));
    }

    private static boolean isEncodedForBundles(Tensor tensor) {
        return tensor instanceof PartitionedStrings
                || tensor instanceof BigEndianStrings
                || tensor.origin()
                        .filter(origin -> origin.format().equals(TensorFlowFormat.NAME))
                        .isPresent();
    }
}
