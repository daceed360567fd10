package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.GraphDraft.Item;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import ckpts.format.tensorflow.object.SlotReferences.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys under which the values of a numbered draft are stored. A value keeps its key as long as the key is a path to
 * it, or never was; others get the one that TensorFlow would give them. For one edit.
 */
final class GraphKeys {
    private static final Pattern MISTAKABLE = Pattern.compile("\\.+ATTRIBUTES/");

    private final ObjectNames names;
    private final GraphDraft draft;
    private final SlotReferences slots;
    private final Map<String, String> keys = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<Item, Map<Object, Value>> values = new LinkedHashMap<>();

    /** An attribute to be written, and the tensors that belong to it. */
    private static final class Value {
        private final Optional<Attribute> before;
        private final String tail;
        private final String fullName;
        private final Map<String, String> rests = new LinkedHashMap<>();

        private Value(Optional<Attribute> before, String tail, String fullName) {
            this.before = before;
            this.tail = tail;
            this.fullName = fullName;
        }
    }

    GraphKeys(ObjectNames names, GraphDraft draft, SlotReferences slots) {
        this.names = names;
        this.draft = draft;
        this.slots = slots;
    }

    /** A tensor outside the graph. */
    void keep(String name, String key) {
        keys.put(name, key);
        used.add(key);
    }

    /**
     * A tensor of the graph.
     *
     * @param origin its original value in the graph
     * @param tail its attribute of the object
     * @param newName its name outside the graph, if it is new in the graph
     */
    void add(String name, Item item, Optional<Named> origin, String tail, String newName) {
        Optional<Attribute> before = origin.flatMap(Named::place)
                .map(place -> names.graph().node(place.node()).attributes().get(place.attribute()));
        Object attribute = before.isPresent() ? origin.get().place().get() : tail;
        String fullName = before.map(known ->
                        FullNames.renamed(known.fullName(), origin.get().name(), name))
                .orElse(newName);
        String rest = before.isPresent()
                ? origin.get().key().substring(before.get().key().length())
                : "";
        values.computeIfAbsent(item, key -> new LinkedHashMap<>())
                .computeIfAbsent(attribute, key -> new Value(before, tail, fullName))
                .rests
                .put(name, rest);
    }

    /** Decides all keys and writes them into the draft: name to key. */
    Map<String, String> assign() {
        List<Runnable> later = new ArrayList<>();
        values.forEach((item, attributes) -> attributes.values().forEach(value -> {
            Attribute slot = new Attribute("", "", "");
            item.attributes.add(slot);
            int place = item.attributes.size() - 1;
            Optional<String> kept = value.before
                    .filter(Attribute::isFound)
                    .map(Attribute::key)
                    .filter(key -> holds(key, item) && isFree(key, value));
            if (kept.isPresent()) {
                set(item, place, value, kept.get());
            } else {
                later.add(() -> set(item, place, value, unused(key(item, value))));
            }
        }));
        later.forEach(Runnable::run);
        return keys;
    }

    /** The key that TensorFlow would write, except for edges that it would confuse with the end of the path. */
    private String key(Item item, Value value) {
        String path = MISTAKABLE.matcher(path(item) + "/").replaceAll("ATTRIBUTES/");
        return path + TensorName.ATTRIBUTES.substring(1) + attribute(value);
    }

    private static String attribute(Value value) {
        if (value.before.map(Attribute::name).equals(Optional.of(TensorName.VALUE))) {
            return TensorName.VALUE;
        }
        return value.before
                .map(known -> {
                    int at = ("/" + known.key()).lastIndexOf(TensorName.ATTRIBUTES);
                    return at < 0 ? known.name() : ("/" + known.key()).substring(at + TensorName.ATTRIBUTES.length());
                })
                .orElse(value.tail);
    }

    private boolean isFree(String key, Value value) {
        return value.rests.values().stream().noneMatch(rest -> used.contains(key + rest));
    }

    private void set(Item item, int place, Value value, String key) {
        String name = value.before
                .map(Attribute::name)
                .orElseGet(() -> EdgeNames.unescape(value.tail).orElse(value.tail));
        item.attributes.set(place, new Attribute(name, value.fullName, key));
        value.rests.forEach((tensor, rest) -> {
            keys.put(tensor, key + rest);
            used.add(key + rest);
        });
    }

    private String unused(String wanted) {
        String key = wanted.startsWith("/") && !wanted.startsWith(TensorName.ATTRIBUTES) ? wanted.substring(1) : wanted;
        key = key.startsWith(TensorName.ATTRIBUTES) ? key.substring(1) : key;
        while (used.contains(key)) {
            key = "_" + key;
        }
        return key;
    }

    /** The path of an object as TensorFlow writes it into keys. */
    private String path(Item item) {
        if (item.path.isPresent()) {
            return item.path.get();
        }
        Reference slot = slots.reference(item).orElseThrow();
        return ownerPath(slot) + TensorName.SLOT + optimizerPath(slot) + "/" + slot.slot();
    }

    private String ownerPath(Reference slot) {
        return draft.follow(EdgeNames.edges(slot.owner()).orElseThrow())
                .orElseThrow()
                .path
                .orElseThrow();
    }

    private String optimizerPath(Reference slot) {
        return draft.follow(EdgeNames.edges(slot.optimizer()).orElseThrow())
                .orElseThrow()
                .path
                .orElseThrow();
    }

    /** Whether a key still leads to its object, or never led to it. */
    private boolean holds(String key, Item item) {
        int at = ("/" + key).indexOf(TensorName.ATTRIBUTES);
        if (at < 0) {
            return true;
        }
        String path = at == 0 ? "" : key.substring(0, at - 1);
        Optional<Reference> slot = slots.reference(item);
        if (path.contains(TensorName.SLOT)) {
            if (slot.isEmpty()) {
                return false;
            }
            Reference spelled = Reference.parse(path);
            Reference wanted = slot.get();
            return spelled.slot().equals(wanted.slot())
                    && follow(spelled.owner()).equals(follow(wanted.owner()))
                    && follow(spelled.optimizer()).equals(follow(wanted.optimizer()));
        }
        Optional<Item> found = follow(path);
        boolean spelledAPath =
                EdgeNames.edges(path).flatMap(names.edges()::follow).isPresent();
        return found.isPresent() ? found.get() == item : !spelledAPath;
    }

    private Optional<Item> follow(String path) {
        return EdgeNames.edges(path).flatMap(draft::follow);
    }
}
