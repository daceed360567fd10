package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.SlotReference;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that the tensors of an object-based checkpoint have in scripts, and their roles. Immutable.
 *
 * <pre>
 *   key   optimizer/_trainable_variables/0/.ATTRIBUTES/VARIABLE_VALUE       name  dense/kernel
 *   key   dense/kernel/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/...          name  dense/kernel/.OPTIMIZER_SLOT/optimizer/m
 *   key   optimizer/_variables/2/.ATTRIBUTES/VARIABLE_VALUE                 name  optimizer/_momentums/0
 *   key   table/.ATTRIBUTES/table-keys                                      name  table/.ATTRIBUTES/table-keys
 * </pre>
 */
public final class ObjectNames {
    /** Maximum number of listed objects with the same key: their number times that of the keys may be large. */
    private static final int MOST_SHARING = 8;

    private final ObjectGraph graph;
    private final ObjectPaths paths;
    private final ObjectEdges edges;
    private final IndexKeys keys;
    private final Map<String, Named> byName = new LinkedHashMap<>();
    private final Map<String, Named> byKey = new HashMap<>();
    private final List<OptimizerLists> optimizers = new ArrayList<>();
    /** Full names to the variables that have them; empty until an optimizer needs them. */
    private final Map<String, List<Integer>> byFullName = new HashMap<>();

    private long characters;

    /**
     * One tensor.
     *
     * @param name unique
     * @param aliases other paths to it, none through an optimizer
     * @param key key in the index
     * @param place its place in the graph; empty if no object of the graph has this key
     * @param role what it is to the model
     */
    public record Named(String name, Set<String> aliases, String key, Optional<Place> place, Role role) {}

    /**
     * A value in the graph.
     *
     * @param node the object's number
     * @param attribute the index of the attribute
     */
    public record Place(int node, int attribute) {}

    /**
     * Names the tensors of a checkpoint.
     *
     * @param keys all keys of the index but the graph's own
     * @throws IOException if names are too long; the message is a phrase that says which limit was hit
     */
    public static ObjectNames of(ObjectGraph graph, NavigableSet<String> keys) throws IOException {
        return new ObjectNames(graph, keys);
    }

    private ObjectNames(ObjectGraph graph, NavigableSet<String> indexKeys) throws IOException {
        this.graph = graph;
        this.paths = new ObjectPaths(graph);
        this.edges = new ObjectEdges(graph);
        this.keys = new IndexKeys(graph, indexKeys);
        Map<Integer, String> slotNames = slotNames();
        Map<Integer, Role> roles = roles(slotNames);
        for (int node = 0; node < graph.size(); node++) {
            Optional<String> path = slotNames.containsKey(node) ? Optional.of(slotNames.get(node)) : paths.name(node);
            int attributes = graph.node(node).attributes().size();
            for (int i = 0; i < attributes && path.isPresent(); i++) {
                name(new Place(node, i), path.get(), roles.getOrDefault(node, Role.VARIABLE));
            }
        }
        for (String key : keys.all()) {
            if (!byKey.containsKey(key)) {
                add(new Named(free(key), Set.of(), key, Optional.empty(), Role.VARIABLE));
            }
        }
    }

    private void name(Place place, String path, Role role) throws IOException {
        Attribute attribute = graph.node(place.node()).attributes().get(place.attribute());
        for (String key : keys.of(attribute)) {
            String tail = tail(attribute, key, path);
            Named other = byKey.get(key);
            if (other == null) {
                Set<String> aliases = new TreeSet<>();
                if (role.equals(Role.VARIABLE)) {
                    paths.others(place.node()).forEach(alias -> aliases.add(alias + tail));
                }
                add(new Named(free(path + tail), aliases, key, Optional.of(place), role(role, tail)));
            } else if (other.aliases().size() < MOST_SHARING) {
                // Two objects with the same key, of which TensorFlow restores one: here they are one tensor.
                Set<String> aliases = new TreeSet<>(other.aliases());
                aliases.add(path + tail);
                add(new Named(other.name(), aliases, key, other.place(), other.role()));
            } else {
                return;
            }
        }
    }

