package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Many names as few templates: {@code layers/{0..11}/attention/q/kernel} for twelve names.
 *
 * <p>A template is written as a pattern and matches exactly the names it stands for, so that it can be pasted into a
 * script. Numbers are folded wherever the names are a full product of their values ({@code {0..3,7}} with gaps); then,
 * where asked for, whole segments ({@code dense_1/{kernel,bias}}). Templates come in the order of their first name.
 */
public final class LayerTemplates {
    /** A longer list of words is read more slowly than the lines it saves. */
    private static final int MAX_WORDS = 8;

    private LayerTemplates() {}

    /**
     * Names that are written as one.
     *
     * @param text a pattern that matches these names and no others
     * @param names sorted, numbers by value
     */
    public record Template(String text, List<String> names) {
        public Template {
            names = List.copyOf(names);
        }

        public int count() {
            return names.size();
        }

        /** {@code layers/{0..11}/q x12}; a single name stands alone. */
        @Override
        public String toString() {
            return names.size() == 1 ? text : text + " x" + names.size();
        }
    }

    /** Folds numbers, of names of one kind only (tensors of one type, say). */
    public static List<Template> ofNumbers(Collection<String> names, Function<String, ?> kind) {
        List<Template> templates = new ArrayList<>();
        for (Draft draft : numbers(names, kind)) {
            templates.add(draft.finished());
        }
        return templates;
    }

    /** Folds numbers, then words. */
    public static List<Template> of(Collection<String> names) {
        return of(names, name -> "");
    }

    /** Folds numbers, then words, of names of one kind only. */
    public static List<Template> of(Collection<String> names, Function<String, ?> kind) {
        List<Draft> drafts = numbers(names, kind);
        int longest =
                drafts.stream().mapToInt(draft -> draft.segments().size()).max().orElse(0);
        for (int fromEnd = 0; fromEnd < longest; fromEnd++) {
            drafts = words(drafts, fromEnd);
        }
        return drafts.stream().map(Draft::finished).toList();
    }

    /**
     * A template being folded.
     *
     * @param segments quoted, each with the separator behind it
     */
    private record Draft(Object kind, List<String> segments, List<String> names) {
        Template finished() {
            return new Template(
                    String.join("", segments),
                    names.stream().sorted(NaturalOrder.INSTANCE).toList());
        }
    }

    private static List<Draft> numbers(Collection<String> names, Function<String, ?> kind) {
        Map<List<Object>, List<NumberedName>> skeletons = new LinkedHashMap<>();
        for (String name : names) {
            NumberedName numbered = NumberedName.parse(name);
            skeletons
                    .computeIfAbsent(List.of(kind.apply(name), numbered.skeleton()), key -> new ArrayList<>())
                    .add(numbered);
        }
        List<Draft> drafts = new ArrayList<>();
        skeletons.forEach((key, alike) -> {
            for (NumberProducts.Product product : NumberProducts.of(alike)) {
                drafts.add(new Draft(key.get(0), segments(product.text()), product.names()));
            }
        });
        return drafts;
    }

    /** Cuts behind separators that stand outside braces. */
    private static List<String> segments(String text) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{' || c == '}') {
                depth += c == '{' ? 1 : -1;
            } else if (depth == 0 && GlobElement.isSeparator(c)) {
                segments.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        segments.add(text.substring(start));
        return segments;
    }

    /** Folds the segment at a distance from the end, where all else is equal and something stands before it. */
    private static List<Draft> words(List<Draft> drafts, int fromEnd) {
        Map<List<Object>, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            int index = draft.segments().size() - 1 - fromEnd;
            List<String> rest = new ArrayList<>(draft.segments());
            if (index > 0 || index == 0 && fromEnd > 0) {
                String word = rest.get(index);
                rest.set(index, isPlain(word) ? "{}" + end(word) : word);
            }
            groups.computeIfAbsent(List.of(draft.kind(), rest), key -> new ArrayList<>())
                    .add(draft);
        }
        List<Draft> folded = new ArrayList<>();
        for (List<Draft> group : groups.values()) {
            if (group.size() == 1 || group.size() > MAX_WORDS) {
                folded.addAll(group);
            } else {
                folded.add(fold(group, fromEnd));
            }
        }
        return folded;
    }

    private static Draft fold(List<Draft> group, int fromEnd) {
        List<String> segments = new ArrayList<>(group.get(0).segments());
        int index = segments.size() - 1 - fromEnd;
        String words = group.stream()
                .map(draft -> draft.segments().get(index))
                .map(word -> word.substring(0, word.length() - end(word).length()))
                .collect(Collectors.joining(",", "{", "}"));
        segments.set(index, words + end(segments.get(index)));
        List<String> names = new ArrayList<>();
        group.forEach(draft -> names.addAll(draft.names()));
        return new Draft(group.get(0).kind(), segments, names);
    }

    private static String end(String segment) {
        char last = segment.isEmpty() ? ' ' : segment.charAt(segment.length() - 1);
        return GlobElement.isSeparator(last) ? String.valueOf(last) : "";
    }

    /** Whether a segment may stand in a list: lists do not nest. */
    private static boolean isPlain(String segment) {
        return segment.indexOf('{') < 0 && segment.indexOf('}') < 0 && segment.indexOf(',') < 0;
    }
}
