package ckpts.language.execution;

import ckpts.checkpoint.NamePattern;
import ckpts.checkpoint.NameTemplate;
import ckpts.checkpoint.PatternException;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.ScopedNames;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Text;
import java.util.IdentityHashMap;
import java.util.Map;

/** The new names that one target text gives; compiled once for each pattern. */
final class Targets {
    private final Text target;
    private final Context context;
    private final Map<NamePattern, NameTemplate> templates = new IdentityHashMap<>();

    Targets(Text target, Context context) {
        this.target = target;
        this.context = context;
    }

    String of(Selected selected, Span place) {
        Selected.Found found = selected.found()
                .orElseThrow(() -> new StatementException(
                        Diagnostic.error(Code.BAD_ARGUMENT, place, "a target needs a pattern to take its parts from")
                                .help("write the names out as a pattern in quotes")));
        NameTemplate template =
                templates.computeIfAbsent(found.pattern(), pattern -> ScopedNames.template(target, context, found));
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