    /** The role of a tensor that is one of several values of its object, or of another kind than a variable's. */
    private static Role role(Role ofObject, String tail) {
        if (!(ofObject instanceof Role.Slot slot) || tail.isEmpty()) {
            return ofObject;
        }
        return slot.numbered()
                ? new Role.OptimizerState(slot.kind().name())
                : new Role.Slot(slot.owner(), slot.kind(), slot.before(), slot.after() + tail);
    }

    /** The part after the path in a tensor's name: empty for a variable's value, unless it is the root's. */
    private static String tail(Attribute attribute, String key, String path) {
        int at = key.lastIndexOf(TensorName.ATTRIBUTES);
        String stored = at >= 0
                ? key.substring(at + TensorName.ATTRIBUTES.length())
                : key.startsWith(TensorName.ATTRIBUTES.substring(1))
                        ? key.substring(TensorName.ATTRIBUTES.length() - 1)
                        : attribute.name() + key.substring(attribute.key().length());
        return stored.equals(TensorName.VALUE) && !path.isEmpty() ? "" : TensorName.ATTRIBUTES + stored;
    }

    private String free(String wanted) {
        String name = wanted.startsWith("/") ? wanted.substring(1) : wanted;
        while (byName.containsKey(name)) {
            name += "'";
        }
        return name;
    }

    private void add(Named named) throws IOException {
        count(named.name());
        byName.put(named.name(), named);
        byKey.put(named.key(), named);
    }

    private void count(String name) throws IOException {
        characters += name.length();
        if (characters > ObjectPaths.MOST_CHARACTERS) {
            throw new IOException("the names of the tensors of the object graph have more than "
                    + ObjectPaths.MOST_CHARACTERS + " characters together, the limit of this reader");
        }
    }

    /** Names of slots that only references of optimizers lead to: {@code dense/kernel/.OPTIMIZER_SLOT/adam/m}. */
    private Map<Integer, String> slotNames() throws IOException {
        Map<Integer, String> names = new HashMap<>();
        for (int optimizer = 0; optimizer < graph.size(); optimizer++) {
            for (SlotReference slot : graph.node(optimizer).slots()) {
                Optional<String> variable = paths.name(slot.variable());
                Optional<String> path = paths.name(optimizer);
                if (variable.isPresent() && !variable.get().isEmpty() && path.isPresent()) {
                    String name = variable.get() + TensorName.slotTail(path.get(), slot.name());
                    count(name);
                    names.put(slot.slot(), name);
                }
            }
        }
        return names;
    }

    private Map<Integer, Role> roles(Map<Integer, String> slotNames) {
        Map<Integer, Role> roles = new HashMap<>();
        graph.node(ObjectGraph.ROOT)
                .child(SaveCounter.NAME)
                .filter(edge -> !graph.node(edge.node()).attributes().isEmpty())
                .ifPresent(edge -> roles.put(edge.node(), Role.BOOKKEEPING));
        for (int node = 0; node < graph.size(); node++) {
            if (paths.isOptimizer(node) && paths.name(node).isPresent()) {
                for (SlotReference slot : graph.node(node).slots()) {
                    String owner = paths.name(slot.variable()).orElse("");
                    String tail = TensorName.slotTail(paths.name(node).get(), slot.name());
                    // If several references lead to one tensor, one of them gives it its name.
                    if ((owner + tail).equals(slotNames.get(slot.slot()))) {
                        roles.put(slot.slot(), new Role.Slot(owner, Optimizers.kind(slot.name()), "", tail));
                    }
                }
                OptimizerLists lists = OptimizerLists.of(graph, node, paths, this::byFullName);
                optimizers.add(lists);
                roles.putAll(lists.roles());
                OptimizerParts.of(graph, node, paths).forEach(roles::putIfAbsent);
            }
        }
        return roles;
    }

    private Map<String, List<Integer>> byFullName() {
        if (byFullName.isEmpty()) {
            for (int node = 0; node < graph.size(); node++) {
                List<Attribute> attributes = graph.node(node).attributes();
                if (paths.name(node).isPresent() && !attributes.isEmpty()) {
                    byFullName
                            .computeIfAbsent(attributes.get(0).fullName(), name -> new ArrayList<>(1))
                            .add(node);
                }
            }
        }
        return byFullName;
    }

