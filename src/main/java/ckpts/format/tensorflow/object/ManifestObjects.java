package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.SlotReferences.Reference;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The objects that a model must have for its variables to be found under their names and aliases. For one manifest.
 *
 * <pre>
 *   a/kernel, alias b/kernel     a and b are the same object, if nothing else is below either of them
 *   a/bias,   alias b/bias
 *   opt/_momentums/0  slot of a/kernel       opt/_trainable_variables/0 is a/kernel
 * </pre>
 *
 * Objects without values are unknown; nothing depends on them.
 */
public final class ManifestObjects {
    private final PathTree tree = new PathTree();
    private final GraphDraft draft = new GraphDraft();
    private final Map<List<Object>, Integer> signatures = new HashMap<>();
    private final Map<List<Object>, Item> items = new HashMap<>();
    private final Map<Item, List<Expected>> variables = new LinkedHashMap<>();
    private int objects;

    private ManifestObjects() {}

    /** The model that a manifest describes. */
    public static ModelGraph of(Manifest manifest) {
        ManifestObjects objects = new ManifestObjects();
        for (Expected variable : manifest.variables()) {
            if (!isLeftOut(variable)) {
                objects.enter(variable);
            }
        }
        objects.enterTrained(manifest);
        objects.fill(objects.tree);
        for (Expected variable : manifest.variables()) {
            if (TensorName.isSlotReference(variable.name())) {
                objects.attach(variable);
            } else if (!isLeftOut(variable)) {
                objects.find(TensorName.path(variable.name())).ifPresent(item -> objects.value(variable, item));
            }
        }
        return objects.finished();
    }

    private static boolean isLeftOut(Expected variable) {
        return TensorName.isSlotReference(variable.name()) || variable.name().equals(SaveCounter.NAME);
    }

    private void enter(Expected variable) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(TensorName.path(variable.name()));
        variable.aliases().forEach(alias -> paths.add(TensorName.path(alias)));
        int object = object(TensorName.path(variable.name())).orElseGet(() -> objects++);
        paths.forEach(path -> identify(path, object));
    }

    private Optional<Integer> object(String path) {
        return EdgeNames.edges(path).flatMap(tree::find).flatMap(PathTree::object);
    }

    private void identify(String path, int object) {
        EdgeNames.edges(path).ifPresent(edges -> {
            List<PathTree> places = tree.enter(edges);
            PathTree last = places.get(places.size() - 1);
            if (last.object().isEmpty()) {
                last.identify(object);
            }
        });
    }

    /** Optimizers with numbered slots have the variables themselves in a list of the same order. */
    private void enterTrained(Manifest manifest) {
        Map<String, Map<Integer, Set<String>>> optimizers = new TreeMap<>();
        for (Expected variable : manifest.variables()) {
            if (variable.slotOf().isPresent() && !TensorName.isSlotReference(variable.name())) {
                String name = variable.name();
                int number = Optimizers.number(name.substring(name.lastIndexOf('/') + 1));
                String list = parent(name);
                if (number >= 0) {
                    optimizers
                            .computeIfAbsent(parent(list), key -> new TreeMap<>())
                            .computeIfAbsent(number, key -> new LinkedHashSet<>())
                            .add(variable.slotOf().get());
                }
            }
        }
        optimizers.forEach((optimizer, owners) -> {
            boolean agree = owners.values().stream().allMatch(names -> names.size() == 1);
            boolean whole = owners.containsKey(owners.size() - 1);
            if (agree && whole) {
                owners.forEach((number, names) -> object(names.iterator().next())
                        .ifPresent(object -> identify(trained(optimizer, number), object)));
            }
        });
    }

    private static String trained(String optimizer, int number) {
        return EdgeNames.join(EdgeNames.join(optimizer, Optimizers.TRAINED), Integer.toString(number));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** The object at a place: identified by its value, else by everything below it. */
    private Item item(PathTree place) {
        if (place == tree) {
            return draft.root();
        }
        List<Object> identity = place.object().isPresent()
                ? List.of("value", place.object().get())
                : List.of("holder", place.signature(signatures));
        return items.computeIfAbsent(identity, key -> new Item());
    }

    private void fill(PathTree place) {
        Item item = item(place);
        place.children().forEach((edge, child) -> {
            item.children.putIfAbsent(edge, item(child));
            fill(child);
        });
    }

    private Optional<Item> find(String path) {
        return EdgeNames.edges(path).flatMap(tree::find).map(this::item);
    }

    private void value(Expected variable, Item item) {
        String tail = TensorName.tail(variable.name());
        item.attributes.add(new Attribute(EdgeNames.unescape(tail).orElse(tail), "", variable.name()));
        variables.computeIfAbsent(item, key -> new ArrayList<>()).add(variable);
    }

    private void attach(Expected variable) {
        Reference reference = Reference.parse(variable.name());
        Optional<Item> owner = find(reference.owner());
        Optional<List<String>> optimizer = EdgeNames.edges(reference.optimizer());
        Optional<String> name = EdgeNames.unescape(reference.slot());
        if (owner.isPresent() && optimizer.isPresent() && name.isPresent()) {
            Item slot = new Item();
            value(variable, slot);
            Item holder = draft.root();
            for (String edge : optimizer.get()) {
                holder = holder.children.computeIfAbsent(edge, key -> new Item());
            }
            holder.slots.add(new GraphDraft.Slot(owner.get(), name.get(), slot));
        }
    }

    private ModelGraph finished() {
        draft.number();
        Map<Integer, List<Expected>> byNumber = new LinkedHashMap<>();
        variables.forEach((item, values) -> byNumber.put(item.number, values));
        return new ModelGraph(draft.graph(false, ByteString.EMPTY), byNumber);
    }
}
