package ckpts.diagnosis;

import ckpts.naming.NamePath;
import ckpts.naming.NumberedName;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Folds the tensors of equal blocks into one unit, so that a model of a hundred layers is compared as one of a few.
 *
 * <p>Which numbers count blocks is read off the tensors below them: numbers are folded where the names and types after
 * them are the same, and there are either several modules in each block or many blocks. {@code fc1} and {@code fc2},
 * {@code norm1} and {@code norm2} stay apart: these numbers are part of a module's name.
 */
final class Folding {
    /** More blocks of a single module than this are a list, not names that happen to look alike. */
    private static final int MANY = 16;

    private final List<Unit> units = new ArrayList<>();

    private record Item(NumberedName name, TensorType type) {
        Index index(int column) {
            return new Index(name.numbers().get(column), name.digits(column));
        }

        /**
         * The rest of a name after a number, with the type: equal for tensors that play the same part in two blocks.
         */
        String after(int column) {
            StringBuilder rest = new StringBuilder();
            for (int i = column + 1; i < name.fragments().size(); i++) {
                rest.append(name.fragments().get(i));
                if (i < name.numbers().size()) {
                    rest.append(name.digits(i));
                }
            }
            return rest.toString();
        }
    }

    private Folding() {}

    /** The units of these tensors; every name is in one of them. */
    static List<Unit> of(Map<String, TensorType> tensors) {
        Folding folding = new Folding();
        List<Item> items = new ArrayList<>();
        tensors.forEach((name, type) -> items.add(new Item(NumberedName.parse(name), type)));
        folding.fold(items, "", List.of());
        return folding.units;
    }

    /** @param items names that agree, apart from folded numbers, up to the next number */
    private void fold(List<Item> items, String before, List<Unit.Place> places) {
        int column = places.size();
        Map<String, List<Item>> lists = new LinkedHashMap<>();
        for (Item item : items) {
            if (item.name().numbers().size() == column) {
                units.add(new Unit(item.name().fragments(), places, item.type()));
            } else {
                lists.computeIfAbsent(item.name().fragments().get(column), text -> new ArrayList<>())
                        .add(item);
            }
        }
        lists.forEach((text, members) -> unroll(members, before + text, places));
    }

    private void unroll(List<Item> members, String key, List<Unit.Place> places) {
        int column = places.size();
        Map<Index, List<Item>> blocks =
                new TreeMap<>(Comparator.comparingLong(Index::value).thenComparing(Index::digits));
        for (Item item : members) {
            blocks.computeIfAbsent(item.index(column), index -> new ArrayList<>())
                    .add(item);
        }
        List<IndexList.Entry> entries = new ArrayList<>();
        Map<Set<String>, List<Index>> alike = new LinkedHashMap<>();
        Map<Set<String>, Boolean> several = new LinkedHashMap<>();
        blocks.forEach((index, block) -> {
            entries.add(new IndexList.Entry(index, sizes(block)));
            Set<String> parts = new HashSet<>();
            Set<String> modules = new HashSet<>();
            for (Item item : block) {
                String after = item.after(column);
                parts.add(after + " " + item.type());
                modules.add(module(after));
            }
            alike.computeIfAbsent(parts, any -> new ArrayList<>()).add(index);
            several.put(parts, modules.size() > 1);
        });
        IndexList list = new IndexList(key, entries);
        alike.forEach((parts, indices) -> {
            boolean folded = indices.size() > 1 && (several.get(parts) || indices.size() > MANY);
            if (folded) {
                fold(blocks.get(indices.get(0)), key + "#", plus(places, new Unit.Place(list, indices)));
            } else {
                indices.forEach(index -> fold(
                        blocks.get(index), key + index.digits(), plus(places, new Unit.Place(list, List.of(index)))));
            }
        });
    }

    /** The rest of a name after a number, without the word for a tensor of a module. */
    private static String module(String after) {
        NamePath path = NamePath.of(after);
        String last = path.last();
        return LeafRole.of(last.substring(last.lastIndexOf('_') + 1), 1).isPresent() ? path.parent() : after;
    }

    private static List<Unit.Place> plus(List<Unit.Place> places, Unit.Place place) {
        List<Unit.Place> all = new ArrayList<>(places);
        all.add(place);
        return all;
    }

    /**
     * Only weights with two or more axes, if there are any: the other contents of a block differ between frameworks.
     */
    private static String sizes(List<Item> block) {
        List<Shape> shapes = block.stream().map(item -> item.type().shape()).toList();
        List<Shape> weights = shapes.stream().filter(shape -> shape.rank() > 1).toList();
        return (weights.isEmpty() ? shapes : weights)
                .stream().map(TypeRelation::sizes).sorted().toList().toString();
    }
}
