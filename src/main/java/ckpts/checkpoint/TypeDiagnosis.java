package ckpts.checkpoint;

import ckpts.naming.LayerTemplates;
import ckpts.naming.NamePattern;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pairs what is left by shape and element type alone. One of each: a likely rename. Several: all candidates are told
 * and none is chosen. Scalars prove nothing.
 */
final class TypeDiagnosis {
    private static final int MAX_CANDIDATES = 4;

    private TypeDiagnosis() {}

    static void explain(Evidence evidence) {
        Map<TensorType, List<String>> wanted = new LinkedHashMap<>();
        evidence.openMissing().values().stream()
                .filter(expected -> expected.type().shape().rank() > 0)
                .filter(expected -> expected.slotOf().isEmpty())
                .forEach(expected -> wanted.computeIfAbsent(expected.type(), key -> new ArrayList<>())
                        .add(expected.name()));
        Map<TensorType, List<String>> spare = new LinkedHashMap<>();
        evidence.openUnexpected().values().stream()
                .filter(entry -> !entry.role().isOptimizer())
                .forEach(entry -> spare.computeIfAbsent(entry.tensor().type(), key -> new ArrayList<>())
                        .add(entry.name()));
        Map<String, String> renames = new LinkedHashMap<>();
        wanted.forEach((type, names) -> {
            List<String> candidates = spare.getOrDefault(type, List.of());
            if (names.size() == 1 && candidates.size() == 1) {
                renames.put(candidates.get(0), names.get(0));
            } else if (!candidates.isEmpty() && candidates.size() <= MAX_CANDIDATES) {
                names.forEach(name -> ambiguous(evidence, name, type, candidates));
            }
        });
        if (!renames.isEmpty()) {
            List<String> lines = new ArrayList<>();
            renames.forEach((from, to) -> lines.add(rename(from, to)));
            List<String> names = List.copyOf(renames.values());
            String cause = "likely " + subject(List.copyOf(renames.keySet())) + ": the only tensor here of "
                    + (names.size() == 1 ? "this shape" : "each shape");
            evidence.add(
                    new Finding(Finding.Kind.MISSING, subject(names), names, cause, List.of(lines)),
                    patterns(renames),
                    renames);
        }
    }

    /** Tensors under each other's names: each wanted type is found under exactly one other of the mismatched names. */
    static void swaps(Evidence evidence) {
        Map<TensorType, List<String>> held = new LinkedHashMap<>();
        // Slots follow their variables.
        Map<String, Difference.Mismatch> mismatched = new LinkedHashMap<>(evidence.openMismatched());
        mismatched.values().removeIf(mismatch -> mismatch.entry().role().isSlot());
        mismatched
                .values()
                .forEach(mismatch -> held.computeIfAbsent(
                                mismatch.entry().tensor().type(), key -> new ArrayList<>())
                        .add(mismatch.entry().name()));
        Map<String, String> renames = new LinkedHashMap<>();
        mismatched.forEach((name, mismatch) -> {
            List<String> sources = held.getOrDefault(mismatch.expected().type(), List.of());
            if (sources.size() == 1) {
                renames.put(sources.get(0), name);
            }
        });
        while (!renames.keySet().equals(new HashSet<>(renames.values()))) {
            Set<String> sources = Set.copyOf(renames.keySet());
            Set<String> targets = Set.copyOf(renames.values());
            renames.entrySet().removeIf(move -> !targets.contains(move.getKey()) || !sources.contains(move.getValue()));
        }
        if (renames.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("rename {");
        renames.forEach((from, to) -> lines.add("  " + rename(from, to).substring("rename ".length())));
        lines.add("}");
        List<String> names = List.copyOf(renames.values());
        String cause = "each has the shape of another: likely in another order here";
        evidence.add(
                new Finding(Finding.Kind.MISMATCHED, subject(names), names, cause, List.of(lines)),
                patterns(renames),
                renames);
    }

    private static List<NamePattern> patterns(Map<String, String> renames) {
        return renames.keySet().stream().map(NamePattern::literal).toList();
    }

    private static void ambiguous(Evidence evidence, String name, TensorType type, List<String> candidates) {
        evidence.openMissing().remove(name);
        candidates.forEach(evidence.openUnexpected()::remove);
        List<List<String>> repairs = new ArrayList<>();
        candidates.forEach(candidate -> repairs.add(List.of(rename(candidate, name))));
        repairs.add(List.of("reinit \"" + NamePattern.quote(name) + "\""));
        evidence.add(new Finding(
                Finding.Kind.MISSING,
                NamePattern.quote(name),
                List.of(name),
                candidates.size() == 1
                        ? "perhaps " + candidates.get(0) + ", but others of " + type + " are missing too"
                        : "one of " + candidates.size() + " of " + type + " here, and nothing tells which",
                repairs));
    }

    private static String subject(List<String> names) {
        return LayerTemplates.of(names).stream()
                .map(LayerTemplates.Template::text)
                .collect(Collectors.joining(", "));
    }

    static String rename(String from, String to) {
        return "rename \"" + NamePattern.quote(from) + "\" -> \"" + NamePattern.quote(to) + "\"";
    }
}
