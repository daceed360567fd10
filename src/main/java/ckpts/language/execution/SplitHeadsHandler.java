package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.tensor.op.FusedHeads;
import java.util.List;

/** {@code split S qkv -> T}: query, key and value, as the declared layout has them. */
final class SplitHeadsHandler implements Handler<Statement.SplitHeads> {
    @Override
    public State execute(Statement.SplitHeads split, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Recombination parts = new Recombination(split.selector(), split.optional(), "split", split.span(), context);
        Touched.require(split.expect(), parts.selected().size(), Evaluator.in(context));
        Targets targets = Targets.spreading(split.target(), context);
        for (Selected one : parts.selected()) {
            Entry entry = parts.entry(one);
            List<String> names = targets.all(one, split.selector().span());
            Spreading.requireNames(
                    entry, FusedHeads.PARTS, names.size(), split.target().span());
            if (!(LayoutHandler.declared(context.workspace(), entry, split.span()) instanceof FusedHeads heads)) {
                throw new StatementException(Diagnostic.error(
                        Code.BAD_ARGUMENT,
                        split.span(),
                        "the layout of \"" + entry.name() + "\" holds no query, key and value"));
            }
            for (int part = 0; part < FusedHeads.PARTS; part++) {
                int number = part;
                parts.make(
                        names.get(part),
                        List.of(entry),
                        sources -> heads.parts(sources.get(0)).get(number));
            }
        }
        return parts.apply(state, step, "split");
    }
}
