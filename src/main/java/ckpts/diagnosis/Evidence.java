package ckpts.diagnosis;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.VariableLookup;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The facts of a difference, and the pairs that follow from names and types: which tensor of the checkpoint is which
 * variable of the model, where that is certain. Immutable.
 */
final class Evidence {
    /** This many tensors make a series. */
    private static final int SERIES = 3;

    /** Above this many, all leftovers count as related. */
    private static final long MANY_PAIRS = 250_000;

    private final Difference difference;
    private final List<Module> modulesHere;
    private final List<Module> modulesThere;
    private final Pairing pairing;
    private final List<UnitPair> certain;
    private final List<UnitPair> unclear = new ArrayList<>();
    private final List<UnitPair> swapped = new ArrayList<>();
    private final List<UnitPair> parted = new ArrayList<>();
    private final List<UnitPair> numbered = new ArrayList<>();
    private final List<Pairing.Match> doubtful = new ArrayList<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, TensorType> here = new LinkedHashMap<>();
    private final Map<String, TensorType> there = new LinkedHashMap<>();
    /** Of the model's own names, those in {@link #there}. */
    private final Map<String, String> known = new HashMap<>();

    private Evidence(Difference difference, Map<String, String> equalValues) {
        this.difference = difference;
        collect();
        this.modulesHere = Module.of(Folding.of(here));
        this.modulesThere = Module.of(Folding.of(there));
        Map<String, String> proven = new HashMap<>();
        equalValues.forEach((name, other) -> proven.put(name, known.getOrDefault(other, other)));
        this.pairing = Pairing.of(modulesHere, modulesThere, proven);
        List<Layouts.Case> pairs = new ArrayList<>();
        for (Pairing.Match match : pairing.matches()) {
            if (match.certain()) {
                match.fit()
                        .relations()
                        .forEach((role, relation) -> pairs.add(Layouts.Case.of(
                                pair(
                                        match.here().leaves().get(role),
                                        match.there().leaves().get(role),
                                        relation),
                                match.here(),
                                match.there())));
            } else {
                doubtful.add(match);
            }
        }
        this.certain = withoutParts(withoutSeries(withoutSwaps(Flattening.marked(Layouts.decided(pairs, unclear)))));
        certain.forEach(pair -> places.putAll(pair.names()));
        difference.fitting().forEach(name -> places.putIfAbsent(name, name));
    }

    /**
     * @param equalValues names of the checkpoint to names of the model whose values are equal, where values were
     *     compared; else empty
     */
    static Evidence of(Difference difference, Map<String, String> equalValues) {
        return new Evidence(difference, equalValues);
    }

    /** Variables only: slots follow their variable, the optimizer's own tensors and averages are not weights. */
    private void collect() {
        for (Entry entry : difference.checkpoint().entries()) {
            if (entry.role() instanceof Role.Variable && !difference.isBookkeeping(entry.name())) {
                here.put(entry.name(), entry.tensor().type());
            }
        }
        VariableLookup standing = new VariableLookup(difference.checkpoint(), difference.manifest());
        for (Expected expected : difference.manifest().variables()) {
            boolean state = difference
                    .checkpoint()
                    .entry(expected.name())
                    .map(entry -> !(entry.role() instanceof Role.Variable))
                    .orElse(false);
            if (expected.slotOf().isEmpty() && !state && !difference.isBookkeeping(expected.name())) {
                String name = standing(expected, standing);
                there.put(name, expected.type());
                known.put(expected.name(), name);
            }
        }
    }

    /** A variable goes by the name that the checkpoint has for it, if any. */
    private String standing(Expected expected, VariableLookup standing) {
        return standing.of(expected)
                .map(Entry::name)
                .filter(name -> !there.containsKey(name))
                .orElse(expected.name());
    }

    /** Removes names that are on both sides and would change places: that types fit crosswise proves nothing. */
    private List<UnitPair> withoutSwaps(List<UnitPair> pairs) {
        Map<String, String> all = new LinkedHashMap<>();
        pairs.forEach(pair -> all.putAll(pair.names()));
        List<UnitPair> kept = new ArrayList<>();
        for (UnitPair pair : pairs) {
            boolean swaps = pair.names().entrySet().stream()
                    .anyMatch(move -> !move.getKey().equals(move.getValue())
                            && move.getKey().equals(all.get(move.getValue())));
            (swaps ? swapped : kept).add(pair);
        }
        return kept;
    }

