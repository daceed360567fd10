package ckpts.format.keras;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.keras.KerasState.Origin;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.naming.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each tensor of a checkpoint is stored: in which layer's group, under which name, at which place of its list.
 *
 * <p>A layer whose tensors all end as before, behind one other name, has got that name, and keeps its place. Else a tensor
 * has the place of the one that had its name before; if none had, it stays in its layer as long as its name begins with the
 * layer's; if not, it is as if it were new: in the layer that its name begins with, or in one of a single part.
 */
final class Placement {
    private static final int LONGEST_PART = 1 << 15;
    /** The place of what is new. */
    private static final long NOWHERE = Long.MAX_VALUE;

    private final Optional<KerasState> state;
    private final ModelOrder order;
    /** Whether there is no configuration whose layers the file's must follow. */
    private final boolean free;

    private final Map<String, Spot> spots = new LinkedHashMap<>();
    private final Map<String, Integer> layerPlaces = new HashMap<>();
    private final List<Entry> ofOptimizer = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<PlacedLayer> layers;
    private final List<Placed> optimizer;

    /** A tensor and the weight of a layer that it was. */
    private record Read(Entry entry, Origin origin) {}

    /** Where a tensor of a layer goes. */
    private record Spot(Entry entry, String layer, WeightName name, long place) {}

    /**
     * A tensor and its name in its group.
     *
     * @param origin where it was read
     */
    record Placed(Entry entry, WeightName name, Optional<Origin> origin) {}

    /** @param origin the layer whose place it has */
    record PlacedLayer(String name, Optional<Layer> origin, List<Placed> weights) {
        PlacedLayer {
            weights = List.copyOf(weights);
        }

        boolean isTopLevel() {
            return name.equals(StoredFile.TOP_LEVEL);
        }
    }

    Placement(Checkpoint checkpoint) {
        this.state = checkpoint.conventions(KerasState.class);
        this.order = state.map(KerasState::modelOrder).orElse(ModelOrder.UNKNOWN);
        this.free = !checkpoint.metadata().values().containsKey(RootAttributes.MODEL);
        List<Read> read = new ArrayList<>();
        List<Entry> added = new ArrayList<>();
        for (Entry entry : stored(checkpoint)) {
            requireName(entry.name());
            Optional<Origin> origin = origin(entry).filter(own -> own.layer().isPresent());
            boolean unchanged =
                    origin.filter(own -> own.name().equals(entry.name())).isPresent();
            if (entry.name().startsWith(SlotNames.SCOPE) && !unchanged) {
                ofOptimizer.add(entry);
            } else if (origin.isPresent()) {
                read.add(new Read(entry, origin.get()));
            } else {
                added.add(entry);
            }
        }
        Map<Layer, String> renamed = renamedLayers(read);
        List<Entry> others = new ArrayList<>();
        for (Read one : read) {
            if (!placeRead(one.entry(), one.origin(), renamed)) {
                others.add(one.entry());
            }
        }
        added.removeIf(entry -> placeAsBefore(entry, renamed));
        others.forEach(this::placeNew);
        added.forEach(this::placeNew);
        this.layers = arranged();
        this.optimizer = ofOptimizer.stream().map(this::inOptimizer).toList();
        requireApart();
    }

    /** The tensors that are written: all but a framework's own counters. */
    static List<Entry> stored(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .filter(entry -> !entry.role().equals(Role.BOOKKEEPING))
                .toList();
    }

    private Optional<Origin> origin(Entry entry) {
        return state.flatMap(own -> own.origin(entry.order()));
    }

