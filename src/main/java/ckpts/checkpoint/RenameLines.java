package ckpts.checkpoint;

import ckpts.checkpoint.LostWeights.Made;
import ckpts.checkpoint.LostWeights.Pair;
import ckpts.naming.LayerTemplates;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that make lost weights the variables they are paired with: a rename for all layers at once, a copy
 * where the weight is another checkpoint's, then what axes and element types need.
 */
public final class RenameLines {
    private RenameLines() {}

    /**
     * Statements in canonical form, in the order in which they are to stand.
     *
     * @param subject the alias of the checkpoint in which the variables are
     */
    public static List<String> of(List<Pair> pairs, String subject) {
        Map<String, List<Pair>> byCheckpoint = new LinkedHashMap<>();
        pairs.forEach(pair -> byCheckpoint
                .computeIfAbsent(pair.lost().input().checkpoint(), alias -> new ArrayList<>())
                .add(pair));
        List<String> lines = new ArrayList<>();
        byCheckpoint.forEach((alias, own) -> {
            for (LayerRule rule : LayerRule.of(own)) {
                lines.add(
                        alias.equals(subject)
                                ? "rename \"" + rule.pattern() + "\" -> \"" + rule.target() + "\""
                                : "copy \"" + rule.pattern() + "\" from " + alias + " -> \"" + rule.target() + "\"");
            }
        });
        Map<String, Set<String>> changes = new LinkedHashMap<>();
        pairs.forEach(pair -> axes(pair)
                .forEach(order -> changes.computeIfAbsent("transpose %s" + order, change -> new LinkedHashSet<>())
                        .add(pair.made().name())));
        pairs.forEach(pair -> elements(pair)
                .forEach(type -> changes.computeIfAbsent("cast %s to " + type, change -> new LinkedHashSet<>())
                        .add(pair.made().name())));
        changes.forEach((change, names) -> lines.add(change.replace("%s", patterns(names))));
        return lines;
    }

    /** Patterns that match exactly these names: {@code "dense_{1..2}/kernel", "head"}. */
    public static String patterns(Set<String> names) {
        return LayerTemplates.of(names).stream()
                .map(template -> "\"" + template.text() + "\"")
                .collect(Collectors.joining(", "));
    }

    /** How the axes must be ordered anew, if they must; equal sizes keep their order. */
    private static List<String> axes(Pair pair) {
        Shape from = pair.lost().type().shape();
        Made made = pair.made();
        Shape to = made.type().shape();
        if (from.equals(to)) {
            return List.of();
        }
        List<Integer> free =
                new ArrayList<>(IntStream.range(0, from.rank()).boxed().toList());
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < to.rank(); axis++) {
            long size = to.dimension(axis);
            Integer next = free.stream()
                    .filter(candidate -> from.dimension(candidate) == size)
                    .findFirst()
                    .orElseThrow();
            free.remove(next);
            order.add(next);
        }
        boolean reversed =
                IntStream.range(0, order.size()).allMatch(axis -> order.get(axis) == order.size() - 1 - axis);
        return List.of(reversed ? "" : " by " + order);
    }

    private static List<DType> elements(Pair pair) {
        DType to = pair.made().type().dtype();
        return pair.lost().type().dtype() == to ? List.of() : List.of(to);
    }
}
