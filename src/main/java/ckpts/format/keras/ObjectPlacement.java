package ckpts.format.keras;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.keras.SavedObject.SavedVariable;
import ckpts.naming.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Where each tensor of a checkpoint is stored in Keras 3's format.
 *
 * <p>Objects are where they were, under the names that their tensors have now, and numbered anew where others of their class
 * are gone. If the model that the checkpoint is for is known, and has all of the tensors, they are where it has them instead.
 */
final class ObjectPlacement {
    /** Names that mean something else in the place of an attribute. */
    private static final Set<String> RESERVED = Set.of(
            SavedObject.VARIABLES,
            SavedObject.OPTIMIZER,
            "layers",
            "_layer_checkpoint_dependencies",
            "metrics",
            "cell",
            "layer",
            "forward_layer",
            "backward_layer",
            "seed_generator");

    private final SavedState state;
    private final boolean byModel;
    private final SavedModel template;
    private final ObjectNames names;
    private final Map<SavedVariable, Entry> entries = new HashMap<>();
    private final Map<SavedObject, Map<String, Entry>> added = new IdentityHashMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private final List<Placed> placed = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();

    /**
     * A tensor and its dataset.
     *
     * @param like the variable whose place it has
     */
    record Placed(Entry entry, String path, Optional<SavedVariable> like) {}

    /** @param archive whether it goes with a configuration, which then must be that of the places */
    ObjectPlacement(Checkpoint checkpoint, boolean archive) {
        this.state = checkpoint.conventions(SavedState.class).orElseGet(() -> SavedState.ofNothing(Optional.empty()));
        this.byModel = state.model()
                .filter(model -> !archive || model.file().isArchive())
                .isPresent();
        List<Entry> stored = stored(checkpoint);
        this.template = byModel
                ? state.model().orElseThrow().file().model()
                : state.file().model();
        this.names = byModel
                ? new ObjectNames(template.root(), Map.of(), Map.of())
                : new ObjectNames(template.root(), left(stored), before());
        Map<String, SavedVariable> places = new HashMap<>();
        template.named(names::part).forEach(one -> places.put(one.name(), one.variable()));
        List<Entry> others = new ArrayList<>();
        for (Entry entry : stored) {
            SavedVariable place = places.get(entry.name());
            if (place == null) {
                others.add(entry);
            } else {
                entries.put(place, entry);
            }
        }
        others.stream().filter(entry -> !isOptimizer(entry)).forEach(byModel ? this::unexpected : this::add);
        place(template.root(), "");
        others.stream().filter(ObjectPlacement::isOptimizer).findFirst().ifPresent(entry -> incomplete());
        requireParts();
        requireApart();
    }

    /** The tensors that are written: all but other frameworks' counters. */
    List<Entry> stored(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .filter(entry -> !entry.role().equals(Role.BOOKKEEPING)
                        || (byModel
                                ? state.model().orElseThrow().byName().containsKey(entry.name())
                                : state.origin(entry.order()).isPresent()))
                .toList();
    }

    private static boolean isOptimizer(Entry entry) {
        return entry.role().isOptimizer() || entry.name().startsWith(SlotNames.SCOPE);
    }

    private Map<SavedVariable, Entry> left(List<Entry> stored) {
        Map<SavedVariable, Entry> left = new HashMap<>();
        stored.forEach(entry -> state.origin(entry.order()).ifPresent(variable -> left.put(variable, entry)));
        return left;
    }

    private Map<SavedVariable, String> before() {
        Map<SavedVariable, String> before = new HashMap<>();
        state.byName().forEach((name, variable) -> before.put(variable, name));
        return before;
    }

    private void unexpected(Entry entry) {
        problems.add("\"" + entry.name()
                + "\" is not in the model of the manifest, so that Keras has no place for it: rename it"
                + " to what the model has, or write `drop \"" + entry.name() + "\"`");
    }

    /** Puts a new tensor beside the variables of an object, if its name says of which and what it is there. */
    private void add(Entry entry) {
        Optional<SavedObject> owner = owner(template.root(), "", entry.name());
        if (owner.isEmpty()) {
            problems.add(
                    "\"" + entry.name() + "\" belongs to no object of the file, and where Keras has it, only the model"
                            + " says: save the new model's weights as new.weights.h5, and write `manifest \"new.weights.h5\"`");
            return;
        }
        String below = below(owner.get(), template.root(), "").orElse("");
        added.computeIfAbsent(owner.get(), any -> new LinkedHashMap<>())
                .put(entry.name().substring(below.length()), entry);
    }

    private Optional<SavedObject> owner(SavedObject object, String prefix, String name) {
        String below = names.part(object).map(part -> prefix + part + "/").orElse(prefix);
        if (!name.startsWith(below)) {
            return Optional.empty();
        }
        for (SavedObject member : object.members()) {
            Optional<SavedObject> found = owner(member, below, name);
            if (found.isPresent()) {
                return found;
            }
        }
        String label = name.substring(below.length());
        boolean known = object.type()
                .filter(type -> VariableNames.place(type, label) < Integer.MAX_VALUE)
                .isPresent();
        return !object.isList() && (known || label.matches(SavedObject.VARIABLES + "/[0-9]+"))
                ? Optional.of(object)
                : Optional.empty();
    }

