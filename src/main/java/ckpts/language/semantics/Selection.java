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
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.NearNames;
import ckpts.naming.PatternException;
import ckpts.workspace.Loaded;
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
     * The tensors that a selector selects, pattern by pattern and sorted within one.
     *
     * @param verb the statement's verb, for the note that {@code verb?} exists; empty where there is none
     * @throws StatementException if a pattern matches nothing and {@code optional} is false
     */
    public List<Selected> of(Selector selector, boolean optional, String verb) {
        return of(selector, universe(checkpoint(selector)), optional, verb);
    }

    /** As {@link #of(Selector, boolean, String)}, among the tensors of the subject and the manifest's variables. */
    public List<Selected> withManifest(Selector selector, boolean optional, String verb) {
        Universe.OfCheckpoint tensors = universe(checkpoint(selector));
        Universe universe = tensors.manifest()
                .<Universe>map(manifest -> new Universe.WithManifest(tensors, manifest))
                .orElse(tensors);
        return of(selector, universe, optional, verb);
    }

    /** The names, second names among them, that a selector matches: what is there; never an error. */
    public List<Selected> present(Selector selector) {
        return of(selector, new Universe.WithAliases(universe(checkpoint(selector))), true, "");
    }

    /** The names of one checkpoint, second names among them, for many selectors: what {@code rename} can move. */
    public Names names(Loaded loaded) {
        return new Names(new Universe.Indexed(new Universe.WithAliases(universe(loaded))));
    }

    /** The same names for one selector after another; what was learnt of them for one serves the next. */
    public final class Names {
        private final Universe universe;

        private Names(Universe universe) {
            this.universe = universe;
        }

        /** As {@link Selection#of(Selector, boolean, String)}, whatever checkpoint the selector is for. */
        public List<Selected> of(Selector selector, boolean optional, String verb) {
            return Selection.this.of(selector, universe, optional, verb);
        }
    }

    /** The tensors that a selector matches; never an error. */
    public List<Selected> any(Selector selector) {
        return of(selector, universe(checkpoint(selector)), true, "");
    }

    /** As {@link #any}, in a checkpoint that is not of the workspace: for {@code load ... only}. */
    public List<Selected> among(Checkpoint checkpoint, Selector selector) {
        return of(selector, new Universe.OfCheckpoint(checkpoint, Optional.empty()), false, "");
    }

    private Universe.OfCheckpoint universe(Loaded loaded) {
        return new Universe.OfCheckpoint(loaded.current(), context.manifest(Optional.empty()));
    }

    private List<Selected> of(Selector selector, Universe universe, boolean optional, String verb) {
        Map<String, Selected> selected = new LinkedHashMap<>();
        for (Selector.Item item : selector.include()) {
            Collection<Selected> found = matches(item, universe);
            if (found.isEmpty() && !optional && !(item instanceof Selector.Named)) {
                throw new StatementException(noMatch(item, universe, verb));
            }
            found.forEach(match -> selected.putIfAbsent(match.name(), match));
        }
        for (Selector.Item item : selector.except()) {
            Collection<Selected> found = matches(item, universe);
            boolean removed = selected.keySet()
                    .removeAll(found.stream().map(Selected::name).toList());
            if (!removed && !optional && !(item instanceof Selector.Named)) {
                throw new StatementException(Diagnostic.error(
                                Code.NO_MATCH,
                                item.span(),
                                "`except` takes nothing away: no selected tensor matches "
                                        + item.span().text())
                        .labelled("0 of " + count(selected.size(), "name")));
            }
        }
        return selector.where().isPresent()
                ? filtered(selector, List.copyOf(selected.values()), universe, optional)
                : List.copyOf(selected.values());
    }

    private List<Selected> filtered(Selector selector, List<Selected> selected, Universe universe, boolean optional) {
        List<Selected> kept = new ArrayList<>();
        for (Selected candidate : selected) {
            Subject subject = universe.subject(candidate.name(), candidate.captures());
            if (new Evaluator(context, Optional.of(subject))
                    .truth(selector.where().get())) {
                kept.add(candidate);
            }
        }
        if (kept.isEmpty() && !selected.isEmpty() && !optional) {
            throw new StatementException(Diagnostic.error(
                            Code.NO_MATCH, selector.where().get().span(), "no selected tensor meets this condition")
                    .labelled("0 of " + count(selected.size(), "name") + " that the patterns match"));
        }
        return kept;
    }

    /** The names that a pattern matches, whether or not a tensor is called so; a set that has a name has none. */
    public Predicate<String> names(Selector.Item item) {
        if (item instanceof Selector.Glob glob) {
            NamePattern pattern = pattern(glob);
            return name -> pattern.match(name).isPresent();
        }
        if (item instanceof Selector.Regex regex) {
            NamePattern pattern = pattern(regex);
            String base = context.environment().prefix();
            return name -> name.startsWith(base)
                    && pattern.match(name.substring(base.length())).isPresent();
        }
        return name -> false;
    }

    private Collection<Selected> matches(Selector.Item item, Universe universe) {
        if (item instanceof Selector.Glob glob) {
            return byPattern(pattern(glob), universe, "");
        }
        if (item instanceof Selector.Regex regex) {
            return byPattern(pattern(regex), universe, context.environment().prefix());
        }
        return bySet((Selector.Named) item, universe);
    }

    /** A glob under the scope's prefix; a leading {@code /} makes it absolute. */
    public NamePattern pattern(Selector.Glob glob) {
        return ScopedNames.pattern(
                glob.text(), Evaluator.in(context), context.environment().captures());
    }

    private NamePattern pattern(Selector.Regex regex) {
        try {
            return NamePattern.regex(regex.source());
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
            case AVERAGES -> byRole(universe, role -> role instanceof Role.Average);
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
                .filter(name -> wanted.test(universe.subject(name, Map.of()).role()))
                .toList();
    }

    private Difference difference(Selector.Named named) {
        return Difference.between(
                context.subject(named.span()).current(),
                context.requireManifest(
                        Optional.empty(), named.span(), "`" + named.set().word() + "`"));
    }

    private Diagnostic noMatch(Selector.Item item, Universe universe, String verb) {
        Span span = item.span();
        int size = universe.size();
        Optional<String> aliased = aliasHit(item, universe);
        if (aliased.isPresent()) {
            String name =
                    ((Universe.OfCheckpoint) universe).checkpoint().aliases().get(aliased.get());
            return Diagnostic.error(
                            Code.ALIAS_ONLY, span, "\"" + aliased.get() + "\" is a second name of \"" + name + "\"")
                    .help("write \"" + name + "\"; or take the second name away: untie \"" + aliased.get() + "\"");
        }
        Diagnostic problem = Diagnostic.error(Code.NO_MATCH, span, "no tensor matches " + span.text())
                .labelled("0 of " + count(size, "name"));
        if (item instanceof Selector.Glob glob) {
            for (NearNames.Suggestion near : NearNames.of(pattern(glob), universe.namesLike("", ""))) {
                problem = problem.help(near.sentence());
            }
        }
        return verb.isEmpty() ? problem : problem.note("write `" + verb + "?` if no match is fine");
    }

    private Optional<String> aliasHit(Selector.Item item, Universe universe) {
        if (!(universe instanceof Universe.OfCheckpoint tensors) || item instanceof Selector.Named) {
            return Optional.empty();
        }
        NamePattern pattern = item instanceof Selector.Glob glob ? pattern(glob) : pattern((Selector.Regex) item);
        return tensors.checkpoint().aliases().keySet().stream()
                .filter(alias -> pattern.match(alias).isPresent())
                .findFirst();
    }

    /** {@code 1 name}, {@code 8 names}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
