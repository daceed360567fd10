package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.naming.FirstFew;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors of optimizers that may be slots of unknown variables: they keep their numbers, and TensorFlow loads them by
 * their numbers. So the variables that they may belong to must still exist as they were read.
 */
final class UnattributedSlots {
    private UnattributedSlots() {}

    /** A sentence for each optimizer whose tensors would be loaded into others. */
    static List<String> obstacles(BundleState state, Checkpoint checkpoint) {
        List<String> obstacles = new ArrayList<>();
        List<ObjectNames.Unattributed> unattributed =
                state.objects().map(objects -> objects.names().unattributed()).orElse(List.of());
        if (unattributed.isEmpty()) {
            return obstacles;
        }
        Map<String, Entry> now = new HashMap<>();
        for (Entry entry : checkpoint.entries()) {
            now.put(entry.holds().map(input -> input.name()).orElse(entry.name()), entry);
        }
        Map<String, Tensor> read = new HashMap<>();
        state.tensors().forEach(stored -> read.put(stored.name(), stored.tensor()));
        for (ObjectNames.Unattributed optimizer : unattributed) {
            List<String> left = optimizer.tensors().stream()
                    .filter(now::containsKey)
                    .map(tensor -> now.get(tensor).name())
                    .toList();
            Optional<String> changed = optimizer.trained().stream()
                    .filter(name -> !now.containsKey(name) || now.get(name).tensor() != read.get(name))
                    .findFirst();
            if (!left.isEmpty() && changed.isPresent()) {
                obstacles.add(sentence(optimizer.path(), left, changed.get(), now.containsKey(changed.get())));
            }
        }
        return obstacles;
    }

    private static String sentence(String optimizer, List<String> left, String changed, boolean isThere) {
        String first = left.get(0);
        String numbers = first.substring(0, first.lastIndexOf('/') + 1) + "*";
        List<String> quoted = left.stream().map(name -> "\"" + name + "\"").toList();
        return "\"" + changed + "\" " + (isThere ? "has changed" : "is gone") + ", and the optimizer \"" + optimizer
                + "\" has tensors that may be its slots (" + FirstFew.inLine(quoted, 1)
                + "), but their variables are unknown:"
                + " TensorFlow would load them into the wrong slots; drop \"" + numbers + "\", or leave \""
                + changed
                + "\" as it was";
    }
}
