package ckpts.diagnosis;

import ckpts.diagnosis.Fit.Strictness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Pairs the modules of a checkpoint with those of a model by all evidence at once: names, types, how rare a type is,
 * and whether the neighbours match. See {@code docs/diagnosis.md} for how the weights were chosen.
 */
final class Pairing {
    /** Worth of a type that exactly one module on each side has. */
    private static final double RARE = 0.35;

    private static final double EQUAL = 0.15;
    private static final double TRANSPOSED = 0.1;
    private static final double STEM = 0.1;
    private static final double PARENT = 0.2;
    private static final double BLOCK = 0.2;
    /** Worth of equal values: more than all other evidence together. */
    private static final double PROOF = 3;

    /** Below this, a pair is not a candidate. */
    private static final double LEAST = 0.3;
    /** Margin over the next best assignment that makes a pair certain. */
    private static final double MARGIN = 0.12;
    /** Likeness of names required where types do not distinguish a module from others. */
    private static final double NAMED = 0.35;
    /** Likeness of names required where shapes differ. */
    private static final double SAME_NAME = 0.7;

    /** Likeness of names at which one must not be dropped while the other is missing. */
    private static final double RELATED = 0.25;

    private static final int MAX_CANDIDATES = 4;

    /** Worth of a weight that differs in one axis while its bias fits. */
    private static final double GROWN = 0.3;

    /** Worth of two modules being at the same place of two sequences that agree. */
    private static final double SEQUENCE = 0.3;

    /** Worth of two norms coming after convolutions that are paired. */
    private static final double PARTNER = 0.3;

    /** A module of this many tensors is identified by its type although none is a matrix: a batch norm. */
    private static final int MANY_LEAVES = 4;

    /**
     * Two modules that may be the same.
     *
     * @param names likeness of their names
     * @param certain whether nothing else comes close
     */
    record Match(Module here, Module there, Fit fit, double names, double worth, boolean certain) {
        Match sure(boolean isCertain) {
            return new Match(here, there, fit, names, worth, isCertain);
        }
    }

    private final List<Module> here;
    private final List<Module> there;
    private final Likeness likeness;
    private final Sequences sequences;
    private final List<Match> matches = new ArrayList<>();
    private final List<Match> candidates = new ArrayList<>();
    private final Set<Module> pairedHere = new HashSet<>();
    private final Set<Module> pairedThere = new HashSet<>();

    private final Map<String, String> equalValues;
    private final Set<String> pathsThere = new HashSet<>();

    private Pairing(List<Module> here, List<Module> there, Map<String, String> equalValues) {
        this.here = here;
        this.there = there;
        this.equalValues = equalValues;
        there.forEach(module -> pathsThere.add(module.path()));
        this.likeness = new Likeness(here, there);
        this.sequences = new Sequences(here, there);
    }

    /** @param equalValues tensors of the checkpoint to variables of the model, where values prove them the same */
    static Pairing of(List<Module> here, List<Module> there, Map<String, String> equalValues) {
        Pairing pairing = new Pairing(here, there, equalValues);
        pairing.anchor();
        pairing.pair(Strictness.VALUES, Pairing::isMatrix, true);
        pairing.pair(Strictness.VALUES, module -> true, false);
        pairing.pair(Strictness.ANY, module -> true, false);
        return pairing;
    }

    /** Modules with the same name and type on both sides, and those that were paired; each module at most once. */
    List<Match> matches() {
        return matches;
    }

    /** Other candidates for each module of the model without a certain match, best first. */
    List<Match> candidates(Module wanted) {
        return candidates.stream()
                .filter(match -> match.there() == wanted)
                .sorted(Comparator.comparingDouble(Match::worth).reversed())
                .limit(MAX_CANDIDATES)
                .toList();
    }

    /** Whether names suggest that the two are related. */
    boolean areRelated(Module one, Module other) {
        return one.parent().equals(other.parent()) || likeness.names(one, other) >= RELATED;
    }

    IndexMap map(IndexList from, IndexList to) {
        return likeness.map(from, to);
    }

    private void anchor() {
        Map<String, Module> byPath = new HashMap<>();
        there.forEach(module -> byPath.put(module.path(), module));
        for (Module module : here) {
            Module same = byPath.get(module.path());
            if (same != null && stays(module, same)) {
                Fit.of(module, same, Strictness.VALUES)
                        .filter(Fit::isExact)
                        .ifPresent(fit -> take(new Match(module, same, fit, 1, 1, true)));
            }
        }
    }

