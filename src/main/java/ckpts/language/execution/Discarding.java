package ckpts.language.execution;

import ckpts.checkpoint.LostWeights.Lost;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Selection;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;
import ckpts.naming.Counted;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The weights that {@code assert consumed discarding "p", ...} accepts as lost, by the last names they had.
 *
 * @param entries the entries of the list, already resolved in the scope of the assertion
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

    /**
     * The failure for entries that cover no lost weight.
     *
     * @param save the save that repeats the assertion; empty for the assertion itself
     */
    Optional<Diagnostic> idle(List<Lost> lost, Optional<Span> save) {
        List<Span> idle = entries.stream()
                .filter(listed -> lost.stream().noneMatch(listed::covers))
                .map(Listed::span)
                .toList();
        if (idle.isEmpty()) {
            return Optional.empty();
        }
        String patterns = idle.stream().map(Span::text).collect(Collectors.joining(", "));
        return Optional.of(Diagnostic.error(
                        Code.NOT_CONSUMED,
                        save.orElse(idle.get(0)),
                        patterns + (idle.size() == 1 ? " was" : " were") + " not lost")
                .labelled("0 of " + Counted.of(lost.size(), "lost weight"))
                .help("leave " + (idle.size() == 1 ? "it" : "them") + " out of `discarding`"));
    }

    /** {@code "classifier.*", "head"}. */
    @Override
    public String toString() {
        return entries.stream().map(listed -> listed.span().text()).collect(Collectors.joining(", "));
    }
}
