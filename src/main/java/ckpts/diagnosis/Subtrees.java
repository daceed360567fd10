package ckpts.diagnosis;

import ckpts.naming.LayerTemplates;
import ckpts.naming.NamePath;
import ckpts.naming.NaturalOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes names as whole subtrees where all of a subtree is meant: {@code h.{9..11}.**}. */
final class Subtrees {
    private Subtrees() {}

    /**
     * Names that are written as one pattern.
     *
     * @param text a pattern that, among all names, matches these and no others
     * @param names in natural order
     * @param stem the part before the number of whole numbered layers; empty for anything else
     */
    record Group(String text, List<String> names, String stem) {}

    /** @param all the names among which the patterns will be used; holds all of {@code names} */
    static List<Group> of(Collection<String> names, Collection<String> all) {
        if (names.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> inAll = counts(all);
        Map<String, Integer> inNames = counts(names);
        Map<String, List<String>> subtrees = new LinkedHashMap<>();
        List<String> single = new ArrayList<>();
        for (String name : names) {
            String top = "";
            for (int i = 0; i < name.length() - 1 && top.isEmpty(); i++) {
                String prefix = name.substring(0, i + 1);
                boolean whole = NamePath.isSeparator(name.charAt(i))
                        && inNames.get(prefix) > 1
                        && inNames.get(prefix).equals(inAll.get(prefix));
                top = whole ? prefix : "";
            }
            if (top.isEmpty()) {
                single.add(name);
            } else {
                subtrees.computeIfAbsent(top, key -> new ArrayList<>()).add(name);
            }
        }
        List<Group> groups = new ArrayList<>(folded(subtrees));
        for (LayerTemplates.Template template : LayerTemplates.of(single)) {
            groups.add(new Group(template.text(), template.names(), ""));
        }
        return groups;
    }

    private static List<Group> folded(Map<String, List<String>> subtrees) {
        Function<String, String> rest = prefix -> subtrees.get(prefix).stream()
                        .allMatch(
                                name -> name.substring(prefix.length()).chars().noneMatch(NamePath::isSeparator))
                ? "*"
                : "**";
        List<Group> groups = new ArrayList<>();
        for (LayerTemplates.Template template : LayerTemplates.ofNumbers(subtrees.keySet(), rest)) {
            String first = template.names().get(0);
            List<String> names = template.names().stream()
                    .flatMap(prefix -> subtrees.get(prefix).stream())
                    .sorted(NaturalOrder.INSTANCE)
                    .collect(Collectors.toList());
            groups.add(new Group(template.text() + rest.apply(first), names, stem(first)));
        }
        return groups;
    }

    /** {@code h.} of {@code h.9.}. */
    private static String stem(String prefix) {
        int end = prefix.length() - 1;
        int start = end;
        while (start > 0 && Character.isDigit(prefix.charAt(start - 1))) {
            start--;
        }
        return start < end ? prefix.substring(0, start) : "";
    }

    private static Map<String, Integer> counts(Collection<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        for (String name : names) {
            for (int i = 0; i < name.length() - 1; i++) {
                if (NamePath.isSeparator(name.charAt(i))) {
                    counts.merge(name.substring(0, i + 1), 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
