package ckpts.checkpoint;

import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Made;
import ckpts.checkpoint.LostWeights.Pair;
import ckpts.naming.NamePath;
import ckpts.naming.NaturalOrder;
import ckpts.naming.NumberedName;
import ckpts.naming.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Lost weights and variables of one kin, one to one, by what their names have in common: first those whose numbers are
 * equal, which are mostly of one layer, then the rest.
 */
final class LikelyPairs {
    /** As many combinations are compared; where there are more, names are taken in order. */
    private static final long MOST_COMPARED = 4096;

    private final Set<Lost> freeLost;
    private final Set<Made> freeMade;
    private final List<Pair> pairs = new ArrayList<>();

    private LikelyPairs(List<Lost> lost, List<Made> made) {
        this.freeLost = new HashSet<>(lost);
        this.freeMade = new HashSet<>(made);
    }

    /**
     * A combination, and what speaks for it.
     *
     * @param endings how many of the last segments are equal
     * @param distance letters in which the rest differs
     */
    private record Candidate(Pair pair, int endings, boolean sameType, int distance) {
        private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::endings)
                .reversed()
                .thenComparing(candidate -> !candidate.sameType())
                .thenComparingInt(Candidate::distance);

        static Candidate of(Pair pair) {
            List<String> lost = NamePath.of(pair.lost().name()).segments();
            List<String> made = NamePath.of(pair.made().name()).segments();
            int most = Math.min(lost.size(), made.size());
            int endings = 0;
            while (endings < most && lost.get(lost.size() - 1 - endings).equals(made.get(made.size() - 1 - endings))) {
                endings++;
            }
            int beginnings = 0;
            while (beginnings < most - endings && lost.get(beginnings).equals(made.get(beginnings))) {
                beginnings++;
            }
            String leftOfLost = rest(lost, beginnings, endings);
            String leftOfMade = rest(made, beginnings, endings);
            int limit = Math.max(leftOfLost.length(), leftOfMade.length());
            return new Candidate(
                    pair,
                    endings,
                    pair.lost().type().equals(pair.made().type()),
                    Spelling.distance(leftOfLost, leftOfMade, limit));
        }

        private static String rest(List<String> segments, int beginnings, int endings) {
            return String.join("/", segments.subList(beginnings, segments.size() - endings));
        }
    }

    static List<Pair> of(List<Lost> lost, List<Made> made) {
        LikelyPairs pairing = new LikelyPairs(lost, made);
        Comparator<String> order = NaturalOrder.INSTANCE;
        List<Lost> allLost = lost.stream()
                .sorted(Comparator.comparing(Lost::name, order).thenComparing(Lost::input))
                .toList();
        List<Made> allMade =
                made.stream().sorted(Comparator.comparing(Made::name, order)).toList();
        pairing.pair(allLost, allMade, name -> NumberedName.parse(name).numbers());
        pairing.pair(allLost, allMade, name -> "");
        return pairing.pairs;
    }

    /** Pairs what is left and has the same key. */
    private void pair(List<Lost> lost, List<Made> made, Function<String, ?> key) {
        Map<Object, List<Lost>> lostByKey = new LinkedHashMap<>();
        for (Lost weight : lost) {
            if (freeLost.contains(weight)) {
                lostByKey
                        .computeIfAbsent(key.apply(weight.name()), any -> new ArrayList<>())
                        .add(weight);
            }
        }
        Map<Object, List<Made>> madeByKey = new LinkedHashMap<>();
        for (Made variable : made) {
            if (freeMade.contains(variable)) {
                madeByKey
                        .computeIfAbsent(key.apply(variable.name()), any -> new ArrayList<>())
                        .add(variable);
            }
        }
        lostByKey.forEach((value, weights) -> pair(weights, madeByKey.getOrDefault(value, List.of())));
    }

    private void pair(List<Lost> lost, List<Made> made) {
        if ((long) lost.size() * made.size() > MOST_COMPARED) {
            for (int i = 0; i < Math.min(lost.size(), made.size()); i++) {
                take(new Pair(lost.get(i), made.get(i)));
            }
            return;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Lost weight : lost) {
            made.forEach(variable -> candidates.add(Candidate.of(new Pair(weight, variable))));
        }
        candidates.sort(Candidate.BEST_FIRST);
        candidates.forEach(candidate -> take(candidate.pair()));
    }

    private void take(Pair pair) {
        if (freeLost.contains(pair.lost()) && freeMade.contains(pair.made())) {
            freeLost.remove(pair.lost());
            freeMade.remove(pair.made());
            pairs.add(pair);
        }
    }
}
