package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphEdit;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Bundles whose tensors are found by an object graph: their names on the way in, graph and keys on the way out. */
final class ObjectBased {
    private ObjectBased() {}

    static Checkpoint checkpoint(BundleReader.Opened opened, ObjectGraph graph) {
        ObjectNames names = names(opened, graph);
        Map<String, Named> byKey = new HashMap<>();
        names.tensors().forEach(named -> byKey.put(named.key(), named));
        List<BundleState.Stored> tensors = new ArrayList<>();
        Map<String, Role> roles = new HashMap<>();
        Map<String, String> aliases = new TreeMap<>();
        BundleState.Stored stored = null;
        for (BundleState.Stored tensor : opened.tensors()) {
            if (tensor.key().equals(GraphTensor.KEY)) {
                stored = tensor;
                continue;
            }
            Named named = byKey.get(tensor.key());
            tensors.add(tensor.named(named.name()));
            roles.put(named.name(), named.role());
            named.aliases().forEach(alias -> aliases.put(alias, named.name()));
        }
        aliases.keySet().removeAll(roles.keySet());
        BundleState.Objects objects = new BundleState.Objects(names, stored, List.of());
        return TensorFlowFormat.checkpoint(
                new BundleState(opened.header(), opened.dataFiles(), tensors, aliases, Optional.of(objects)), roles);
    }

    /** What is wrong with the graph beside its index. */
    static List<String> flaws(BundleReader.Opened opened, ObjectGraph graph) {
        return names(opened, graph).flaws();
    }

    private static ObjectNames names(BundleReader.Opened opened, ObjectGraph graph) {
        TreeSet<String> keys = new TreeSet<>();
        opened.tensors().forEach(stored -> keys.add(stored.key()));
        keys.remove(GraphTensor.KEY);
        return ObjectNames.of(graph, keys);
    }

    /** The graph of an edited checkpoint, and the keys of its tensors. */
    static GraphEdit.Edited edited(BundleState.Objects objects, Checkpoint checkpoint) {
        Map<String, Set<String>> aliases = new HashMap<>();
        checkpoint
                .aliases()
                .forEach((alias, name) ->
                        aliases.computeIfAbsent(name, any -> new TreeSet<>()).add(alias));
        List<Wanted> wanted = new ArrayList<>(checkpoint.size());
        for (Entry entry : checkpoint.entries()) {
            wanted.add(new Wanted(
                    entry.name(),
                    aliases.getOrDefault(entry.name(), Set.of()),
                    entry.holds().map(input -> input.name()),
                    entry.role()));
        }
        return GraphEdit.of(objects.names(), wanted, objects.trained());
    }
}
