package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.syntax.Statement;
import ckpts.report.ByteCount;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import ckpts.tensor.ExactSizes;
import java.util.Collection;
import java.util.List;

/** {@code drop SELECTOR}. */
final class DropHandler implements Handler<Statement.Drop> {
    @Override
    public State execute(Statement.Drop drop, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Selection selection = new Selection(context);
        Loaded checkpoint = selection.checkpoint(drop.selector());
        if (drop.selector().from().isEmpty()) {
            context.subject(drop.span());
        }
        List<String> names =
                selection.of(drop.head()).stream().map(Selected::name).toList();
        MatchCount.require(drop.head().expect(), names.size(), Evaluator.in(context));
        Collection<String> leaving = Workspace.withSlots(checkpoint.current(), names);
        return state.with(state.workspace().dropping(checkpoint.name(), names, step))
                .saying(new Event.Done(
                        drop.span(),
                        "dropped " + MatchCount.withSlots(names.size(), leaving.size() - names.size()) + " ("
                                + bytes(checkpoint.current(), leaving) + ")"));
    }

    /** The bytes of these tensors: {@code 1.2 MiB}. */
    static String bytes(Checkpoint checkpoint, Collection<String> names) {
        return ByteCount.text(ExactSizes.sum(names.stream()
                .mapToLong(name -> checkpoint.entry(name).orElseThrow().tensor().byteSize())));
    }
}
