package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors left over on both sides whose types agree although their modules are not a pair: a rename is possible, so
 * nothing is reinitialized until the user has looked.
 */
final class UnpairedDiagnosis implements Diagnosis {
    private static final int MOST = 4;

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        List<Unit> here = left(evidence.lonelyHere(), open.found());
        List<Unit> there = left(evidence.lonelyThere(), open.wanted());
        Map<Unit, List<UnitPair>> possible = new LinkedHashMap<>();
        Map<Unit, Integer> wishes = new LinkedHashMap<>();
        for (Unit wanted : there) {
            List<UnitPair> pairs = candidates(here, wanted, evidence);
            if (!pairs.isEmpty() && pairs.size() <= MOST) {
                possible.put(wanted, pairs);
                pairs.forEach(pair -> wishes.merge(pair.here(), 1, Integer::sum));
            }
        }
        List<UnitPair> single = new ArrayList<>();
        List<Explanation> claims = new ArrayList<>();
        possible.forEach((wanted, pairs) -> {
            if (pairs.size() == 1 && wishes.get(pairs.get(0).here()) == 1) {
                single.add(pairs.get(0));
            } else {
                claims.add(claim(List.of(wanted), pairs.stream().map(List::of).toList(), "one of several here"));
            }
        });
        if (!single.isEmpty()) {
            List<Unit> units = single.stream().map(UnitPair::there).toList();
            claims.add(claim(units, List.of(single), "perhaps renamed"));
        }
        return claims;
    }

    /** Weights and scales that are not reported yet. A bias alone is not evidence. */
    private static List<Unit> left(List<Unit> units, Set<String> open) {
        return units.stream()
                .filter(unit -> unit.type().shape().rank() > 1 && open.containsAll(unit.names()))
                .toList();
    }

    /** Those with the same numbers, if there are any. */
    private static List<UnitPair> candidates(List<Unit> here, Unit wanted, Evidence evidence) {
        List<UnitPair> all = new ArrayList<>();
        List<UnitPair> numbered = new ArrayList<>();
        for (Unit unit : here) {
            TypeRelation relation = TypeRelation.between(unit.type(), wanted.type());
            boolean folds = unit.folded().size() == wanted.folded().size() && unit.count() == wanted.count();
            if (relation.keepsValues() && folds && !CrossedNumbers.between(unit, wanted)) {
                UnitPair pair = evidence.pair(unit, wanted, relation);
                all.add(pair);
                if (numbers(unit).equals(numbers(wanted))) {
                    numbered.add(pair);
                }
            }
        }
        return numbered.isEmpty() ? all : numbered;
    }

    /** The numbers of the blocks that it is in; a number of its own word is part of that word. */
    private static List<Long> numbers(Unit unit) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < unit.places().size(); i++) {
            boolean block = !unit.fragments().get(i + 1).isEmpty();
            if (block && !unit.places().get(i).isFolded()) {
                numbers.add(unit.places().get(i).values().get(0).value());
            }
        }
        return numbers;
    }

    private static Explanation claim(List<Unit> wanted, List<List<UnitPair>> ways, String cause) {
        Set<String> names = new LinkedHashSet<>();
        wanted.forEach(unit -> names.addAll(unit.names()));
        List<String> all = List.copyOf(names);
        Finding finding = Finding.open(
                Finding.Kind.MISSING,
                RenameDiagnosis.subject(all, all.get(0)),
                all,
                cause + ": types agree, names do not show it",
                ways.stream().map(UnpairedDiagnosis::renames).toList());
        return Explanation.ofModel(finding, all);
    }

    private static List<Repair> renames(List<UnitPair> pairs) {
        List<ListFolding.Side> rules = pairs.stream()
                .map(pair -> new ListFolding.Side(pair.rule(true), pair.names()))
                .toList();
        return List.of(new Repair.Rename(
                ListFolding.folded(rules).stream().map(ListFolding.Side::rule).toList()));
    }
}
