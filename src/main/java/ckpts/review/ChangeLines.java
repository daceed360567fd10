package ckpts.review;

import ckpts.checkpoint.Step;
import ckpts.naming.NaturalOrder;
import ckpts.naming.ParallelTemplates;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Changes of tensors, in few lines: those that the same statements treat the same way are one line, layers folded. */
final class ChangeLines {
    private static final int MOST_GROUPS = 12;
    private static final int MOST_LINES = 8;

    private final Step save;

    /** @param save the statement that saves, whose file need not be named again */
    ChangeLines(Step save) {
        this.save = save;
    }

    /**
     * One tensor.
     *
     * @param heading with a {@link Derivation#HOLE} for each name of it
     * @param detail the operation, with a hole for each further name
     * @param way equal for tensors that are computed in one way, beyond what the detail shows
     * @param names for the holes
     * @param steps the statements
     */
    record Item(String heading, String detail, String way, List<String> names, List<Step> steps) {
        boolean namesInDetail() {
            return detail.contains(Derivation.HOLE);
        }
    }

    /** A group of similar items: their lines differ in names alone. */
    private record Alike(String heading, String detail, String way, String places) {}

    /** @param word kind of change: {@code renamed} */
    void add(String word, Collection<Item> items, List<String> lines) {
        Map<Alike, List<Item>> groups = items.stream()
                .sorted(Comparator.comparingInt(ChangeLines::first)
                        .thenComparing(item -> item.names().get(0), NaturalOrder.INSTANCE))
                .collect(Collectors.groupingBy(
                        item -> new Alike(item.heading(), item.detail(), item.way(), places(item.steps())),
                        LinkedHashMap::new,
                        Collectors.toList()));
        int shown = 0;
        int more = 0;
        for (Map.Entry<Alike, List<Item>> group : groups.entrySet()) {
            if (shown++ < MOST_GROUPS) {
                group(word, group.getKey(), group.getValue(), lines);
            } else {
                more += group.getValue().size();
            }
        }
        if (more > 0) {
            lines.add("  " + word + " " + more + " more, in " + (groups.size() - MOST_GROUPS) + " other ways");
        }
    }

    private static int first(Item item) {
        return item.steps().isEmpty() ? Integer.MAX_VALUE : item.steps().get(0).number();
    }

    private void group(String word, Alike alike, List<Item> items, List<String> lines) {
        List<ParallelTemplates.Group> groups =
                ParallelTemplates.of(items.stream().map(Item::names).toList());
        String start = "  " + word + " ";
        if (groups.size() == 1 || items.get(0).namesInDetail()) {
            groups.stream()
                    .limit(MOST_LINES)
                    .forEach(group -> lines.add(start + group.count() + ": "
                            + filled(joined(alike.heading(), alike.detail()), group.patterns()) + alike.places()));
            rest(start, groups, lines);
            return;
        }
        String detail = alike.detail().isEmpty() ? "" : ": " + alike.detail();
        lines.add(start + items.size() + detail + alike.places());
        groups.stream()
                .limit(MOST_LINES)
                .forEach(group -> lines.add("    " + group.count() + ": " + filled(alike.heading(), group.patterns())));
        rest("    ", groups, lines);
    }

    private static void rest(String start, List<ParallelTemplates.Group> groups, List<String> lines) {
        int more = groups.stream()
                .skip(MOST_LINES)
                .mapToInt(ParallelTemplates.Group::count)
                .sum();
        if (more > 0) {
            lines.add(start + more + " more");
        }
    }

    private static String joined(String heading, String detail) {
        return detail.isEmpty() ? heading : heading + "  " + detail;
    }

    private static String filled(String text, List<String> names) {
        StringBuilder filled = new StringBuilder();
        int name = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith(Derivation.HOLE, i)) {
                filled.append(names.get(name++));
            } else {
                filled.append(text.charAt(i));
            }
        }
        return filled.toString();
    }

    /** {@code (line 7)}, {@code (lines 7, 9)}, {@code (heads.ckpts:3, line 9)}. */
    private String places(List<Step> steps) {
        List<String> places = steps.stream()
                .map(step -> PlanFacts.place(step.place(), save))
                .distinct()
                .toList();
        if (places.isEmpty()) {
            return "";
        }
        String joined = String.join(", ", places);
        boolean lines = places.size() > 1 && places.stream().allMatch(place -> place.startsWith("line "));
        return "  (" + (lines ? "lines " + joined.replace("line ", "") : joined) + ")";
    }
}
