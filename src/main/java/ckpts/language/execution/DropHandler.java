package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.report.ByteCount;
import ckpts.workspace.Loaded;
import ckpts.workspace.Workspace;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code drop SELECTOR}. */
final class DropHandler implements Handler<Statement.Drop> {
    /** The sets that name no tensor: a statement over one of them is a blanket statement. */
    private static final Set<Selector.Set> BLANKET =
            EnumSet.of(Selector.Set.MISSING, Selector.Set.UNEXPECTED, Selector.Set.MISMATCHED);

    @Override
    public State execute(Statement.Drop drop, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Selection selection = new Selection(context);
        Loaded checkpoint = selection.checkpoint(drop.selector());
        if (drop.selector().from().isEmpty()) {
            context.subject(drop.span());
        }
        List<String> names = selection.of(drop.selector(), drop.optional(), "drop").stream()
                .map(Selected::name)
                .toList();
        Touched.require(drop.expect(), names.size(), Evaluator.in(context));
        Collection<String> leaving = Workspace.withSlots(checkpoint.current(), names);
        return state.with(state.workspace().dropping(checkpoint.alias(), names, step, isBlanket(drop.selector())))
                .saying(new Event.Done(
                        drop.span(),
                        "dropped " + Touched.withSlots(names.size(), leaving.size() - names.size()) + " ("
                                + bytes(checkpoint.current(), leaving) + ")"));
    }

    static boolean isBlanket(Selector selector) {
        return selector.include().stream()
                .anyMatch(item -> item instanceof Selector.Named named && BLANKET.contains(named.set()));
    }

    /** The bytes of these tensors: {@code 1.2 MiB}. */
    static String bytes(Checkpoint checkpoint, Collection<String> names) {
        return ByteCount.text(names.stream()
                .mapToLong(name -> checkpoint.entry(name).orElseThrow().tensor().byteSize())
                .sum());
    }
}
