package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.LayoutSpec;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.FusedHeads;

/** {@code fuse S as qkv(...) -> T}: query, key and value, in this order in each group, become one tensor. */
final class FuseHandler implements Handler<Statement.Fuse> {
    private static final Gathering.Members ROLES = new Gathering.Members(false, Roles::inOrder);

    @Override
    public State execute(Statement.Fuse fuse, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        FusedHeads heads = LayoutSpec.heads(fuse.layout(), Evaluator.in(context));
        Gathering groups = Gathering.of(fuse.head(), fuse.target(), context, ROLES);
        groups.require(FusedHeads.PARTS, fuse.selector().span());
        groups.groups()
                .values()
                .forEach(names -> Roles.require(names, fuse.selector().span()));
        return groups.made(heads::fused).declaring(heads).apply(state, step, "fused");
    }
}
