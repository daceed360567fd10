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

/** What the tensors of an edit were when their graph was read. Immutable. */
final class Origins {
    private final ObjectNames names;
    /** By the name that is wanted. */
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
        // What was made anew under an old name stands where that stood.
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

    /** The node that it was a value of. */
    Optional<Integer> node(Wanted one) {
        return Optional.ofNullable(nodes.get(one.name()));
    }

    /** Wanted name to the node that it was a value of. */
    Map<String, Integer> nodes() {
        return nodes;
    }

    /** Whether a value of this node is still wanted. */
    boolean survives(int node) {
        return surviving.contains(node);
    }

    /** A tensor that no object of the graph had: it keeps its key and stays out of the graph. */
    boolean isOutside(Wanted one) {
        return of(one).filter(
                        origin -> origin.place().isEmpty() && origin.name().equals(one.name()))
                .isPresent();
    }

    /** The name outside the graph of a variable that is new in it: the one it had in a checkpoint without a graph. */
    String newName(Wanted one) {
        if (one.role() instanceof Role.Slot slot && UnlistedSlots.is(slot)) {
            return UnlistedSlots.fullName(slot, fullName(slot.owner()));
        }
        return one.origin().filter(name -> names.named(name).isEmpty()).orElseGet(() -> GraphEdit.path(one.name()));
    }

    private String fullName(String variable) {
        return Optional.ofNullable(nodes.get(variable))
                .map(node -> names.graph().node(node).attributes().get(0).fullName())
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> GraphEdit.path(variable));
    }
}
