package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.inspection.NameTree;
import ckpts.language.syntax.Statement;

/** {@code tree [S]}: names as a hierarchy. */
final class TreeHandler implements Handler<Statement.Tree> {
    @Override
    public State execute(Statement.Tree tree, Step step, State state, Execution execution) {
        return state.saying(new Event.Shown(
                tree.span(), NameTree.of(Entries.of(tree.selector(), execution.context(state), tree.span()))));
    }
}
