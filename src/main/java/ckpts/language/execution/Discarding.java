package ckpts.language.execution;

import ckpts.checkpoint.LostWeights.Lost;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Selection;
import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What {@code assert consumed discarding "p", ...} lets go: lost weights, by the last names they had.
 *
 * @param entries of the list, with what stood around the assertion already taken into account
 */
record Discarding(List<Listed> entries) {
    Discarding {
        entries = List.copyOf(entries);
    }

    /** One entry of the list and the names it covers. */
    record Listed(Span span, Predicate<String> names) {
        boolean covers(Lost weight) {
            return names.test(weight.name());
        }
    }

    static Discarding of(Assertion.Consumed node, Context context) {
        Selection selection = new Selection(context);
        return new Discarding(node.discarding().stream()
                .map(item -> new Listed(item.span(), selection.names(item)))
                .toList());
    }

    boolean covers(Lost weight) {
        return entries.stream().anyMatch(listed -> listed.covers(weight));
    }

    /** The entries that cover none of these. */
    List<Listed> idle(List<Lost> lost) {
        return entries.stream()
                .filter(listed -> lost.stream().noneMatch(listed::covers))
                .toList();
    }

    /** {@code "classifier.*", "head"}. */
    @Override
    public String toString() {
        return entries.stream().map(listed -> listed.span().text()).collect(Collectors.joining(", "));
    }
}