    private void requireName(String name) {
        if (!Names.isText(name)) {
            problems.add("\"" + name + "\" is not valid UTF-8, as names in Keras's files must be: rename it");
            return;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.indexOf('\0') >= 0 || part.length() > LONGEST_PART) {
                problems.add("\"" + name
                        + "\" cannot be a path in an HDF5 file, which has groups between slashes: rename" + " it");
                return;
            }
        }
    }

    /** Layers of which every tensor that is left ends as before, behind one other name. */
    private static Map<Layer, String> renamedLayers(List<Read> read) {
        Map<Layer, String> renamed = new LinkedHashMap<>();
        Set<Layer> others = new HashSet<>();
        for (Read one : read) {
            Layer layer = one.origin().layer().orElseThrow();
            Optional<String> name = otherLayer(one.entry().name(), one.origin());
            if (name.isEmpty() || !renamed.getOrDefault(layer, name.get()).equals(name.get())) {
                others.add(layer);
            } else {
                renamed.put(layer, name.get());
            }
        }
        renamed.keySet().removeAll(others);
        return renamed;
    }

    private static Optional<String> otherLayer(String name, Origin origin) {
        boolean moved = name.endsWith("/" + origin.shown())
                && !name.startsWith(origin.layer().orElseThrow().name() + "/");
        return moved
                ? Optional.of(name.substring(0, name.length() - origin.shown().length() - 1))
                : Optional.empty();
    }

    /** Whether a tensor that was read has its place: another is as if it were new. */
    private boolean placeRead(Entry entry, Origin origin, Map<Layer, String> renamed) {
        Layer layer = origin.layer().orElseThrow();
        String own = layer.name() + "/";
        if (renamed.containsKey(layer)) {
            String now = renamed.get(layer);
            put(entry, layer, now, origin.weight().name().in(layer.name(), now), origin.weight());
            return true;
        }
        if (placeAsBefore(entry, renamed)) {
            return true;
        }
        if (entry.name().startsWith(own)) {
            WeightName called = origin.weight().name().called(entry.name().substring(own.length()));
            put(entry, layer, layer.name(), called, origin.weight());
            return true;
        }
        return false;
    }

    /** Gives a tensor the place of the one that had its name, in a layer that keeps its own. */
    private boolean placeAsBefore(Entry entry, Map<Layer, String> renamed) {
        Optional<Origin> before = state.flatMap(read -> read.named(entry.name()))
                .filter(other -> other.layer()
                        .filter(layer -> !renamed.containsKey(layer))
                        .isPresent());
        before.ifPresent(other -> {
            Layer layer = other.layer().orElseThrow();
            put(entry, layer, layer.name(), other.weight().name(), other.weight());
        });
        return before.isPresent();
    }

    /** @param like the weight whose place in the layer's list it gets */
    private void put(Entry entry, Layer layer, String name, WeightName weight, StoredFile.Weight like) {
        spots.put(entry.name(), new Spot(entry, name, weight, layer.weights().indexOf(like)));
        layerPlaces.merge(name, state.orElseThrow().file().layers().indexOf(layer), Math::min);
    }

    private void placeNew(Entry entry) {
        Set<String> known = new HashSet<>(layerPlaces.keySet());
        state.ifPresent(read -> read.file().layers().stream()
                .filter(layer -> layer.weights().isEmpty())
                .forEach(layer -> known.add(layer.name())));
        String name = entry.name();
        int end = known.stream()
                .filter(one -> name.startsWith(one + "/"))
                .mapToInt(String::length)
                .max()
                .orElseGet(() -> name.indexOf('/'));
        if (end < 0) {
            problems.add("\"" + name + "\" has no layer in its name, and Keras stores weights by layers: rename it to"
                    + " LAYER/WEIGHT");
            return;
        }
        String layer = name.substring(0, end);
        String before = layer.equals(StoredFile.TOP_LEVEL) ? "" : layer + "/";
        spots.put(
                name, new Spot(entry, layer, new WeightName(before, name.substring(end + 1), usualEnding()), NOWHERE));
    }

    /** What the first weight of the file ends in. */
    private String usualEnding() {
        return state.flatMap(own -> own.origin(0))
                .map(origin -> origin.weight().name().after())
                .orElse("");
    }

    private List<PlacedLayer> arranged() {
        List<Layer> read = state.map(own -> own.file().layers()).orElse(List.of());
        for (Layer layer : read) {
            if (layer.weights().isEmpty()) {
                layerPlaces.merge(layer.name(), read.indexOf(layer), Math::min);
            }
        }
        Map<String, List<Spot>> members = new HashMap<>();
        spots.values()
                .forEach(spot -> members.computeIfAbsent(spot.layer(), layer -> new ArrayList<>())
                        .add(spot));
        layerPlaces.keySet().forEach(layer -> members.computeIfAbsent(layer, any -> new ArrayList<>()));
        Map<String, List<String>> names = new HashMap<>();
        members.forEach((layer, weights) -> names.put(layer, ordered(weights)));
        List<String> kept = members.keySet().stream()
                .filter(layer -> layerPlaces.getOrDefault(layer, Integer.MAX_VALUE) < read.size())
                .sorted(Comparator.comparing(layerPlaces::get))
                .toList();
        List<String> added = spots.values().stream()
                .map(Spot::layer)
                .distinct()
                .filter(layer -> !kept.contains(layer))
                .toList();
        List<PlacedLayer> arranged = new ArrayList<>();
        List<String> placed = order.arranged(kept, added, names);
        for (String layer : free ? order.sorted(placed, names) : placed) {
            arranged.add(new PlacedLayer(
                    layer,
                    kept.contains(layer) ? Optional.of(read.get(layerPlaces.get(layer))) : Optional.empty(),
                    names.get(layer).stream().map(this::placed).toList()));
        }
        return arranged;
    }

    private Placed placed(String name) {
        Spot spot = spots.get(name);
        return new Placed(spot.entry(), spot.name(), origin(spot.entry()));
    }

    /** Names of a layer's weights: those that have a place by that, then the others. */
    private List<String> ordered(List<Spot> weights) {
        List<String> ordered = new ArrayList<>(weights.stream()
                .filter(spot -> spot.place() < NOWHERE)
                .sorted(Comparator.comparingLong(Spot::place)
                        .thenComparing(spot -> spot.entry().order()))
                .map(spot -> spot.entry().name())
                .toList());
        ordered.addAll(order.weights(weights.stream()
                .filter(spot -> spot.place() == NOWHERE)
                .map(spot -> spot.entry().name())
                .toList()));
        return free ? order.sorted(ordered) : ordered;
    }

    /** A weight of the optimizer: its name has its variable's, as that is stored now. */
    private Placed inOptimizer(Entry entry) {
        Optional<Origin> origin = origin(entry).filter(read -> read.layer().isEmpty());
        String after = origin.map(read -> read.weight().name().after()).orElseGet(this::usualEnding);
        Optional<Role.Slot> slot =
                entry.role().slot().filter(own -> own.before().startsWith(SlotNames.SCOPE));
        Optional<Spot> owner = slot.map(own -> spots.get(own.owner()));
        if (owner.isPresent()) {
            String variable = owner.get().name().bare();
            String bare = slot.get().before().substring(SlotNames.SCOPE.length())
                    + (SlotNames.isFlat(slot.get()) ? SlotNames.flat(variable) : variable)
                    + slot.get().after();
            return new Placed(entry, new WeightName("", bare, after), origin);
        }
        WeightName name = origin.filter(read -> read.name().equals(entry.name()))
                .map(read -> read.weight().name())
                .orElseGet(() -> new WeightName("", entry.name().substring(SlotNames.SCOPE.length()), after));
        return new Placed(entry, name, origin);
    }

    /** Two tensors cannot have one path, nor can one be the group of another. */
    private void requireApart() {
        for (PlacedLayer layer : layers) {
            requireApart(layer.weights());
        }
        requireApart(optimizer);
    }

    private void requireApart(List<Placed> weights) {
        Map<String, String> paths = new HashMap<>();
        for (Placed weight : weights) {
            String other =
                    paths.putIfAbsent(weight.name().stored(), weight.entry().name());
            if (other != null) {
                problems.add("\"" + weight.entry().name() + "\" and \"" + other + "\" would both be stored as \""
                        + weight.name().stored() + "\": rename one of them");
            }
        }
        Set<String> groups = new HashSet<>();
        for (String path : paths.keySet()) {
            for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
                groups.add(path.substring(0, end));
            }
        }
        paths.forEach((path, name) -> {
            if (groups.contains(path)) {
                problems.add("\"" + name + "\" would be stored as \"" + path
                        + "\", which is also the beginning of another weight's name: rename one of them");
            }
        });
    }

    /** Layers in the order of the new file, those without weights among them. */
    List<PlacedLayer> layers() {
        return layers;
    }

    List<Placed> optimizer() {
        return optimizer;
    }

    /** New layers in which only the model knows the order of weights, and it is not known. */
    List<PlacedLayer> guessed() {
        return layers.stream()
                .filter(layer -> layer.origin().isEmpty())
                .filter(layer -> order.isGuessed(layer.weights().stream()
                        .map(weight -> weight.entry().name())
                        .toList()))
                .toList();
    }

    /** Tensors that have no place, as sentences. */
    List<String> problems() {
        return problems;
    }
}
