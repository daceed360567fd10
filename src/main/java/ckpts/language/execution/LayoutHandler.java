package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.LayoutSpec;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.state.Workspace;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorLayout;
import java.util.HashMap;
import java.util.Map;

/** {@code layout S is SPEC} declares what the axes mean, {@code layout S to SPEC} moves them. */
final class LayoutHandler implements Handler<Statement.LayoutOf> {
    @Override
    public State execute(Statement.LayoutOf layout, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        TensorLayout wanted = LayoutSpec.of(layout.layout(), Evaluator.in(context));
        Map<Tensor, TensorLayout> declared = new HashMap<>();
        DataEdit edit = new DataEdit(layout.head(), context);
        edit.changing(
                (entry, evaluator) -> {
                    Tensor laidOut = layout.declared()
                            ? entry.tensor()
                            : declared(context.workspace(), entry, layout.span())
                                    .to(wanted, entry.tensor());
                    wanted.requireFits(laidOut.type());
                    declared.put(laidOut, wanted);
                    return laidOut;
                },
                layout.declared()
                        ? SlotChanges.left()
                        : SlotChanges.moved((slot, role, variable, changed, evaluator) -> declared(
                                        context.workspace(), variable, layout.span())
                                .to(wanted, slot.tensor())));
        State next = layout.declared()
                ? edit.report(state, "declared the layout of")
                : edit.apply(state, step, "changed the layout of");
        return next.with(next.workspace().declaring(declared));
    }

    /** @throws StatementException if no layout was declared for this value */
    static TensorLayout declared(Workspace workspace, Entry entry, Span place) {
        return workspace
                .layout(entry.tensor())
                .orElseThrow(() -> new StatementException(Diagnostic.error(
                                Code.BAD_ARGUMENT,
                                place,
                                "the layout of \"" + entry.name() + "\", "
                                        + entry.tensor().type() + ", is not declared")
                        .help("declare it as it is now: layout \"" + entry.name() + "\" is ...")
                        .note("a declaration ends when a statement changes the values, as cast does")));
    }
}
