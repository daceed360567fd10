package ckpts.language.execution;

import ckpts.language.semantics.Context;
import ckpts.language.semantics.ScopedNames;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.NamePattern;
import ckpts.naming.NameTemplate;
import ckpts.naming.PatternException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The new names that one target gives; parsed once for each pattern. */
final class Targets {
    private final StringLiteral target;
    private final Context context;
    private final ScopedNames.TargetParser<List<NameTemplate>> parser;
    private final Map<NamePattern, List<NameTemplate>> templates = new IdentityHashMap<>();

    private Targets(StringLiteral target, Context context, ScopedNames.TargetParser<List<NameTemplate>> parser) {
        this.target = target;
        this.context = context;
        this.parser = parser;
    }

    /** Targets with one name for each tensor. */
    static Targets renaming(StringLiteral target, Context context) {
        return new Targets(
                target, context, (text, pattern, bound) -> List.of(NameTemplate.parse(text, pattern, bound)));
    }

    /** Targets with one name for all tensors that agree in what the target uses. */
    static Targets gathering(StringLiteral target, Context context) {
        return new Targets(
                target, context, (text, pattern, bound) -> List.of(NameTemplate.gathering(text, pattern, bound)));
    }

    /** Targets with several names for each tensor. */
    static Targets spreading(StringLiteral target, Context context) {
        return new Targets(target, context, NameTemplate::spreading);
    }

    /**
     * Checks the target where no tensor is named by it: a part that no pattern has is wrong anyway.
     *
     * @throws StatementException if it does not suit the patterns of the selector
     */
    void requireSuited(Selector selector) {
        new Selection(context).patterns(selector).forEach(this::read);
    }

    private List<NameTemplate> read(NamePattern pattern) {
        return ScopedNames.target(target, context, pattern, parser);
    }

    String of(Selected selected, Span place) {
        return all(selected, place).get(0);
    }

    /** The target as it was parsed for a tensor that was already named by it. */
    NameTemplate template(Selected selected) {
        return templates.get(selected.found().orElseThrow().pattern()).get(0);
    }

    List<String> all(Selected selected, Span place) {
        Selected.Found found = selected.found()
                .orElseThrow(() -> new StatementException(
                        Diagnostic.error(Code.BAD_ARGUMENT, place, "a target needs a pattern to take its parts from")
                                .help("write the names out as a pattern in quotes")));
        return templates.computeIfAbsent(found.pattern(), this::read).stream()
                .map(template -> named(selected, template, found))
                .toList();
    }

    private String named(Selected selected, NameTemplate template, Selected.Found found) {
        String name = selected.base() + expanded(template, found);
        if (name.isEmpty()) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_VALUE, target.span(), "the new name of \"" + selected.name() + "\" is empty"));
        }
        return name;
    }

    private String expanded(NameTemplate template, Selected.Found found) {
        try {
            return template.expand(found.match());
        } catch (PatternException e) {
            throw new StatementException(Diagnostic.error(Code.BAD_VALUE, target.span(), e.getMessage()));
        }
    }
}
