package ckpts.language.execution;

import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Step;
import ckpts.language.advice.AdviceText;
import ckpts.language.semantics.Context;
import ckpts.language.syntax.Statement;
import ckpts.report.Report;
import java.util.Optional;

/** {@code diff [A B]}: the subject against the manifest, or two checkpoints; B may be a manifest. */
final class DiffHandler implements Handler<Statement.Diff> {
    @Override
    public State execute(Statement.Diff diff, Step step, State state, Execution execution) {
        return state.saying(new Event.Shown(
                diff.span(), new Report.Lines(AdviceText.lines(difference(diff, execution.context(state))))));
    }

    private static Difference difference(Statement.Diff diff, Context context) {
        if (diff.left().isEmpty()) {
            return Difference.between(
                    context.subject(diff.span()).current(),
                    context.requireManifest(Optional.empty(), diff.span(), "diff"));
        }
        var left = context.checkpoint(diff.left().get()).current();
        if (context.workspace()
                .manifests()
                .containsKey(diff.right().orElseThrow().text())) {
            return Difference.between(left, context.requireManifest(diff.right(), diff.span(), "diff"));
        }
        return Difference.between(left, context.checkpoint(diff.right().get()).current());
    }
}
