package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The original places of an edit's tensors in the graph that was read. Immutable. */
final class Origins {
    private final ObjectNames names;
    /** Origins by the new name. */
    private final Map<String, Named> origins = new HashMap<>();

    private final Map<String, Integer> nodes = new HashMap<>();
    private final Set<Integer> surviving = new HashSet<>();

    Origins(ObjectNames names, List<Wanted> wanted) {
        this.names = names;
        Set<String> taken = new HashSet<>();
        for (Wanted one : wanted) {
            one.origin().flatMap(names::named).ifPresent(origin -> {
                origins.put(one.name(), origin);
                taken.add(origin.name());
            });
        }
        // A tensor reinitialized under an old name is at its old place.
        for (Wanted one : wanted) {
            if (!origins.containsKey(one.name()) && !taken.contains(one.name())) {
                names.named(one.name()).ifPresent(origin -> origins.put(one.name(), origin));
            }
        }
        origins.forEach((name, origin) -> origin.place().ifPresent(place -> nodes.put(name, place.node())));
        surviving.addAll(nodes.values());
    }

    Optional<Named> of(Wanted one) {
        return Optional.ofNullable(origins.get(one.name()));
    }

    /** The node whose value it was. */
    Optional<Integer> node(Wanted one) {
        return Optional.ofNullable(nodes.get(one.name()));
    }

    /** New name to the node whose value it was. */
    Map<String, Integer> nodes() {
        return nodes;
    }

    /** Whether a value of this node is still in use. */
    boolean survives(int node) {
        return surviving.contains(node);
    }

    /** A tensor that no object of the graph had: it keeps its key and stays out of the graph. */
    boolean isOutside(Wanted one) {
        return of(one).filter(
                        origin -> origin.place().isEmpty() && origin.name().equals(one.name()))
                .isPresent();
    }

    /** The name outside the graph of a variable that is new in it: its name in a checkpoint without a graph. */
    String newName(Wanted one) {
        if (one.role() instanceof Role.Slot slot && UnlistedSlots.is(slot)) {
            return UnlistedSlots.fullName(slot, fullName(slot.owner()));
        }
        return one.origin().filter(name -> names.named(name).isEmpty()).orElseGet(() -> TensorName.path(one.name()));
    }

    private String fullName(String variable) {
        return Optional.ofNullable(nodes.get(variable))
                .map(node -> names.graph().node(node).attributes().get(0).fullName())
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> TensorName.path(variable));
    }
}