    /**
     * Tensors whose names differ only in a number at the end may be parts of one tensor. If only some of them have the
     * size of their counterpart, rows have moved between them, and none is what it seems.
     */
    private List<UnitPair> withoutSeries(List<UnitPair> pairs) {
        Map<String, Integer> whole = new LinkedHashMap<>();
        here.keySet().forEach(name -> series(name).ifPresent(stem -> whole.merge(stem, 1, Integer::sum)));
        Map<String, Integer> fitting = new LinkedHashMap<>();
        for (UnitPair pair : pairs) {
            if (pair.relation().keepsValues()) {
                pair.names()
                        .keySet()
                        .forEach(name -> series(name).ifPresent(stem -> fitting.merge(stem, 1, Integer::sum)));
            }
        }
        List<UnitPair> kept = new ArrayList<>();
        for (UnitPair pair : pairs) {
            Optional<String> stem = series(pair.here().first());
            boolean moved = !pair.here().first().equals(pair.there().first());
            boolean broken = moved
                    && stem.isPresent()
                    && whole.get(stem.get()) >= SERIES
                    && fitting.getOrDefault(stem.get(), 0) < whole.get(stem.get());
            (broken ? numbered : kept).add(pair);
        }
        return kept;
    }

    private static Optional<String> series(String name) {
        String stem = name.replaceFirst("\\d+$", "");
        return stem.length() < name.length() && stem.endsWith("_") ? Optional.of(stem) : Optional.empty();
    }

    /** Pairs in whose series others differ in size. */
    List<UnitPair> numbered() {
        return numbered;
    }

    /**
     * A weight that together with another adds up to one of the other side is not a resized weight but a part of it.
     */
    private List<UnitPair> withoutParts(List<UnitPair> pairs) {
        List<Unit> restHere = lonelyHere();
        List<Unit> restThere = lonelyThere();
        Set<String> modules = new HashSet<>();
        for (UnitPair pair : pairs) {
            boolean part = pair.relation().kind() == TypeRelation.Kind.RESIZED
                    && (PartsDiagnosis.isPart(pair.there(), pair.here(), restThere)
                            || PartsDiagnosis.isPart(pair.here(), pair.there(), restHere));
            if (part) {
                modules.add(ModuleName.of(pair.here()).module());
            }
        }
        // Its bias goes where it goes.
        List<UnitPair> kept = new ArrayList<>();
        for (UnitPair pair : pairs) {
            boolean part = modules.contains(ModuleName.of(pair.here()).module());
            (part ? parted : kept).add(pair);
        }
        return kept;
    }

    Difference difference() {
        return difference;
    }

    Checkpoint checkpoint() {
        return difference.checkpoint();
    }

    Manifest manifest() {
        return difference.manifest();
    }

    /** Pairs about which nothing is in doubt, including those that fit as they are. */
    List<UnitPair> certain() {
        return certain;
    }

    /** Pairs of square matrices that may or may not be transposed. */
    List<UnitPair> unclear() {
        return unclear;
    }

    /** Pairs whose names are on both sides, crosswise. */
    List<UnitPair> swapped() {
        return swapped;
    }

    /** Modules that are best paired, but not by much. */
    List<Pairing.Match> doubtful() {
        return doubtful;
    }

    /** The likeliest pair of each module of the model that is in none. */
    List<Pairing.Match> outnumbered() {
        Set<Module> rest = new LinkedHashSet<>(modulesThere);
        pairing.matches().forEach(match -> rest.remove(match.there()));
        return rest.stream()
                .flatMap(module -> candidates(module).stream().limit(1))
                .toList();
    }

    List<Pairing.Match> candidates(Module wanted) {
        return pairing.candidates(wanted);
    }

    UnitPair pair(Unit one, Unit other, TypeRelation relation) {
        return UnitPair.of(one, other, relation, pairing);
    }

    /** Old to new name of every tensor whose place is certain, also where it keeps its name. */
    Map<String, String> places() {
        return places;
    }

    /** Names of either side whose modules are of one of these kinds. */
    Set<String> namesOf(Set<String> concepts) {
        Set<String> names = new HashSet<>();
        for (List<Module> side : List.of(modulesHere, modulesThere)) {
            side.stream()
                    .filter(module -> module.concepts().stream().anyMatch(concepts::contains))
                    .forEach(module -> module.leaves().values().forEach(unit -> names.addAll(unit.names())));
        }
        return names;
    }

    /** Units of the checkpoint that are in no pair, certain or doubtful. */
    List<Unit> lonelyHere() {
        return lonely(modulesHere, match -> match.here());
    }

