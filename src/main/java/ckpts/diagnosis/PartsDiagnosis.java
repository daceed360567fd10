package ckpts.diagnosis;

import ckpts.naming.NamePath;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tensors that hold several of the model's variables, or are parts of one: fused or separate heads, stacked layers,
 * parts that add up. Types show that parts may add up, not their order or arrangement: a possibility, never certain.
 */
final class PartsDiagnosis implements Diagnosis {
    private static final int MOST_PARTS = 4;
    private static final List<String> HEADS = List.of("q", "k", "v");

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        List<Unit> here = evidence.lonelyHere();
        List<Unit> there = evidence.lonelyThere();
        List<Explanation> claims = new ArrayList<>();
        for (Unit whole : here) {
            parts(whole, there).ifPresent(parts -> claims.add(split(whole, parts, open)));
            layers(whole, there).ifPresent(part -> claims.add(unstacked(whole, part, open)));
        }
        for (Unit whole : there) {
            parts(whole, here).ifPresent(parts -> claims.add(joined(whole, parts, open)));
            layers(whole, here).ifPresent(part -> claims.add(stacked(whole, part, open)));
        }
        return claims;
    }

    /** @param axis along which the sizes add up */
    private record Parts(List<Unit> units, int axis) {}

    /** Units of one module's surroundings whose sizes along one axis add up to the whole. */
    private static Optional<Parts> parts(Unit whole, List<Unit> candidates) {
        for (List<Unit> group : siblings(candidates)) {
            List<Unit> alike = group.stream()
                    .filter(unit -> ModuleName.of(unit)
                            .role()
                            .equals(ModuleName.of(whole).role()))
                    .filter(unit -> sameFolds(unit, whole))
                    .toList();
            for (int axis = 0; axis < whole.type().shape().rank(); axis++) {
                if (alike.size() > 1 && alike.size() <= MOST_PARTS && addUp(whole, alike, axis)) {
                    return Optional.of(new Parts(inOrder(alike), axis));
                }
            }
        }
        return Optional.empty();
    }

    /** Units of one module first, then units of neighbouring modules whose names differ in a word. */
    private static List<List<Unit>> siblings(List<Unit> units) {
        Map<String, List<Unit>> inside = new LinkedHashMap<>();
        Map<String, List<Unit>> neighbours = new LinkedHashMap<>();
        for (Unit unit : units) {
            ModuleName name = ModuleName.of(unit);
            inside.computeIfAbsent(NamePath.of(unit.folding()).parent(), any -> new ArrayList<>())
                    .add(unit);
            boolean counted =
                    !name.tokens().isEmpty() && name.tokens().get(name.tokens().size() - 1) instanceof Token.Number;
            if (!counted) {
                int end = Math.max(name.module().lastIndexOf('/'), 0);
                neighbours
                        .computeIfAbsent(name.module().substring(0, end), any -> new ArrayList<>())
                        .add(unit);
            }
        }
        List<List<Unit>> groups = new ArrayList<>(inside.values());
        groups.addAll(neighbours.values());
        return groups;
    }

    /** Whether the sizes of a unit and of others around it add up to those of a larger one. */
    static boolean isPart(Unit part, Unit whole, List<Unit> others) {
        List<Unit> candidates = new ArrayList<>(others);
        candidates.add(part);
        return parts(whole, candidates)
                .filter(found -> found.units().contains(part))
                .isPresent();
    }

    private static boolean sameFolds(Unit one, Unit other) {
        return one.folded().size() == other.folded().size() && one.count() == other.count();
    }

    private static boolean addUp(Unit whole, List<Unit> parts, int axis) {
        Shape shape = whole.type().shape();
        long sum = 0;
        for (Unit part : parts) {
            Shape own = part.type().shape();
            boolean same = own.rank() == shape.rank()
                    && own.with(axis, shape.dimension(axis)).equals(shape);
            if (!same || part.type().dtype() != whole.type().dtype()) {
                return false;
            }
            sum += own.dimension(axis);
        }
        return sum == shape.dimension(axis);
    }

    /** In the order query, key, value, if they are these; else in the given order. */
    private static List<Unit> inOrder(List<Unit> parts) {
        List<Unit> ordered = new ArrayList<>(parts);
        ordered.sort(Comparator.comparingInt(PartsDiagnosis::head));
        return ordered;
    }

    private static int head(Unit unit) {
        Set<String> concepts = Roles.concepts(ModuleName.of(unit).tokens());
        return HEADS.stream()
                .filter(concepts::contains)
                .mapToInt(HEADS::indexOf)
                .findFirst()
                .orElse(HEADS.size());
    }

    /** A unit of equal blocks that the whole holds all of, along an additional first axis. */
    private static Optional<Unit> layers(Unit whole, List<Unit> candidates) {
        Shape shape = whole.type().shape();
        if (shape.rank() < 2 || !whole.folded().isEmpty()) {
            return Optional.empty();
        }
        String role = ModuleName.of(whole).role();
        return candidates.stream()
                .filter(unit -> unit.folded().size() == 1 && unit.count() == shape.dimension(0))
                .filter(unit -> unit.type().shape().equals(shape.removing(0)))
                .filter(unit -> unit.type().dtype() == whole.type().dtype())
                .filter(unit -> ModuleName.of(unit).role().equals(role) || role.equals(LeafRole.WEIGHT))
                .filter(unit -> lastConcept(unit).equals(lastConcept(whole)))
                .findFirst();
    }

    private static String lastConcept(Unit unit) {
        String last = "";
        for (Token token : ModuleName.of(unit).tokens()) {
            last = token instanceof Token.Concept concept ? concept.name() : last;
        }
        return last;
    }

    private static Explanation split(Unit whole, Parts parts, Unexplained open) {
        List<Long> sizes = parts.units().stream()
                .map(part -> part.type().shape().dimension(parts.axis()))
                .toList();
        Optional<Repair> repair = PartNames.ofSplit(whole, parts.units())
                .map(names -> new Repair.Split(names.whole(), parts.axis(), sizes, names.parts()));
        return claim(
                parts.units(),
                List.of(whole),
                open,
                "perhaps parts of " + whole.folding() + ": their sizes add up",
                repair);
    }

    private static Explanation joined(Unit whole, Parts parts, Unexplained open) {
        Optional<Repair> repair = PartNames.ofJoined(whole, parts.units())
                .map(names -> new Repair.Concat(names.parts(), parts.axis(), names.whole()));
        String names = parts.units().stream()
                .map(Unit::folding)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        return claim(List.of(whole), parts.units(), open, "perhaps " + names + " in one: their sizes add up", repair);
    }

    private static Explanation unstacked(Unit whole, Unit part, Unexplained open) {
        Optional<Repair> repair = Optional.of(new Repair.Unstack(PartNames.listed(whole), 0, PartNames.listed(part)));
        return claim(List.of(part), List.of(whole), open, "perhaps the layers of " + whole.folding(), repair);
    }

    private static Explanation stacked(Unit whole, Unit part, Unexplained open) {
        Optional<Repair> repair = Optional.of(new Repair.Stack(PartNames.listed(part), 0, PartNames.listed(whole)));
        return claim(List.of(whole), List.of(part), open, "perhaps all layers of " + part.folding(), repair);
    }

    private static Explanation claim(
            List<Unit> wanted, List<Unit> found, Unexplained open, String cause, Optional<Repair> repair) {
        List<String> names = new ArrayList<>();
        wanted.forEach(unit -> names.addAll(unit.names()));
        Set<String> sources = new LinkedHashSet<>();
        found.forEach(unit -> sources.addAll(unit.names()));
        sources.retainAll(open.found());
        Finding finding = Finding.open(
                Finding.Kind.MISSING,
                RenameDiagnosis.subject(names, wanted.get(0).folding()),
                names,
                cause,
                repair.map(one -> List.of(List.of(one))).orElse(List.of()));
        return new Explanation(finding, Set.copyOf(names), sources, Map.of());
    }
}
