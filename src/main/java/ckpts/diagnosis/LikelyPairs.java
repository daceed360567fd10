package ckpts.diagnosis;

import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Likeness;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Reinitialized;
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
    private final Set<Reinitialized> freeReinitialized;
    private final List<Pair> pairs = new ArrayList<>();

    private LikelyPairs(LostWeights weights) {
        this.freeLost = new HashSet<>(weights.lost());
        this.freeReinitialized = new HashSet<>(weights.reinitialized());
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
            List<String> reinitialized =
                    NamePath.of(pair.reinitialized().name()).segments();
            int most = Math.min(lost.size(), reinitialized.size());
            int endings = 0;
            while (endings < most
                    && lost.get(lost.size() - 1 - endings)
                            .equals(reinitialized.get(reinitialized.size() - 1 - endings))) {
                endings++;
            }
            int beginnings = 0;
            while (beginnings < most - endings && lost.get(beginnings).equals(reinitialized.get(beginnings))) {
                beginnings++;
            }
            String leftOfLost = rest(lost, beginnings, endings);
            String leftOfMade = rest(reinitialized, beginnings, endings);
            int limit = Math.max(leftOfLost.length(), leftOfMade.length());
            return new Candidate(
                    pair,
                    endings,
                    pair.lost().type().equals(pair.reinitialized().type()),
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
        Map<Likeness, List<Lost>> lost = new LinkedHashMap<>();
        weights.lost().stream()
                .sorted(Comparator.comparing(Lost::name, order).thenComparing(Lost::input))
                .forEach(one -> lost.computeIfAbsent(Likeness.of(one.type()), likeness -> new ArrayList<>())
                        .add(one));
        Map<Likeness, List<Reinitialized>> reinitialized = new LinkedHashMap<>();
        weights.reinitialized().stream()
                .sorted(Comparator.comparing(Reinitialized::name, order))
                .forEach(one -> reinitialized
                        .computeIfAbsent(Likeness.of(one.type()), likeness -> new ArrayList<>())
                        .add(one));
        lost.forEach((likeness, alike) -> {
            List<Reinitialized> others = reinitialized.getOrDefault(likeness, List.of());
            pairing.pair(alike, others, name -> NumberedName.parse(name).numbers());
            pairing.pair(alike, others, name -> "");
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
        Map<String, Reinitialized> there = new LinkedHashMap<>();
        weights.reinitialized().forEach(reinitialized -> there.put(reinitialized.name(), reinitialized));
        Map<String, TensorType> typesHere = new LinkedHashMap<>();
        here.forEach((name, lost) -> typesHere.put(name, lost.type()));
        Map<String, TensorType> typesThere = new LinkedHashMap<>();
        there.forEach((name, reinitialized) -> typesThere.put(name, reinitialized.type()));
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
    private void pair(List<Lost> lost, List<Reinitialized> reinitialized, Function<String, ?> key) {
        Map<Object, List<Lost>> lostByKey = new LinkedHashMap<>();
        for (Lost weight : lost) {
            if (freeLost.contains(weight)) {
                lostByKey
                        .computeIfAbsent(key.apply(weight.name()), any -> new ArrayList<>())
                        .add(weight);
            }
        }
        Map<Object, List<Reinitialized>> reinitializedByKey = new LinkedHashMap<>();
        for (Reinitialized variable : reinitialized) {
            if (freeReinitialized.contains(variable)) {
                reinitializedByKey
                        .computeIfAbsent(key.apply(variable.name()), any -> new ArrayList<>())
                        .add(variable);
            }
        }
        lostByKey.forEach((value, weights) -> pair(weights, reinitializedByKey.getOrDefault(value, List.of())));
    }

    private void pair(List<Lost> lost, List<Reinitialized> reinitialized) {
        if ((long) lost.size() * reinitialized.size() > MOST_COMPARED) {
            for (int i = 0; i < Math.min(lost.size(), reinitialized.size()); i++) {
                take(new Pair(lost.get(i), reinitialized.get(i)));
            }
            return;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Lost weight : lost) {
            reinitialized.forEach(variable -> candidates.add(Candidate.of(new Pair(weight, variable))));
        }
        candidates.sort(Candidate.BEST_FIRST);
        candidates.forEach(candidate -> take(candidate.pair()));
    }

    private void take(Pair pair) {
        boolean alike =
                LostWeights.couldBe(pair.lost().type(), pair.reinitialized().type());
        if (alike && freeLost.contains(pair.lost()) && freeReinitialized.contains(pair.reinitialized())) {
            freeLost.remove(pair.lost());
            freeReinitialized.remove(pair.reinitialized());
            pairs.add(pair);
        }
    }
}