    /** Units of the model that are in no pair, certain or doubtful. */
    List<Unit> lonelyThere() {
        return lonely(modulesThere, match -> match.there());
    }

    private List<Unit> lonely(List<Module> modules, Function<Pairing.Match, Module> side) {
        Set<Unit> paired = new HashSet<>();
        for (Pairing.Match match : pairing.matches()) {
            match.fit()
                    .relations()
                    .keySet()
                    .forEach(role -> paired.add(side.apply(match).leaves().get(role)));
        }
        parted.forEach(pair -> paired.removeAll(List.of(pair.here(), pair.there())));
        List<Unit> lonely = new ArrayList<>();
        for (Module module : modules) {
            module.leaves().values().stream()
                    .filter(unit -> !paired.contains(unit))
                    .forEach(lonely::add);
        }
        return lonely;
    }

    /**
     * Weights without a counterpart that share a part of their name with one of the other side: one side may have lost
     * what the other lacks, whatever their types. Names of either side.
     */
    Set<String> related() {
        Set<Module> apart = new HashSet<>(modulesHere);
        Set<Module> lacking = new HashSet<>(modulesThere);
        for (Pairing.Match match : pairing.matches()) {
            apart.remove(match.here());
            lacking.remove(match.there());
        }
        apart.removeIf(module -> !Pairing.isMatrix(module));
        lacking.removeIf(module -> !Pairing.isMatrix(module));
        Set<String> names = new HashSet<>();
        boolean many = (long) apart.size() * lacking.size() > MANY_PAIRS;
        for (Module module : apart) {
            for (Module other : many ? Set.<Module>of() : lacking) {
                if (pairing.areRelated(module, other)) {
                    module.leaves().values().forEach(unit -> names.addAll(unit.names()));
                    other.leaves().values().forEach(unit -> names.addAll(unit.names()));
                }
            }
        }
        if (many) {
            apart.forEach(module -> module.leaves().values().forEach(unit -> names.addAll(unit.names())));
            lacking.forEach(module -> module.leaves().values().forEach(unit -> names.addAll(unit.names())));
        }
        return names;
    }

    /** Whether a tensor certainly belongs under another name, so that its own name becomes free. */
    boolean isMoved(String name) {
        return places.containsKey(name) && !places.get(name).equals(name);
    }

    /** Names of the checkpoint that a doubtful pair would use. */
    Set<String> perhapsWanted() {
        Set<String> names = new HashSet<>();
        for (Pairing.Match match : doubtful) {
            for (Pairing.Match candidate : candidates(match.there())) {
                candidate.here().leaves().values().forEach(unit -> names.addAll(unit.names()));
            }
        }
        unclear.forEach(pair -> names.addAll(pair.names().keySet()));
        swapped.forEach(pair -> names.addAll(pair.names().keySet()));
        numbered.forEach(pair -> names.addAll(pair.names().keySet()));
        return names;
    }

    /** Types of the checkpoint's weights that have no certain place, or none that was reported. */
    Set<TensorType> homeless(Unexplained open) {
        Set<String> names = new LinkedHashSet<>(here.keySet());
        names.removeAll(places.keySet());
        names.addAll(open.found());
        unsettled().forEach(pair -> names.addAll(pair.names().keySet()));
        return types(names, here);
    }

    /** Types of the model's variables without a certain tensor, or without one that was reported. */
    Set<TensorType> vacant(Unexplained open) {
        Set<String> names = new LinkedHashSet<>(there.keySet());
        places.values().forEach(names::remove);
        names.addAll(open.wanted());
        unsettled().forEach(pair -> names.addAll(pair.names().values()));
        return types(names, there);
    }

    /** Pairs that are certain although their repair is not. */
    private List<UnitPair> unsettled() {
        return certain.stream().filter(pair -> !pair.relation().keepsValues()).toList();
    }

    private static Set<TensorType> types(Collection<String> names, Map<String, TensorType> side) {
        Set<TensorType> types = new LinkedHashSet<>();
        for (String name : names) {
            if (side.containsKey(name)) {
                types.add(side.get(name));
            }
        }
        return types;
    }

    /** The open names at the beginning: everything that does not fit. */
    Unexplained open() {
        Set<String> wanted = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        difference.missing().forEach(expected -> wanted.add(expected.name()));
        difference.mismatched().forEach(mismatch -> {
            wanted.add(mismatch.expected().name());
            found.add(mismatch.entry().name());
        });
        difference.unexpected().forEach(entry -> found.add(entry.name()));
        return new Unexplained(wanted, found);
    }
}
