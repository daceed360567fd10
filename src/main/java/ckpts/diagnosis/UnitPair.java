package ckpts.diagnosis;

import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tensor of a checkpoint and the tensor of the model that it is, or those of equal blocks.
 *
 * @param numbers per folded place, the map of its numbers
 */
record UnitPair(Unit here, Unit there, TypeRelation relation, List<List<Map.Entry<Index, Index>>> numbers) {
    private static final String CAPTURES = "ijklmn";

    UnitPair {
        numbers = numbers.stream().map(List::copyOf).toList();
    }

    static UnitPair of(Unit here, Unit there, TypeRelation relation, Pairing pairing) {
        List<List<Map.Entry<Index, Index>>> numbers = new ArrayList<>();
        List<Unit.Place> from = here.folded();
        List<Unit.Place> to = there.folded();
        for (int i = 0; i < from.size(); i++) {
            List<Index> left = from.get(i).values();
            List<Index> right = to.get(i).values();
            IndexMap map = pairing.map(from.get(i).list(), to.get(i).list());
            numbers.add(left.size() == right.size() ? sideBySide(left, right) : map.among(left, right));
        }
        return new UnitPair(here, there, relation, numbers);
    }

    /** For the same number of equal blocks on both sides: the first is the first. */
    private static List<Map.Entry<Index, Index>> sideBySide(List<Index> left, List<Index> right) {
        List<Map.Entry<Index, Index>> pairs = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            pairs.add(Map.entry(left.get(i), right.get(i)));
        }
        return pairs;
    }

    /** The same pair, its types related in another way. */
    UnitPair related(TypeRelation.Kind kind) {
        return new UnitPair(here, there, new TypeRelation(kind, relation.order(), relation.cast()), numbers);
    }

    /** Old to new name, in order. */
    Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        collect(new ArrayList<>(), new ArrayList<>(), names);
        return names;
    }

    private void collect(List<Index> from, List<Index> to, Map<String, String> names) {
        if (from.size() == numbers.size()) {
            names.put(here.name(from), there.name(to));
            return;
        }
        for (Map.Entry<Index, Index> pair : numbers.get(from.size())) {
            from.add(pair.getKey());
            to.add(pair.getValue());
            collect(from, to, names);
            from.remove(from.size() - 1);
            to.remove(to.size() - 1);
        }
    }

    /**
     * The pair as a rule, with captures for numbers that differ from their counterparts by a constant, else with lists.
     */
    Rule rule(boolean ranges) {
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            NumberRule rule = NumberRule.of(String.valueOf(CAPTURES.charAt(i)), numbers.get(i), ranges);
            from.add(rule.pattern());
            to.add(rule.target());
        }
        return new Rule(text(here, from), text(there, to));
    }

    private static String text(Unit unit, List<String> folds) {
        StringBuilder text =
                new StringBuilder(NamePattern.quote(unit.fragments().get(0)));
        int fold = 0;
        for (int i = 0; i < unit.places().size(); i++) {
            Unit.Place place = unit.places().get(i);
            text.append(
                    place.isFolded() ? folds.get(fold++) : place.values().get(0).digits());
            text.append(NamePattern.quote(unit.fragments().get(i + 1)));
        }
        return text.toString();
    }
}
