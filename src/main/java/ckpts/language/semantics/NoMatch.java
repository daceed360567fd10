package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.Counted;
import ckpts.naming.NamePattern;
import ckpts.naming.OtherNumbers;
import ckpts.naming.PatternException;
import ckpts.naming.UnmetChoice;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Messages about a pattern that matches nothing, or that has a list or range with an item that matches nothing. */
final class NoMatch {
    private final Context context;
    private final Selector.Item item;
    private final NamePattern pattern;
    private final Universe universe;

    /**
     * @param item not a named set
     * @param pattern the pattern that was matched
     */
    NoMatch(Context context, Selector.Item item, NamePattern pattern, Universe universe) {
        this.context = context;
        this.item = item;
        this.pattern = pattern;
        this.universe = universe;
    }

    /** @param verb the statement's verb, for the note that {@code verb?} exists; empty where there is none */
    Diagnostic diagnostic(String verb) {
        Span span = item.span();
        Optional<String> alias = alias();
        if (alias.isPresent()) {
            String name =
                    ((Universe.OfCheckpoint) universe).checkpoint().aliases().get(alias.get());
            return Diagnostic.error(Code.ALIAS_ONLY, span, "\"" + alias.get() + "\" is an alias of \"" + name + "\"")
                    .help("write \"" + name + "\"; or remove the alias: untie \"" + alias.get() + "\"");
        }
        Diagnostic problem = Diagnostic.error(Code.NO_MATCH, span, "no tensor matches " + span.text())
                .labelled(inserted() + "0 of " + Counted.of(universe.size(), "name"));
        for (String guess : guessed()) {
            problem = problem.help(guess);
        }
        return optional(problem, verb);
    }

    /** The pattern with values inserted, where it has insertions: {@code "h.12.w": }. */
    private String inserted() {
        boolean inserts = item.quoted().stream()
                .flatMap(StringLiteral::insertions)
                .findAny()
                .isPresent();
        return inserts ? "\"" + written(pattern).source() + "\": " : "";
    }

    private static Diagnostic optional(Diagnostic problem, String verb) {
        return verb.isEmpty() ? problem : problem.note("write `" + verb + "?` if no match is fine");
    }

    private List<String> guessed() {
        List<String> departed = guesses(pattern).departed(universe.departures());
        if (!departed.isEmpty() || pattern.isRegex()) {
            return departed;
        }
        Optional<String> literal = item.quoted().flatMap(this::literalInsertion);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        Guesses guesses = guesses(pattern);
        List<OtherNumbers> numbers = guesses.numbers();
        return numbers.isEmpty()
                ? guesses.near()
                : numbers.stream().map(other -> other.sentence(guesses.lead())).toList();
    }

    private Guesses guesses(NamePattern asWritten) {
        String prefix = context.environment().prefix();
        return new Guesses(written(asWritten), isAbsolute(), prefix, universe.namesLike("", ""));
    }

    /** The pattern without the scope's prefix. */
    private NamePattern written(NamePattern whole) {
        String prefix = NamePattern.quote(context.environment().prefix());
        return whole.isRegex() || isAbsolute()
                ? whole
                : whole.rewritten(whole.source().substring(prefix.length()));
    }

    private boolean isAbsolute() {
        return item.quoted()
                .filter(text -> ScopedNames.isAbsolute(text, Evaluator.in(context)))
                .isPresent();
    }

    /**
     * Problems of lists and ranges that have an item without a match; empty if there are none.
     *
     * @param found the matches of the pattern, at least one
     */
    Optional<Diagnostic> unmet(Collection<Selected> found, String verb) {
        List<UnmetChoice> unmet = UnmetChoice.of(
                pattern,
                found.stream().map(one -> one.found().orElseThrow().match()).toList());
        if (unmet.isEmpty()) {
            return Optional.empty();
        }
        UnmetChoice first = unmet.get(0);
        Diagnostic problem = Diagnostic.error(
                        Code.NO_MATCH,
                        item.span(),
                        "no tensor matches " + first.unmatched() + " of " + first.source() + " in "
                                + item.span().text())
                .labelled(first.label());
        for (OtherNumbers other : guesses(pattern).numbers()) {
            problem = problem.help(other.sentence());
        }
        return Optional.of(optional(problem, verb));
    }

    /** The warning that pattern characters in an inserted value are literal; empty if there are none. */
    Optional<Diagnostic> remark() {
        return item.quoted()
                .flatMap(this::literalInsertion)
                .map(help -> Diagnostic.warning(
                                Code.REMARK,
                                item.span(),
                                "no tensor matches " + item.span().text())
                        .help(help));
    }

    private Optional<String> literalInsertion(StringLiteral text) {
        Strings strings = new Strings(Evaluator.in(context));
        return strings.patternInsertion(text).map(insertion -> {
            String literal =
                    "what " + insertion.span().text() + " inserts is literal text, pattern characters included";
            return meant(strings.withoutQuoting(text))
                    .map(found -> literal + "; written out, " + found)
                    .orElse(literal);
        });
    }

    private Optional<String> meant(String source) {
        try {
            String relative = isAbsolute() ? source.substring(1) : source;
            return new Guesses(
                            pattern.rewritten(relative),
                            isAbsolute(),
                            context.environment().prefix(),
                            universe.namesLike("", ""))
                    .unchanged();
        } catch (PatternException e) {
            return Optional.empty();
        }
    }

    private Optional<String> alias() {
        if (!(universe instanceof Universe.OfCheckpoint tensors)) {
            return Optional.empty();
        }
        return tensors.checkpoint().aliases().keySet().stream()
                .filter(alias -> pattern.match(alias).isPresent())
                .findFirst();
    }
}
