package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code rename S -> T} and {@code rename { S -> T; ... }}: rules apply at once, the first that matches wins. */
final class RenameHandler implements Handler<Statement.Rename> {
    @Override
    public State execute(Statement.Rename rename, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(rename.span());
        Selection selection = new Selection(context);
        Selection.Names subjects = selection.names(subject);
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> sources = new HashSet<>();
        for (Statement.Rule rule : rename.rules()) {
            requireSubject(rule, selection, subject);
            LeadingPart.forbid(
                    rule.source(),
                    rule.target(),
                    "rename",
                    subject.current(),
                    state.environment().prefix());
            Targets targets = Targets.renaming(rule.target(), context);
            List<Selected> found = subjects.of(rename, rule);
            if (found.isEmpty()) {
                targets.requireSuited(rule.source());
            }
            if (!sources.add(Formatter.text(rule.source()))) {
                context.remarks().accept(idle(rule));
            }
            for (Selected selected : found) {
                if (!names.containsKey(selected.name())) {
                    names.put(
                            selected.name(), targets.of(selected, rule.source().span()));
                }
            }
        }
        MatchCount.require(rename.expect(), names.size(), Evaluator.in(context));
        names.entrySet().removeIf(renamed -> renamed.getKey().equals(renamed.getValue()));
        Workspace renamed = NameChanges.of(state.workspace(), subject, names, step);
        return state.with(renamed)
                .saying(new Event.Done(
                        rename.span(), "renamed " + MatchCount.withSlots(subject.current(), names.keySet())));
    }

    private static Diagnostic idle(Statement.Rule rule) {
        return Diagnostic.remark(
                Code.REMARK, rule.source().span(), "this rule never applies: one before it has the same pattern");
    }

    private static void requireSubject(Statement.Rule rule, Selection selection, Loaded subject) {
        if (!selection.checkpoint(rule.source()).name().equals(subject.name())) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            rule.source().span(),
                            "rename works on the subject, `" + subject.name() + "`")
                    .help("write `use` before it, or copy from the other checkpoint"));
        }
    }
}
