package ckpts.diagnosis;

import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Kin;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Made;
import ckpts.diagnosis.Restoration.Pair;
import ckpts.naming.NamePath;
import ckpts.naming.NaturalOrder;
import ckpts.naming.NumberedName;
import ckpts.naming.Spelling;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Pairs lost weights with variables, one to one, as many as possible. Pairs that are certain by all evidence come
 * first, as in any advice; then, among related ones, names that have most in common: first those with equal numbers,
 * which mostly belong to the same layer, then the rest.
 */
final class LikelyPairs {
    /** At most this many combinations are compared; where there are more, names are taken in order. */
    private static final long MOST_COMPARED = 4096;

    private final Set<Lost> freeLost;
    private final Set<Made> freeMade;
    private final List<Pair> pairs = new ArrayList<>();

    private LikelyPairs(LostWeights weights) {
        this.freeLost = new HashSet<>(weights.lost());
        this.freeMade = new HashSet<>(weights.made());
    }

    /**
     * A combination, and the evidence for it.
     *
     * @param endings how many of the last segments are equal
     * @param distance number of letters in which the rest differs
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

    static List<Pair> of(LostWeights weights) {
        LikelyPairs pairing = new LikelyPairs(weights);
        pairing.byEvidence(weights);
        Comparator<String> order = NaturalOrder.INSTANCE;
        Map<Kin, List<Lost>> lost = new LinkedHashMap<>();
        weights.lost().stream()
                .sorted(Comparator.comparing(Lost::name, order).thenComparing(Lost::input))
                .forEach(one -> lost.computeIfAbsent(Kin.of(one.type()), kin -> new ArrayList<>())
                        .add(one));
        Map<Kin, List<Made>> made = new LinkedHashMap<>();
        weights.made().stream()
                .sorted(Comparator.comparing(Made::name, order))
                .forEach(one -> made.computeIfAbsent(Kin.of(one.type()), kin -> new ArrayList<>())
                        .add(one));
        lost.forEach((kin, kindred) -> {
            List<Made> others = made.getOrDefault(kin, List.of());
            pairing.pair(kindred, others, name -> NumberedName.parse(name).numbers());
            pairing.pair(kindred, others, name -> "");
        });
        return pairing.pairs;
    }

    /** Weights of several checkpoints that share a name keep their names. */
    private void byEvidence(LostWeights weights) {
        Map<String, Lost> here = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        for (Lost lost : weights.lost()) {
            if (here.put(lost.name(), lost) != null) {
                twice.add(lost.name());
            }
        }
        here.keySet().removeAll(twice);
        Map<String, Made> there = new LinkedHashMap<>();
        weights.made().forEach(made -> there.put(made.name(), made));
        Map<String, TensorType> typesHere = new LinkedHashMap<>();
        here.forEach((name, lost) -> typesHere.put(name, lost.type()));
        Map<String, TensorType> typesThere = new LinkedHashMap<>();
        there.forEach((name, made) -> typesThere.put(name, made.type()));
        Pairing pairing = Pairing.of(Module.of(Folding.of(typesHere)), Module.of(Folding.of(typesThere)), Map.of());
        for (Pairing.Match match : pairing.matches()) {
            match.fit().relations().forEach((role, relation) -> {
                Unit left = match.here().leaves().get(role);
                Unit right = match.there().leaves().get(role);
                if (match.certain() && relation.keepsValues()) {
                    UnitPair.of(left, right, relation, pairing)
                            .names()
                            .forEach((from, to) -> take(new Pair(here.get(from), there.get(to))));
                }
            });
        }
    }

    /** Pairs the remaining ones that have the same key. */
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
        boolean kin = LostWeights.areKin(pair.lost().type(), pair.made().type());
        if (kin && freeLost.contains(pair.lost()) && freeMade.contains(pair.made())) {
            freeLost.remove(pair.lost());
            freeMade.remove(pair.made());
            pairs.add(pair);
        }
    }
}
