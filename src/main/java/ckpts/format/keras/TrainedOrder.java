package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.format.keras.SavedObject.SavedVariable;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order of a model's variables in its optimizer, which files do not have: elements of a list come in the order of their
 * class, but how classes alternate, and the order of attributes, only the shapes tell. An order counts as known if it is the
 * only one that has these shapes.
 */
final class TrainedOrder {
    /** Parts of Keras's own layers in the order in which they are made. */
    private static final List<String> INTERNAL = List.of(
            "cell",
            "forward_layer",
            "backward_layer",
            "layer",
            "query_dense",
            "key_dense",
            "value_dense",
            "output_dense",
            "_query_dense",
            "_key_dense",
            "_value_dense",
            "_output_dense");

    /** Lists of the model that optimizers have nothing to do with. */
    private static final List<String> OTHERS = List.of("metrics", "_metrics", SavedObject.OPTIMIZER);

    /** Far more than a model with one order needs. */
    private static final int MOST_STEPS = 200_000;

    /** Of variables, as far as calls go into each other. */
    private static final int MOST_ELEMENTS = 1500;

    private final List<Shape> shapes;
    private int steps;

    /** A part of the model: variables that lie together, in one order or another. */
    private sealed interface Part {
        int size();
    }

    private record One(SavedVariable variable) implements Part {
        @Override
        public int size() {
            return 1;
        }
    }

    /** Rows of parts, each row in its order; how rows alternate is open. */
    private record Rows(List<List<Part>> rows, int size) implements Part {
        static Rows of(List<List<Part>> rows) {
            return new Rows(
                    rows.stream().filter(row -> !row.isEmpty()).toList(),
                    rows.stream().flatMap(List::stream).mapToInt(Part::size).sum());
        }
    }

    /** How many orders fit, up to two, and one of them. */
    private record Found(int count, List<SavedVariable> order) {
        static final Found NONE = new Found(0, List.of());
    }

    private TrainedOrder(List<Shape> shapes) {
        this.shapes = shapes;
    }

    /** Number of variables that an optimizer of the model updates. */
    static int size(SavedObject model) {
        return part(model).size();
    }

    /**
     * The variables that have these shapes in this order; empty if none have, or those of several orders, or if the model has
     * objects whose order is its author's: attributes, lists of other than layers, layers that are saved elsewhere.
     */
    static Optional<List<SavedVariable>> of(SavedObject model, List<Shape> shapes) {
        Part whole = part(model);
        if (whole.size() != shapes.size() || whole.size() > MOST_ELEMENTS || !isOfLayers(model)) {
            return Optional.empty();
        }
        TrainedOrder search = new TrainedOrder(shapes);
        Found found = search.match(whole, 0);
        return found.count() == 1 && search.steps <= MOST_STEPS ? Optional.of(found.order()) : Optional.empty();
    }

    private static boolean isOfLayers(SavedObject object) {
        for (SavedObject member : object.members()) {
            boolean known = OTHERS.contains(member.element())
                    || part(member).size() == 0
                    || (object.isList() ? object.isLayers() : member.isLayers() || internal(member) >= 0);
            if (!known || (!OTHERS.contains(member.element()) && !isOfLayers(member))) {
                return false;
            }
        }
        return !object.isLayers() || object.isNumberedWhole();
    }

    private static Part part(SavedObject object) {
        if (isFrozen(object)) {
            return Rows.of(List.of());
        }
        List<Part> own = new ArrayList<>();
        object.variables().stream()
                .filter(variable -> VariableNames.isTrained(
                        variable.label(), variable.tensor().type()))
                .forEach(variable -> own.add(new One(variable)));
        own.add(members(object));
        return Rows.of(List.of(own));
    }

    private static boolean isFrozen(SavedObject object) {
        return object.config()
                .filter(config ->
                        config.values().get("trainable") instanceof Attribute.Truth trainable && !trainable.value())
                .isPresent();
    }

    private static Part members(SavedObject object) {
        Map<String, List<Part>> rows = new LinkedHashMap<>();
        boolean configured = object.isLayers()
                && object.members().stream().allMatch(member -> member.config().isPresent());
        object.members().stream()
                .filter(member -> !OTHERS.contains(member.element()))
                .sorted((one, other) -> Integer.compare(internal(one), internal(other)))
                .forEach(member -> rows.computeIfAbsent(row(object, member, configured), any -> new ArrayList<>())
                        .add(part(member)));
        return Rows.of(new ArrayList<>(rows.values()));
    }

    private static int internal(SavedObject member) {
        return INTERNAL.indexOf(member.element());
    }

    /** What those have in common that come in a known order. */
    private static String row(SavedObject object, SavedObject member, boolean configured) {
        if (configured) {
            return "";
        }
        return object.isList()
                ? SavedObject.unnumbered(member.element())
                : internal(member) >= 0 ? "" : "/" + member.element();
    }

    private Found match(Part part, int at) {
        if (part instanceof One one) {
            boolean fits =
                    at < shapes.size() && one.variable().tensor().type().shape().equals(shapes.get(at));
            return fits ? new Found(1, List.of(one.variable())) : Found.NONE;
        }
        Rows rows = (Rows) part;
        return next(rows, new int[rows.rows().size()], at, new HashMap<>());
    }

    /** @param done of each row, how many parts have their place */
    private Found next(Rows rows, int[] done, int at, Map<String, Found> known) {
        String state = Arrays.toString(done);
        Found before = known.get(state);
        if (before != null) {
            return before;
        }
        Found all = null;
        for (int row = 0; row < done.length && (all == null || all.count() < 2); row++) {
            if (done[row] < rows.rows().get(row).size()) {
                all = more(all == null ? Found.NONE : all, taken(rows, done, row, at, known));
            }
        }
        Found found = all == null ? new Found(1, List.of()) : all;
        known.put(state, found);
        return found;
    }

    private Found taken(Rows rows, int[] done, int row, int at, Map<String, Found> known) {
        if (++steps > MOST_STEPS) {
            return Found.NONE;
        }
        Part part = rows.rows().get(row).get(done[row]);
        Found first = match(part, at);
        if (first.count() == 0) {
            return first;
        }
        int[] after = done.clone();
        after[row]++;
        Found rest = next(rows, after, at + part.size(), known);
        if (rest.count() == 0) {
            return rest;
        }
        List<SavedVariable> order = new ArrayList<>(first.order());
        order.addAll(rest.order());
        return new Found(Math.min(2, first.count() * rest.count()), order);
    }

    /** Parts without a variable may stand anywhere: that makes no further order. */
    private static Found more(Found one, Found other) {
        if (one.count() == 0 || other.count() == 0) {
            return one.count() == 0 ? other : one;
        }
        return one.order().equals(other.order()) ? one : new Found(2, one.order());
    }
}
