package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.FusedHeads;

/** {@code split S qkv -> T}: query, key and value, as the declared layout has them. */
final class SplitHeadsHandler implements Handler<Statement.SplitHeads> {
    @Override
    public State execute(Statement.SplitHeads split, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return Spreading.of(split.head(), split.target(), context, tensor -> cut(split, tensor, context))
                .apply(state, step, "split");
    }

    private static void cut(Statement.SplitHeads split, Spreading tensor, Context context) {
        tensor.requireParts(FusedHeads.PARTS);
        Roles.require(tensor.names(), split.target().span());
        Entry entry = tensor.entry();
        if (!(LayoutHandler.declared(context.workspace(), entry, split.span()) instanceof FusedHeads heads)) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_ARGUMENT,
                    split.span(),
                    "the layout of \"" + entry.name() + "\" holds no query, key and value"));
        }
        for (int part = 0; part < FusedHeads.PARTS; part++) {
            int number = part;
            tensor.make(part, sources -> heads.parts(sources.get(0)).get(number));
        }
    }
}
