package ckpts.checkpoint;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.Alternatives;
import ckpts.naming.GlobElement;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NameIndex;
import ckpts.naming.NamePattern;
import ckpts.naming.NumberedName;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds layers whose number moved: {@code layers/1} of the checkpoint is {@code layers/2} of the model, since something
 * was put in between.
 *
 * <p>Layers under one stem ({@code layers/}) are compared as sequences of what they contain; the longest common
 * subsequence says which one is which.
 */
final class ShiftDiagnosis {
    /** The comparison is quadratic in the number of layers. */
    private static final int MAX_LAYERS = 1000;

    private final Evidence evidence;
    private final String stem;
    private final TreeMap<Long, Map<String, TensorType>> here = new TreeMap<>();
    private final TreeMap<Long, Map<String, TensorType>> model = new TreeMap<>();

    private ShiftDiagnosis(Evidence evidence, String stem) {
        this.evidence = evidence;
        this.stem = stem;
    }

    static void explain(Evidence evidence) {
        List<String> modelNames = new ArrayList<>();
        for (Expected expected : evidence.manifest().variables()) {
            if (expected.slotOf().isEmpty()) {
                modelNames.add(expected.name());
            }
        }
        NameIndex index = new NameIndex(modelNames);
        for (String stem : stems(evidence)) {
            new ShiftDiagnosis(evidence, stem).explain(index);
        }
    }

    /** What stands before a number in the names that do not fit, shortest first. */
    private static Set<String> stems(Evidence evidence) {
        Set<String> stems =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        Set<String> names = new TreeSet<>(evidence.openMissing().keySet());
        names.addAll(evidence.openMismatched().keySet());
        for (String name : names) {
            NumberedName numbered = NumberedName.parse(name);
            int at = 0;
            for (int i = 0; i < numbered.numbers().size(); i++) {
                at += numbered.texts().get(i).length();
                if (numbered.widths().get(i) == 0) {
                    stems.add(name.substring(0, at));
                }
                at += numbered.digits(i).length();
            }
        }
        return stems;
    }

    private void explain(NameIndex modelNames) {
        for (String name : evidence.checkpoint().namesLike(stem, "")) {
            Entry entry = evidence.checkpoint().entry(name).orElseThrow();
            if (!entry.role().isOptimizer()) {
                place(here, name, entry.tensor().type());
            }
        }
        if (here.isEmpty() || here.size() > MAX_LAYERS) {
            return;
        }
        for (String name : modelNames.namesLike(stem, "")) {
            evidence.manifest().variable(name).ifPresent(expected -> place(model, name, expected.type()));
        }
        if (model.isEmpty() || model.size() > MAX_LAYERS || !isOpen() || rest().isEmpty()) {
            return;
        }
        Map<Long, Long> moves = moves();
        moves.entrySet().removeIf(move -> move.getKey().equals(move.getValue()));
        if (!moves.isEmpty() && takesNothingThatFits(moves)) {
            report(moves);
        }
    }

    private void place(TreeMap<Long, Map<String, TensorType>> layers, String name, TensorType type) {
        int end = Alternatives.NumberRange.digitsEnd(name, stem.length());
        boolean number = end > stem.length()
                && end - stem.length() <= 9
                && (name.charAt(stem.length()) != '0' || end == stem.length() + 1);
        if (name.startsWith(stem) && number) {
            long layer = Long.parseLong(name.substring(stem.length(), end));
            layers.computeIfAbsent(layer, key -> new TreeMap<>()).put(name.substring(end), type);
        }
    }

    /** Whether something is missing or mismatched under a number, and something here may be what it lacks. */
    private boolean isOpen() {
        boolean wanting = model.entrySet().stream()
                .anyMatch(layer -> layer.getValue().keySet().stream()
                        .allMatch(rest -> evidence.openMissing().containsKey(stem + layer.getKey() + rest)
                                || evidence.openMismatched().containsKey(stem + layer.getKey() + rest)));
        boolean spare = here.entrySet().stream()
                .anyMatch(layer -> layer.getValue().keySet().stream()
                        .allMatch(rest -> evidence.openUnexpected().containsKey(stem + layer.getKey() + rest)
                                || evidence.openMismatched().containsKey(stem + layer.getKey() + rest)));
        return wanting && spare;
    }

