package ckpts.naming;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Many names as few templates: {@code layers/{0..11}/attention/q/kernel} for twelve names.
 *
 * <p>A template is written as a pattern and matches exactly these names, so that it can be pasted into a script.
 * Numbers are folded wherever the names are a full product of their values ({@code {0..3,7}} with gaps); then, if
 * requested, whole segments ({@code dense_1/{kernel,bias}}). Templates come in the order of their first name.
 */
public final class LayerTemplates {
    private LayerTemplates() {}

    /**
     * Names that are written as one pattern.
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
        return finished(numbers(names, kind));
    }

    /** Folds numbers, then words. */
    public static List<Template> of(Collection<String> names) {
        return of(names, name -> "");
    }

    /** Folds numbers, then words, of names of one kind only. */
    public static List<Template> of(Collection<String> names, Function<String, ?> kind) {
        return finished(ParallelTemplates.words(numbers(names, kind)));
    }

    private static List<ParallelTemplates.Draft> numbers(Collection<String> names, Function<String, ?> kind) {
        return ParallelTemplates.numbers(names.stream().map(List::of).toList(), row -> kind.apply(row.get(0)));
    }

    private static List<Template> finished(List<ParallelTemplates.Draft> drafts) {
        return drafts.stream()
                .map(ParallelTemplates.Draft::finished)
                .map(group -> new Template(
                        group.patterns().get(0),
                        group.rows().stream()
                                .map(row -> row.get(0))
                                .sorted(NaturalOrder.INSTANCE)
                                .toList()))
                .toList();
    }
}
