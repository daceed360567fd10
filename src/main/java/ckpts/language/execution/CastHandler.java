package ckpts.language.execution;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.naming.Counted;
import ckpts.tensor.DType;
import ckpts.tensor.op.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cast S to D}. A slot takes the element type that the manifest gives it, and keeps its own without one. */
final class CastHandler implements Handler<Statement.Cast> {
    @Override
    public State execute(Statement.Cast cast, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        DType dtype = Evaluator.in(context).dtype(cast.dtype());
        Optional<Manifest> manifest = context.manifest(Optional.empty());
        List<String> left = new ArrayList<>();
        DataEdit edit = new DataEdit(cast.head(), context)
                .changing(
                        (entry, evaluator) -> Cast.of(entry.tensor(), dtype),
                        (slot, role, variable, changed, evaluator) -> {
                            Optional<DType> expected = manifest.flatMap(known -> known.variable(slot.name()))
                                    .map(known -> known.type().dtype());
                            if (expected.isEmpty()) {
                                left.add(slot.name());
                            }
                            return expected.map(wanted -> Cast.of(slot.tensor(), wanted));
                        });
        State changed = edit.apply(state, step, "cast");
        return left.isEmpty()
                ? changed
                : changed.saying(new Event.Reported(
                        cast.span(),
                        new Diagnostic(
                                Diagnostic.Severity.NOTE,
                                Code.REMARK,
                                Counted.of(left.size(), "slot") + " kept " + (left.size() == 1 ? "its" : "their")
                                        + " element type",
                                Optional.of(cast.span()),
                                "",
                                List.of(),
                                List.of(),
                                List.of("to cast slots too: cast \"**\" where is_slot to " + dtype),
                                List.of())));
    }
}
