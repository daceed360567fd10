package ckpts.language.semantics;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.naming.Counted;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.PatternException;
import ckpts.state.Loaded;
import ckpts.state.RemovedNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Selectors evaluated to names. */
public final class Selection {
    private final Context context;

    public Selection(Context context) {
        this.context = context;
    }

    /** The checkpoint that a selector reads: the one after {@code from}, or the subject. */
    public Loaded checkpoint(Selector selector) {
        return selector.from().map(context::checkpoint).orElseGet(() -> context.subject(selector.span()));
    }

    /**
     * The matches that a statement requires of its selector.
     *
     * @param some whether each pattern must match something
     * @param every whether each item of its lists and ranges must, too
     * @param verb the statement's verb, for the note that {@code verb?} exists; empty where there is none
     */
    private record Demand(boolean some, boolean every, String verb) {
        static final Demand NONE = new Demand(false, false, "");
        static final Demand SOME = new Demand(true, false, "");

        static final Demand EVERY = new Demand(true, true, "");

        static Demand every(Statement.Head head) {
            return every(head.optional(), head.verb());
        }

        static Demand every(boolean optional, String verb) {
            return optional ? NONE : new Demand(true, true, verb);
        }
    }

    /**
     * The tensors that a statement selects to change them, pattern by pattern and sorted within one.
     *
     * @throws StatementException if a pattern, or an item of its lists and ranges, matches nothing, and that is not fine
     */
    public List<Selected> of(Statement.Head head) {
        return of(head.selector(), universe(checkpoint(head.selector())), Demand.every(head));
    }

    /**
     * The tensors that a statement selects to write them.
     *
     * @throws StatementException if a pattern, or an item of its lists and ranges, matches nothing
     */
    public List<Selected> each(Selector selector) {
        return of(selector, universe(checkpoint(selector)), Demand.EVERY);
    }

    /** As {@link #of(Statement.Head)}, among the tensors of the subject and the manifest's variables. */
    public List<Selected> withManifest(Statement.Head head) {
        Universe.OfCheckpoint tensors = universe(checkpoint(head.selector()));
        Universe universe = tensors.manifest()
                .<Universe>map(manifest -> new Universe.WithManifest(tensors, manifest))
                .orElse(tensors);
        return of(head.selector(), universe, Demand.every(head));
    }

    /**
     * The tensors that an assertion or a statement that only shows is about.
     *
     * @throws StatementException if a pattern matches nothing
     */
    public List<Selected> found(Selector selector) {
        return of(selector, universe(checkpoint(selector)), Demand.SOME);
    }

    /** The names that a selector matches, aliases included; never an error. */
    public List<Selected> present(Selector selector) {
        return of(selector, new Universe.WithAliases(universe(checkpoint(selector))), Demand.NONE);
    }

    /** The names of one checkpoint, aliases included, for many selectors: those that {@code rename} can change. */
    public Names names(Loaded loaded) {
        return new Names(new Universe.Indexed(new Universe.WithAliases(universe(loaded))));
    }

    /** The same names for one selector after another; the index built for one serves the next. */
    public final class Names {
        private final Universe universe;

        private Names(Universe universe) {
            this.universe = universe;
        }

        /** As {@link Selection#of(Statement.Head)}, whatever checkpoint the selector is for. */
        public List<Selected> of(Statement.Head head) {
            return Selection.this.of(head.selector(), universe, Demand.every(head));
        }

        /** The same for one rule of a {@code rename}. */
        public List<Selected> of(Statement.Rename rename, Statement.Rule rule) {
            return Selection.this.of(rule.source(), universe, Demand.every(rename.optional(), "rename"));
        }
    }

    /** The tensors that a selector matches; never an error. */
    public List<Selected> any(Selector selector) {
        return of(selector, universe(checkpoint(selector)), Demand.NONE);
    }

    /** As {@link #any}, in a checkpoint that is not in the workspace: for {@code load ... only}. */
    public List<Selected> among(Checkpoint checkpoint, Selector selector) {
        return of(selector, new Universe.OfCheckpoint(checkpoint, Optional.empty(), RemovedNames.NONE), Demand.EVERY);
    }