    /** The tensors in the order of the graph's nodes, then those that belong to no object. */
    public Collection<Named> tensors() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Optional<Named> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The lists of optimizers, each once for each slot that is an entry of it. */
    public Stream<String> listsOfSlots() {
        return byName.values().stream()
                .map(Named::role)
                .filter(role -> role instanceof Role.Slot slot && slot.numbered())
                .map(role -> ((Role.Slot) role).before());
    }

    /** The optimizers that have parallel lists, or may. */
    List<OptimizerLists> optimizers() {
        return optimizers;
    }

    /** The graph that was read. */
    public ObjectGraph graph() {
        return graph;
    }

    ObjectPaths paths() {
        return paths;
    }

    /** The names of the variables that optimizers train, in their order. */
    public List<String> trained() {
        return optimizers.stream()
                .flatMap(optimizer -> optimizer.trained().stream())
                .flatMap(node -> paths.name(node).stream())
                .distinct()
                .toList();
    }

    /**
     * An optimizer with tensors that may be slots of unknown variables.
     *
     * @param path the optimizer's
     * @param tensors names of the tensors
     * @param trained names of the variables that they may belong to
     */
    public record Unattributed(String path, List<String> tensors, List<String> trained) {}

    /** Optimizers with such tensors. */
    public List<Unattributed> unattributed() {
        return optimizers.stream()
                .filter(optimizer -> !optimizer.unattributed().isEmpty())
                .map(optimizer ->
                        new Unattributed(optimizer.path(), names(optimizer.unattributed()), names(optimizer.trained())))
                .toList();
    }

    private List<String> names(List<Integer> nodes) {
        return nodes.stream().flatMap(node -> paths.name(node).stream()).toList();
    }

    /** By the paths of optimizers. */
    public Map<String, VariablesList> variablesLists() {
        return optimizers.stream()
                .collect(Collectors.toMap(
                        OptimizerLists::path,
                        optimizer -> new VariablesList(
                                VariablesList.of(optimizer.path()),
                                names(optimizer.head()),
                                optimizer.passes(),
                                optimizer.slots().keySet(),
                                optimizer.partlyListed())));
    }

    /** Entries of {@code _variables} of optimizers that are also elsewhere: the name of a slot to its path there. */
    public Map<String, String> listedOnceMore() {
        Map<String, String> paths = new HashMap<>();
        for (OptimizerLists optimizer : optimizers) {
            String list = VariablesList.of(optimizer.path());
            for (int i = 0; i < optimizer.variables().size(); i++) {
                int node = optimizer.variables().get(i);
                String path = list + i;
                this.paths
                        .name(node)
                        .filter(name -> optimizer.isSlot(node) && !name.equals(path))
                        .ifPresent(name -> paths.put(name, path));
            }
        }
        return paths;
    }

    /** The names of an empty graph. */
    public static ObjectNames none() {
        ObjectGraph root = new ObjectGraph(List.of(ObjectGraph.Node.holding(List.of())), ByteString.EMPTY);
        try {
            return of(root, new TreeSet<>());
        } catch (IOException e) {
            throw new IllegalStateException("a graph of one node has hit a limit", e);
        }
    }

    /**
     * Optimizers whose own tensors have moved: old path to new path.
     *
     * @param now original name of a tensor to its current name
     */
    public Map<String, String> movedOptimizers(Map<String, String> now) {
        Set<String> paths = optimizers.stream().map(OptimizerLists::path).collect(Collectors.toSet());
        Map<String, String> moved = new HashMap<>();
        for (Named named : byName.values()) {
            String before = named.name();
            String after = now.getOrDefault(before, before);
            if (!(named.role() instanceof Role.OptimizerState) || after.equals(before)) {
                continue;
            }
            for (int end = before.indexOf('/'); end >= 0; end = before.indexOf('/', end + 1)) {
                String rest = before.substring(end);
                if (paths.contains(before.substring(0, end)) && after.endsWith(rest)) {
                    moved.put(before.substring(0, end), after.substring(0, after.length() - rest.length()));
                }
            }
        }
        return moved;
    }

    /** The edges of the graph. */
    ObjectEdges edges() {
        return edges;
    }

    /** The keys of each value. */
    IndexKeys keys() {
        return keys;
    }
}
