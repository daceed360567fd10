package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.naming.Counted;
import ckpts.naming.Match;
import ckpts.naming.NameBelow;
import ckpts.naming.NamePath;
import ckpts.naming.NamePattern;
import ckpts.naming.NaturalOrder;
import ckpts.naming.OtherNumbers;
import ckpts.naming.UnmetChoice;
import ckpts.state.Loaded;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code scope "a/b" { ... }}: names inside are relative to it. A scope with captures runs once for each prefix that
 * matches, in order, numbers as numbers.
 */
final class ScopeHandler implements Handler<Statement.Scope> {
    /** A capture that no script can name: the part of a name below the scope. */
    @Override
    public State execute(Statement.Scope scope, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(scope.span());
        NamePattern pattern =
                new Selection(context).pattern(new Selector.Glob(scope.prefix().span(), scope.prefix()));
        State inner = state;
        for (Binding binding : bindings(pattern, scope, context, subject.current())) {
            inner = execution.runAll(
                    scope.body(), inner.with(state.environment().scoped(binding.prefix(), binding.captures())));
        }
        return inner.with(state.environment());
    }

    /**
     * One prefix that matches the scope's pattern.
     *
     * @param prefix the prefix with the separator at its end
     */
    private record Binding(String prefix, Map<String, String> captures) {}

    private static List<Binding> bindings(
            NamePattern pattern, Statement.Scope scope, Context context, Checkpoint checkpoint) {
        if (pattern.isLiteral()) {
            String prefix = pattern.literalText();
            return List.of(new Binding(prefix + separator(prefix, context, checkpoint), Map.of()));
        }
        Map<String, Binding> found = new TreeMap<>(NaturalOrder.INSTANCE);
        for (String separator : NamePath.SEPARATORS) {
            Map<String, String> bound = context.environment().captures();
            for (NameBelow below : NameBelow.of(pattern.source() + separator, bound, checkpoint)) {
                // An empty prefix is not a scope.
                if (!below.prefix().isEmpty()) {
                    found.putIfAbsent(below.prefix(), new Binding(below.prefix(), below.captures()));
                }
            }
        }
        if (found.isEmpty()) {
            Diagnostic problem = Diagnostic.error(
                            Code.NO_MATCH,
                            scope.prefix().span(),
                            "no tensor is under " + scope.prefix().span().text())
                    .labelled("0 of " + Counted.of(checkpoint.size(), "name"));
            throw new StatementException(withNumbers(problem, pattern, checkpoint));
        }
        requireEvery(pattern, scope, found.keySet(), checkpoint);
        return List.copyOf(found.values());
    }

    /** Requires that every item of a range or list of a scope matches, as in an edit. */
    private static void requireEvery(
            NamePattern pattern, Statement.Scope scope, Collection<String> prefixes, Checkpoint checkpoint) {
        List<Match> matches = pattern.matches(prefixes.stream()
                .map(prefix -> prefix.substring(0, prefix.length() - 1))
                .toList());
        for (UnmetChoice unmet : UnmetChoice.of(pattern, matches)) {
            Diagnostic problem = Diagnostic.error(
                            Code.NO_MATCH,
                            scope.prefix().span(),
                            "no tensor is under " + unmet.unmatched() + " of " + unmet.source() + " in "
                                    + scope.prefix().span().text())
                    .labelled(unmet.label());
            throw new StatementException(withNumbers(problem, pattern, checkpoint));
        }
    }

    private static Diagnostic withNumbers(Diagnostic problem, NamePattern pattern, Checkpoint checkpoint) {
        Diagnostic advised = problem;
        for (String separator : NamePath.SEPARATORS) {
            NamePattern below = pattern.rewritten(pattern.source() + separator + "**");
            for (OtherNumbers other : OtherNumbers.of(below, "", checkpoint.names())) {
                advised = advised.help(other.sentence());
            }
        }
        return advised;
    }

    /** The separator that names under this prefix use; where there are none, the one that the prefix itself uses. */
    private static String separator(String prefix, Context context, Checkpoint checkpoint) {
        if (prefix.isEmpty() || NamePath.endsSegment(prefix)) {
            return "";
        }
        for (String separator : NamePath.SEPARATORS) {
            if (!checkpoint.namesLike(prefix + separator, "").isEmpty()) {
                return separator;
            }
        }
        Optional<Manifest> manifest = context.manifest(Optional.empty());
        for (String separator : NamePath.SEPARATORS) {
            if (manifest.isPresent()
                    && manifest.get().variables().stream()
                            .anyMatch(variable -> variable.name().startsWith(prefix + separator))) {
                return separator;
            }
        }
        return prefix.contains(".") && !prefix.contains("/") ? "." : "/";
    }
}