    private Universe.OfCheckpoint universe(Loaded loaded) {
        return Universe.OfCheckpoint.of(loaded, context);
    }

    private List<Selected> of(Selector selector, Universe universe, Demand demand) {
        Map<String, Selected> selected = new LinkedHashMap<>();
        for (Selector.Item item : selector.include()) {
            matches(item, universe, demand).forEach(match -> selected.putIfAbsent(match.name(), match));
        }
        for (Selector.Item item : selector.except()) {
            // That it removes something is checked below.
            Collection<Selected> found = matches(item, universe, new Demand(false, demand.every(), demand.verb()));
            boolean removed = selected.keySet()
                    .removeAll(found.stream().map(Selected::name).toList());
            if (!removed && demand.some() && !(item instanceof Selector.Named)) {
                throw new StatementException(Diagnostic.error(
                                Code.NO_MATCH,
                                item.span(),
                                "`except` removes nothing: no selected tensor matches "
                                        + item.span().text())
                        .labelled("0 of " + Counted.of(selected.size(), "name")));
            }
        }
        if (selected.isEmpty()
                && demand.some()
                && selector.include().stream().noneMatch(Selector.Named.class::isInstance)) {
            throw new StatementException(Diagnostic.error(
                            Code.NO_MATCH,
                            selector.except().get(selector.except().size() - 1).span(),
                            "`except` leaves nothing of what the patterns match")
                    .labelled("0 names are left"));
        }
        return selector.where().isPresent()
                ? filtered(selector, List.copyOf(selected.values()), universe, demand)
                : List.copyOf(selected.values());
    }

    private List<Selected> filtered(Selector selector, List<Selected> selected, Universe universe, Demand demand) {
        List<Selected> kept = new ArrayList<>();
        for (Selected candidate : selected) {
            MatchedTensor matched = universe.matched(candidate.name(), candidate.captures());
            if (new Evaluator(context, Optional.of(matched))
                    .truth(selector.where().get())) {
                kept.add(candidate);
            }
        }
        if (kept.isEmpty() && !selected.isEmpty() && demand.some()) {
            throw new StatementException(Diagnostic.error(
                            Code.NO_MATCH, selector.where().get().span(), "no selected tensor meets this condition")
                    .labelled("0 of " + Counted.of(selected.size(), "name") + " that the patterns match"));
        }
        return kept;
    }

    /** The names that a pattern matches, whether or not there is such a tensor; a named set has none. */
    public Predicate<String> names(Selector.Item item) {
        String base = base(item);
        return pattern(item)
                .<Predicate<String>>map(pattern -> name -> name.startsWith(base)
                        && pattern.match(name.substring(base.length())).isPresent())
                .orElse(name -> false);
    }

    private Optional<NamePattern> pattern(Selector.Item item) {
        return item.accept(new Selector.Visitor<>() {
            @Override
            public Optional<NamePattern> visitGlob(Selector.Glob glob) {
                return Optional.of(pattern(glob));
            }

            @Override
            public Optional<NamePattern> visitRegex(Selector.Regex regex) {
                return Optional.of(pattern(regex));
            }

            @Override
            public Optional<NamePattern> visitNamed(Selector.Named named) {
                return Optional.empty();
            }
        });
    }

    /** The part of a name before the part that a pattern is matched against: a regular expression sees the rest. */
    private String base(Selector.Item item) {
        return item.quoted().isPresent() ? "" : context.environment().prefix();
    }

    private Collection<Selected> matches(Selector.Item item, Universe universe, Demand demand) {
        return item.accept(new Selector.Visitor<>() {
            @Override
            public Collection<Selected> visitGlob(Selector.Glob glob) {
                return matches(glob, pattern(glob), universe, demand);
            }

            @Override
            public Collection<Selected> visitRegex(Selector.Regex regex) {
                return matches(regex, pattern(regex), universe, demand);
            }

            @Override
            public Collection<Selected> visitNamed(Selector.Named named) {
                return bySet(named, universe);
            }
        });
    }

