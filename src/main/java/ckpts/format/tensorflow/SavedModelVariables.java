package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.Conflict;
import ckpts.naming.FirstFew;
import ckpts.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The variables of a SavedModel, of which only the values can change: {@code saved_model.pb} keeps their names, shapes
 * and types, and finds them by the edges of the same objects.
 */
final class SavedModelVariables {
    private static final int MOST_DETAILS = 8;

    private final Checkpoint stored;
    private final List<String> differences = new ArrayList<>();

    /** @param stored the variables as they are there now */
    SavedModelVariables(Checkpoint stored) {
        this.stored = stored;
    }

    /**
     * The reason why a checkpoint must not replace them.
     *
     * @param model the file next to them
     */
    Optional<Conflict> conflict(Checkpoint checkpoint, Path model) {
        if (hasObjects(stored) != hasObjects(checkpoint)) {
            differences.add(
                    hasObjects(stored)
                            ? "the model finds its variables by an object graph, and there would be none"
                            : "the model finds its variables by name, and they would have an object graph");
        }
        tensors(checkpoint);
        aliases(checkpoint);
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Conflict(
                "\"" + model + "\" has the names, shapes and types of these variables, and they would differ",
                shortened(),
                "change only values here; or save to a separate prefix, and restore that with"
                        + " tf.train.Checkpoint"));
    }

    private static boolean hasObjects(Checkpoint checkpoint) {
        return checkpoint
                .conventions(BundleState.class)
                .filter(BundleState::writesObjects)
                .isPresent();
    }

    private void tensors(Checkpoint checkpoint) {
        for (Entry before : stored.entries()) {
            TensorType was = before.tensor().type();
            Optional<TensorType> now =
                    checkpoint.entry(before.name()).map(entry -> entry.tensor().type());
            if (now.isEmpty()) {
                differences.add("\"" + before.name() + "\" is gone");
            } else if (!now.get().equals(was)) {
                differences.add("\"" + before.name() + "\" is " + now.get() + ", but " + was + " in the model");
            }
        }
        for (Entry entry : checkpoint.entries()) {
            if (!stored.contains(entry.name())) {
                differences.add("\"" + entry.name() + "\" is new");
            }
        }
    }

    private void aliases(Checkpoint checkpoint) {
        Map<String, String> now = new TreeMap<>(checkpoint.aliases());
        new TreeMap<>(stored.aliases()).forEach((alias, name) -> {
            if (!name.equals(now.remove(alias)) && checkpoint.contains(name)) {
                differences.add("\"" + alias + "\" is no longer an alias of \"" + name + "\"");
            }
        });
        now.forEach((alias, name) -> {
            if (stored.contains(name)) {
                differences.add("\"" + alias + "\" is a new alias of \"" + name + "\"");
            }
        });
    }

    private List<String> shortened() {
        return FirstFew.of(differences, MOST_DETAILS);
    }
}