    private Optional<String> below(SavedObject wanted, SavedObject object, String prefix) {
        String below = names.part(object).map(part -> prefix + part + "/").orElse(prefix);
        if (object == wanted) {
            return Optional.of(below);
        }
        return object.members().stream()
                .flatMap(member -> below(wanted, member, below).stream())
                .findFirst();
    }

    /** Gives an object and all in it their places. */
    private void place(SavedObject object, String path) {
        groups.put(object.path(), path);
        if (SavedModel.isOptimizer(object.path())) {
            placeOptimizer(object, path);
        } else {
            placeVariables(object, path);
        }
        Map<String, Integer> counts = new HashMap<>();
        boolean anyGone = object.members().stream().anyMatch(this::isGone);
        if (object.isList() && anyGone && !object.isNumberedWhole()) {
            problems.add("an object of " + object.path()
                    + " is saved elsewhere, where the model has it first, so that it is not"
                    + " known which numbers are left when others are dropped: save the new model's weights as"
                    + " new.weights.h5, and write `manifest \"new.weights.h5\"`");
        }
        for (SavedObject member : object.members()) {
            if (isGone(member)) {
                member.walk(inner -> gone.add(inner.path()));
                continue;
            }
            String element = member.element();
            if (object.isList() && anyGone) {
                String type = SavedObject.unnumbered(element);
                int number = counts.merge(type, 1, Integer::sum) - 1;
                element = number == 0 ? type : type + "_" + number;
            } else if (isPathPart(member) && names.renamed().containsKey(member)) {
                element = names.renamed().get(member);
            }
            place(member, path + "/" + element);
        }
    }

    /** Whether an object's part of names is that of its path: then it moves when it gets another name. */
    static boolean isPathPart(SavedObject object) {
        return object.part().equals(Optional.of(object.element())) && !isElementOfLayers(object);
    }

    private static boolean isElementOfLayers(SavedObject object) {
        String list = object.path().substring(0, object.path().lastIndexOf('/'));
        return SavedObject.LAYERS.contains(list.substring(list.lastIndexOf('/') + 1));
    }

    /** Whether everything that it had was dropped. */
    private boolean isGone(SavedObject object) {
        List<SavedVariable> all = object.all();
        boolean[] grew = {false};
        object.walk(inner -> grew[0] |= added.containsKey(inner));
        boolean optional = !byModel || SavedModel.isOptimizer(object.path());
        return optional && !all.isEmpty() && all.stream().noneMatch(entries::containsKey) && !grew[0];
    }

    private record Member(String label, Entry entry, Optional<SavedVariable> like) {}

    private void placeVariables(SavedObject object, String path) {
        List<Member> members = new ArrayList<>();
        for (SavedVariable variable : object.variables()) {
            Entry entry = entries.get(variable);
            if (entry != null) {
                members.add(new Member(variable.label(), entry, Optional.of(variable)));
            }
        }
        boolean same = members.size() == object.variables().size() && !added.containsKey(object);
        added.getOrDefault(object, Map.of())
                .forEach((label, entry) -> members.add(new Member(label, entry, Optional.empty())));
        String type = object.type().orElse("");
        if (!same) {
            members.sort(Comparator.comparingInt(member -> position(type, member.label())));
            requireWhole(object, type, members);
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            String key = same ? member.like().orElseThrow().key() : String.valueOf(i);
            placed.add(new Placed(member.entry(), path + "/" + SavedObject.VARIABLES + "/" + key, member.like()));
        }
    }

    private static int position(String type, String label) {
        String number = label.substring(label.lastIndexOf('/') + 1);
        return label.matches(SavedObject.VARIABLES + "/[0-9]{1,9}")
                ? Integer.parseInt(number)
                : VariableNames.place(type, label);
    }

    /** An object's class must have just these variables, or they must be the first ones that it had. */
    private void requireWhole(SavedObject object, String type, List<Member> members) {
        List<String> labels = members.stream().map(Member::label).toList();
        Optional<List<String>> named = VariableNames.of(
                type,
                members.stream().map(member -> member.entry().tensor().type()).toList(),
                object.config());
        List<String> counted = IntStream.range(0, members.size())
                .mapToObj(i -> SavedObject.VARIABLES + "/" + i)
                .toList();
        if (!labels.equals(named.orElse(List.of())) && !labels.equals(counted)) {
            problems.add("Keras finds the variables of \"" + shown(object) + "\" by their numbers, and it would have "
                    + String.join(", ", labels) + " alone, which it cannot tell from others");
        }
    }