    private Collection<Selected> matches(Selector.Item item, NamePattern pattern, Universe universe, Demand demand) {
        Collection<Selected> found = byPattern(pattern, universe, base(item));
        judge(found, new NoMatch(context, item, pattern, universe), demand);
        return found;
    }

    private void judge(Collection<Selected> found, NoMatch problems, Demand demand) {
        if (found.isEmpty() && demand.some()) {
            throw new StatementException(problems.diagnostic(demand.verb()));
        }
        if (found.isEmpty()) {
            problems.remark().ifPresent(context.remarks());
        } else if (demand.every()) {
            problems.unmet(found, demand.verb()).ifPresent(problem -> {
                throw new StatementException(problem);
            });
        }
    }

    /** The patterns of a selector, without named sets. */
    public List<NamePattern> patterns(Selector selector) {
        return selector.include().stream()
                .flatMap(item -> pattern(item).stream())
                .toList();
    }

    /** A glob under the scope's prefix; a leading {@code /} makes it absolute. */
    public NamePattern pattern(Selector.Glob glob) {
        HiddenVariables.requireNone(glob.text(), context.environment());
        return ScopedNames.pattern(
                glob.text(), Evaluator.in(context), context.environment().captures());
    }

    private NamePattern pattern(Selector.Regex regex) {
        try {
            NamePattern pattern = NamePattern.regex(regex.source());
            HiddenVariables.requireNone(pattern, regex.span(), context.environment());
            return pattern;
        } catch (PatternException e) {
            Span span = regex.span();
            int start = Math.min(span.start() + 1 + e.offset(), span.end() - 1);
            throw new StatementException(
                    Diagnostic.error(Code.BAD_PATTERN, new Span(span.source(), start, span.end() - 1), e.getMessage()));
        }
    }

    private static Collection<Selected> byPattern(NamePattern pattern, Universe universe, String base) {
        if (pattern.isLiteral() && base.isEmpty()) {
            String name = pattern.literalText();
            return universe.contains(name)
                    ? pattern.match(name).map(match -> selected(name, "", pattern, match)).stream()
                            .toList()
                    : List.of();
        }
        List<Selected> found = new ArrayList<>();
        for (String name : universe.candidates(base, pattern)) {
            if (name.startsWith(base) && !universe.isBookkeeping(name)) {
                pattern.match(name.substring(base.length()))
                        .ifPresent(match -> found.add(selected(name, base, pattern, match)));
            }
        }
        return found;
    }

    private static Selected selected(String name, String base, NamePattern pattern, Match match) {
        return new Selected(name, base, Optional.of(new Selected.Found(pattern, match)));
    }

    private Collection<Selected> bySet(Selector.Named named, Universe universe) {
        Collection<String> names = switch (named.set()) {
            case SLOTS -> byRole(universe, Role::isSlot);
            case AVERAGES -> byRole(universe, Role::isAverage);
            case OPTIMIZER -> byRole(universe, Role::isOptimizer);
            case MISSING ->
                difference(named).missing().stream()
                        .map(Manifest.Expected::name)
                        .toList();
            case MISMATCHED ->
                difference(named).mismatched().stream()
                        .map(mismatch -> mismatch.entry().name())
                        .toList();
            case UNEXPECTED ->
                difference(named).unexpected().stream().map(Entry::name).toList();
        };
        String prefix = context.environment().prefix();
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> new Selected(name, "", Optional.empty()))
                .toList();
    }

    private static Collection<String> byRole(Universe universe, Predicate<Role> wanted) {
        return universe.namesLike("", "").stream()
                .filter(name -> wanted.test(universe.matched(name, Map.of()).role()))
                .toList();
    }

    private Difference difference(Selector.Named named) {
        return Difference.between(
                context.subject(named.span()).current(),
                context.requireManifest(
                        Optional.empty(), named.span(), "`" + named.set().word() + "`"));
    }
}