    /** Whether names and numbers are equal, and the numbers mean the same blocks. */
    private boolean stays(Module left, Module right) {
        for (Map.Entry<String, Unit> leaf : left.leaves().entrySet()) {
            Unit other = right.leaves().get(leaf.getKey());
            if (other != null && !other.folding().equals(leaf.getValue().folding())) {
                return false;
            }
            for (int i = 0; other != null && i < other.places().size(); i++) {
                IndexMap map = map(
                        leaf.getValue().places().get(i).list(),
                        other.places().get(i).list());
                if (!map.isIdentity()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void take(Match match) {
        matches.add(match);
        pairedHere.add(match.here());
        pairedThere.add(match.there());
    }

    static boolean isMatrix(Module module) {
        return module.principal().type().shape().rank() > 1;
    }

    /** @param certainOnly whether doubtful pairs wait for the evidence of the others */
    private void pair(Strictness strictness, Predicate<Module> which, boolean certainOnly) {
        List<Module> left = here.stream()
                .filter(module -> !pairedHere.contains(module) && which.test(module))
                .toList();
        List<Module> right = there.stream()
                .filter(module -> !pairedThere.contains(module) && which.test(module))
                .toList();
        List<Match> found = scored(left, right, strictness);
        Map<Module, Integer> lefts = numbers(left);
        Map<Module, Integer> rights = numbers(right);
        List<Assignment.Edge> edges = new ArrayList<>();
        Map<Long, Match> byPair = new HashMap<>();
        for (Match match : found) {
            int i = lefts.get(match.here());
            int j = rights.get(match.there());
            edges.add(new Assignment.Edge(i, j, match.worth()));
            byPair.put((long) i << 32 | j, match);
        }
        Map<Match, Double> losses = new LinkedHashMap<>();
        for (Assignment.Pair pair : Assignment.of(edges)) {
            losses.put(byPair.get((long) pair.left() << 32 | pair.right()), pair.loss());
        }
        settle(losses, left, right).stream().filter(match -> !certainOnly).forEach(this::take);
        if (!certainOnly) {
            candidates.addAll(found);
        }
    }

    /**
     * Accepts pairs without close competitors; the modules that remain may then be the only ones of their type. Returns
     * the rest.
     */
    private Set<Match> settle(Map<Match, Double> losses, List<Module> left, List<Module> right) {
        Set<Match> open = new LinkedHashSet<>(losses.keySet());
        Set<Module> restHere = new HashSet<>(left);
        Set<Module> restThere = new HashSet<>(right);
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Match match : List.copyOf(open)) {
                boolean ahead = losses.get(match) >= Math.min(MARGIN, match.worth());
                boolean convincing = match.names() >= NAMED
                        || match.worth() >= PROOF
                        || sequences.agree(match.here(), match.there())
                        || isTelling(match, restHere, restThere);
                if (ahead
                        && convincing
                        && OrderCaveat.of(match.here(), match.there()).isEmpty()) {
                    take(match.sure(true));
                    open.remove(match);
                    restHere.remove(match.here());
                    restThere.remove(match.there());
                    progress = true;
                }
            }
        }
        return open;
    }

    private static Map<Module, Integer> numbers(List<Module> modules) {
        Map<Module, Integer> numbers = new java.util.IdentityHashMap<>();
        for (int i = 0; i < modules.size(); i++) {
            numbers.put(modules.get(i), i);
        }
        return numbers;
    }

    /** Whether a matrix has a type that no other module here or there has. */
    private static boolean isTelling(Match match, Collection<Module> left, Collection<Module> right) {
        String key = key(match.here());
        boolean telling = isMatrix(match.here()) || match.fit().relations().size() >= MANY_LEAVES;
        return telling && count(left, key) == 1 && count(right, key) == 1;
    }

    private static long count(Collection<Module> modules, String key) {
        return modules.stream().filter(module -> key(module).equals(key)).count();
    }

    private List<Match> scored(List<Module> left, List<Module> right, Strictness strictness) {
        Map<String, List<Module>> byKey = new HashMap<>();
        Map<String, Integer> countHere = new HashMap<>();
        right.forEach(module ->
                byKey.computeIfAbsent(key(module), any -> new ArrayList<>()).add(module));
        left.forEach(module -> countHere.merge(key(module), 1, Integer::sum));
        List<Match> found = new ArrayList<>(matches);
        Partners partners = new Partners(matches);
        for (Module module : left) {
            String key = key(module);
            List<Module> rivals = byKey.getOrDefault(key, List.of());
            double rare = rivals.isEmpty() ? 0 : RARE / Math.sqrt((double) countHere.get(key) * rivals.size());
            for (Module other : strictness == Strictness.VALUES ? rivals : right) {
                scored(module, other, strictness, rare + (partners.agree(module, other) ? PARTNER : 0))
                        .ifPresent(found::add);
            }
        }
        return new Neighbours(found)
                .weighted(STEM, PARENT, BLOCK).stream()
                        .filter(match -> match.worth() >= LEAST && !pairedHere.contains(match.here()))
                        .toList();
    }

    private Optional<Match> scored(Module left, Module right, Strictness strictness, double rare) {
        Optional<Fit> fit = Fit.of(left, right, strictness);
        if (fit.isEmpty() || folds(left) != folds(right)) {
            return Optional.empty();
        }
        if (isTornApart(left, right) || CrossedNumbers.between(left, right)) {
            return Optional.empty();
        }
        double names = likeness.names(left, right);
        double proof = proven(left, right, fit.get()) ? PROOF : 0;
        boolean apart = proof == 0 && Vocabulary.opposed(left.concepts(), right.concepts())
                || strictness == Strictness.ANY
                        && names < SAME_NAME
                        && !fit.get().hasGrown();
        boolean against = sequences.contradict(left, right) || disproven(left, right, fit.get());
        if (apart || against || !meets(left, right)) {
            return Optional.empty();
        }
        double order = sequences.agree(left, right) ? SEQUENCE : 0;
        double types = switch (fit.get().decisive().kind()) {
            case EQUAL -> EQUAL + rare;
            case TRANSPOSED -> TRANSPOSED + rare;
            case FLATTENED, RESHAPED, RESIZED, NONE -> fit.get().hasGrown() ? GROWN : 0;
        };
        return Optional.of(new Match(left, right, fit.get(), names, names + types + order + proof, false));
    }

    /** Whether a module whose name is on both sides would leave a part of itself behind. */
    private boolean isTornApart(Module left, Module right) {
        return !left.path().equals(right.path())
                && pathsThere.contains(left.path())
                && !right.leaves().keySet().containsAll(left.leaves().keySet());
    }

    /** Whether values show that the two are the same, block by block. */
    private boolean proven(Module left, Module right, Fit fit) {
        Map<String, String> names = names(left, right, fit);
        return !equalValues.isEmpty()
                && !names.isEmpty()
                && names.entrySet().stream().allMatch(name -> name.getValue().equals(equalValues.get(name.getKey())));
    }

    /**
     * Whether values show that a block of the first is not the block that its number says, or is missing in the second.
     */
    private boolean disproven(Module left, Module right, Fit fit) {
        return !equalValues.isEmpty()
                && names(left, right, fit).entrySet().stream()
                        .anyMatch(name -> equalValues.containsKey(name.getKey())
                                && !name.getValue().equals(equalValues.get(name.getKey())));
    }

    private Map<String, String> names(Module left, Module right, Fit fit) {
        return UnitPair.of(
                        left.leaves().get(fit.principal()), right.leaves().get(fit.principal()), fit.decisive(), this)
                .names();
    }

    private static int folds(Module module) {
        return module.folds().size();
    }

    /** Whether blocks of the one have counterparts in the other. */
    private boolean meets(Module left, Module right) {
        List<Unit.Place> one = left.folds();
        List<Unit.Place> other = right.folds();
        for (int i = 0; i < one.size(); i++) {
            IndexMap map = map(one.get(i).list(), other.get(i).list());
            boolean asMany = one.get(i).values().size() == other.get(i).values().size();
            if (!asMany && map.among(one.get(i).values(), other.get(i).values()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Equal for modules whose deciding tensors have the same sizes, in whatever order. */
    private static String key(Module module) {
        return folds(module) + TypeRelation.sizes(module.principal().type().shape());
    }
}