    private void placeOptimizer(SavedObject optimizer, String path) {
        int number = 0;
        for (SavedVariable variable : optimizer.variables()) {
            Optional<SavedVariable> owner =
                    Optional.ofNullable(template.meanings().get(variable)).flatMap(OptimizerVariables.Meaning::owner);
            Entry entry = entries.get(variable);
            boolean follows =
                    !byModel && owner.filter(own -> !entries.containsKey(own)).isPresent();
            if (entry != null && !follows) {
                placed.add(
                        new Placed(entry, path + "/" + SavedObject.VARIABLES + "/" + number++, Optional.of(variable)));
            } else if (!follows || entry != null) {
                incomplete();
            }
        }
        boolean unknown = template.hasUnknownSlots() || state.file().model().hasUnknownSlots();
        boolean changed = byModel
                || template.named().stream()
                        .filter(one -> !SavedModel.isOptimizer(one.variable().path()))
                        .anyMatch(one -> isChanged(one.variable()));
        if (!added.isEmpty() || (unknown && changed)) {
            incomplete();
        }
    }

    private boolean isChanged(SavedVariable variable) {
        Entry entry = entries.get(variable);
        return entry == null
                || !state.origin(entry.order()).equals(Optional.of(variable))
                || !entry.tensor()
                        .type()
                        .shape()
                        .equals(variable.tensor().type().shape());
    }

    private void incomplete() {
        String problem =
                "Keras finds an optimizer's variables by their numbers, and these would no longer be those of the"
                        + " model's: write `drop optimizer`";
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private void requireParts() {
        names.renamed().forEach((object, part) -> {
            boolean taken = isPathPart(object) && RESERVED.contains(part);
            if (taken || !Names.isText(part) || part.isEmpty() || part.equals(".") || part.indexOf('\0') >= 0) {
                problems.add("\"" + part + "\" cannot be the name of an object of Keras: rename it");
            }
        });
    }

    /** Two objects cannot be in one group. */
    private void requireApart() {
        Map<String, String> objects = new HashMap<>();
        groups.forEach((object, path) -> {
            String other = objects.putIfAbsent(path, object);
            if (other != null) {
                problems.add(
                        "two objects would be at " + path + ", " + other + " and " + object + ": use another name");
            }
        });
    }

    boolean isByModel() {
        return byModel;
    }

    /** The file whose groups the new one has: that of the checkpoint, or the model's. */
    SavedFile template() {
        return byModel ? state.model().orElseThrow().file() : state.file();
    }

    SavedState state() {
        return state;
    }

    /** Groups of objects to where they are now; those that are gone are left out. */
    Map<String, String> groups() {
        return groups;
    }

    List<Placed> placed() {
        return placed;
    }

    /** Number of variables that an object has now. */
    long count(SavedObject object) {
        String group = groups.get(object.path()) + "/" + SavedObject.VARIABLES + "/";
        return groups.containsKey(object.path())
                ? placed.stream().filter(one -> one.path().startsWith(group)).count()
                : 0;
    }

    /** An object's part of names, or its path if it has none. */
    String shown(SavedObject object) {
        String below = below(object, template.root(), "").orElse("");
        return below.isEmpty() ? object.path() : below.substring(0, below.length() - 1);
    }

    /** Whether the object of this group is gone with all that it had. */
    boolean isGone(String group) {
        return gone.contains(group);
    }

    /** Objects with a new name of their own, which their group has as an attribute. */
    Map<String, String> renamed() {
        Map<String, String> renamed = new HashMap<>();
        names.renamed().forEach((object, part) -> {
            if (!isPathPart(object)) {
                renamed.put(object.path(), part);
            }
        });
        return renamed;
    }

    /** Parts of Keras's own layers that would have other names, by those that they had. */
    List<String> renamedParts() {
        return names.renamed().keySet().stream()
                .filter(object -> !isPathPart(object) && !isElementOfLayers(object))
                .map(SavedObject::path)
                .toList();
    }

    /** Layers of the configuration, as {@link ModelConfig} knows them, with the last part of their new names. */
    Map<List<String>, String> renamedLayers() {
        Map<List<String>, String> layers = new LinkedHashMap<>();
        layers(
                template.root(),
                List.of(),
                object -> Optional.ofNullable(names.renamed().get(object)),
                layers);
        return layers;
    }

    private static void layers(
            SavedObject model,
            List<String> path,
            Function<SavedObject, Optional<String>> renamed,
            Map<List<String>, String> layers) {
        for (SavedObject list : model.members()) {
            for (SavedObject layer : list.isLayers() ? list.members() : List.<SavedObject>of()) {
                List<String> inner = new ArrayList<>(path);
                inner.add(layer.part().orElse(""));
                renamed.apply(layer).ifPresent(part -> layers.put(inner, part));
                layers(layer, inner, renamed, layers);
            }
        }
    }

    /** Tensors that have no place, as sentences. */
    List<String> problems() {
        return problems;
    }
}