    /** What follows the number in a pattern: {@code /**}, {@code /*} or nothing; empty if the layers are not alike in it. */
    private java.util.Optional<String> rest() {
        Set<String> rests = new TreeSet<>();
        here.values().forEach(layer -> rests.addAll(layer.keySet()));
        model.values().forEach(layer -> rests.addAll(layer.keySet()));
        if (rests.equals(Set.of(""))) {
            return java.util.Optional.of("");
        }
        for (char separator : new char[] {'/', '.'}) {
            if (rests.stream().allMatch(rest -> rest.startsWith(String.valueOf(separator)))) {
                boolean flat = rests.stream()
                        .allMatch(rest -> rest.substring(1).chars().noneMatch(GlobElement::isSeparator));
                return java.util.Optional.of(separator + (flat ? "*" : "**"));
            }
        }
        return java.util.Optional.empty();
    }

    /** Which layer here is which of the model: a longest common subsequence, the earliest one. */
    private Map<Long, Long> moves() {
        List<Long> from = List.copyOf(here.keySet());
        List<Long> to = List.copyOf(model.keySet());
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = here.get(from.get(i)).equals(model.get(to.get(j)))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        Map<Long, Long> moves = new LinkedHashMap<>();
        int i = 0;
        int j = 0;
        while (i < from.size() && j < to.size()) {
            if (here.get(from.get(i)).equals(model.get(to.get(j)))) {
                moves.put(from.get(i++), to.get(j++));
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return moves;
    }

    /** A layer that fits may move only where all layers move by one step: numbering from 0 and from 1. */
    private boolean takesNothingThatFits(Map<Long, Long> moves) {
        if (moves.size() == here.size()
                && moves.size() == model.size()
                && step(moves).isPresent()) {
            return true;
        }
        return moves.keySet().stream()
                .allMatch(layer ->
                        here.get(layer).keySet().stream().noneMatch(rest -> evidence.fits(stem + layer + rest)));
    }

    private static java.util.OptionalLong step(Map<Long, Long> moves) {
        Set<Long> steps = new TreeSet<>();
        moves.forEach((from, to) -> steps.add(to - from));
        return steps.size() == 1 ? java.util.OptionalLong.of(steps.iterator().next()) : java.util.OptionalLong.empty();
    }

    private void report(Map<Long, Long> moves) {
        String rest = rest().orElseThrow();
        List<String> targets = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        Map<String, String> renames = new LinkedHashMap<>();
        moves.forEach((from, to) -> {
            here.get(from).keySet().forEach(tail -> renames.put(stem + from + tail, stem + to + tail));
            if (here.containsKey(to) && !moves.containsKey(to)) {
                dropped.add("drop \"" + quoted() + to + rest + "\"");
            }
        });
        renames.values().stream().filter(name -> !evidence.fits(name)).forEach(targets::add);
        List<String> repair = new ArrayList<>(dropped);
        repair.addAll(NumberMoves.rename(quoted(), rest, moves, moves.size() == here.size()));
        List<String> layers = moves.values().stream()
                .filter(to -> model.get(to).keySet().stream().noneMatch(tail -> evidence.fits(stem + to + tail)))
                .map(to -> stem + to)
                .toList();
        List<String> sources = moves.keySet().stream().map(from -> stem + from).toList();
        String cause = "likely " + ranges(sources) + " here, " + how(moves);
        dropReplaced(moves);
        evidence.add(
                Finding.of(Finding.Kind.MISSING, ranges(layers) + rest, targets, cause, repair.toArray(String[]::new)),
                moves.keySet().stream()
                        .map(from -> NamePattern.glob(quoted() + from + rest))
                        .toList(),
                renames);
    }

    /** A layer whose place another one takes is not mismatched, it is gone. */
    private void dropReplaced(Map<Long, Long> moves) {
        for (long to : moves.values()) {
            if (here.containsKey(to) && !moves.containsKey(to)) {
                here.get(to).keySet().forEach(rest -> evidence.openUnexpected().remove(stem + to + rest));
            }
        }
    }

    private String quoted() {
        return NamePattern.quote(stem);
    }

    private static String ranges(List<String> layers) {
        List<String> texts = LayerTemplates.ofNumbers(layers, name -> "").stream()
                .map(LayerTemplates.Template::text)
                .toList();
        return String.join(", ", texts);
    }

    private static String how(Map<Long, Long> moves) {
        java.util.OptionalLong step = step(moves);
        if (step.isEmpty()) {
            return "numbered anew";
        }
        return "moved " + (step.getAsLong() > 0 ? "up" : "down") + " by " + Math.abs(step.getAsLong());
    }
}
