package ckpts.diagnosis;

import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor, or the same tensor of many equal blocks: {@code layers/#/attn/q/kernel} for twelve.
 *
 * @param fragments the name around its numbers, one more than places
 * @param places the numbers
 * @param type of each of the tensors
 */
record Unit(List<String> fragments, List<Place> places, TensorType type) {
    /**
     * A number of the name.
     *
     * @param list its place
     * @param values one, or the numbers of all blocks that are folded into one
     */
    record Place(IndexList list, List<Index> values) {
        Place {
            values = List.copyOf(values);
        }

        boolean isFolded() {
            return values.size() > 1;
        }
    }

    Unit {
        fragments = List.copyOf(fragments);
        places = List.copyOf(places);
    }

    /** The number of tensors that it represents. */
    int count() {
        int count = 1;
        for (Place place : places) {
            count = Math.multiplyExact(count, place.values().size());
        }
        return count;
    }

    List<Place> folded() {
        return places.stream().filter(Place::isFolded).toList();
    }

    /** The name with these numbers at the folded places, in order. */
    String name(List<Index> folds) {
        StringBuilder name = new StringBuilder(fragments.get(0));
        int fold = 0;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            Index index = place.isFolded() ? folds.get(fold++) : place.values().get(0);
            name.append(index.digits()).append(fragments.get(i + 1));
        }
        return name.toString();
    }

    /** The name with {@code #} for folded numbers. */
    String folding() {
        StringBuilder name = new StringBuilder(fragments.get(0));
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            name.append(place.isFolded() ? "#" : place.values().get(0).digits()).append(fragments.get(i + 1));
        }
        return name.toString();
    }

    /** The first of the tensors. */
    String first() {
        return name(folded().stream().map(place -> place.values().get(0)).toList());
    }

    List<String> names() {
        List<String> names = new ArrayList<>(count());
        collect(folded(), new ArrayList<>(), names);
        return names;
    }

    private void collect(List<Place> open, List<Index> chosen, List<String> names) {
        if (chosen.size() == open.size()) {
            names.add(name(chosen));
            return;
        }
        for (Index index : open.get(chosen.size()).values()) {
            chosen.add(index);
            collect(open, chosen, names);
            chosen.remove(chosen.size() - 1);
        }
    }
}
