package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Computation;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Entries;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.naming.Counted;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Broadcast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.Gather;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code remap S axis k from vocab OLD to vocab NEW else EXPR}: positions follow the entries they belong to; the
 * expression makes those of new entries.
 */
final class RemapHandler implements Handler<Statement.Remap> {
    @Override
    public State execute(Statement.Remap remap, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Evaluator files = Evaluator.in(context);
        Rows rows = Rows.between(Entries.of(remap.from(), files), Entries.of(remap.to(), files));
        DataEdit.SlotChange slots = SlotChanges.unlessWithout(
                remap.head(),
                SlotChanges.moved((slot, role, variable, changed, evaluator) -> rows.moved(
                        slot.tensor(),
                        axis(remap, slot.tensor(), evaluator),
                        type -> SlotChanges.started(slot, role, type.shape()))));
        return new DataEdit(remap.head(), context)
                .changing(
                        (entry, evaluator) -> {
                            Tensor tensor = entry.tensor();
                            int axis = axis(remap, tensor, evaluator);
                            requireSize(remap, tensor.type(), axis, rows);
                            return rows.moved(tensor, axis, type -> made(remap, type, evaluator));
                        },
                        slots)
                .apply(state, step, "remapped");
    }

    private static Tensor made(Statement.Remap remap, TensorType type, Evaluator evaluator) {
        return Computation.of(remap.otherwise(), evaluator.filling(type.shape()), Optional.of(type))
                .rounded(type.dtype());
    }

    private static int axis(Statement.Remap remap, Tensor tensor, Evaluator evaluator) {
        return Axes.of(remap.axis(), tensor.type(), evaluator);
    }

    private static void requireSize(Statement.Remap remap, TensorType type, int axis, Rows rows) {
        long size = Axes.size(type, axis, "remap");
        if (size != rows.before()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_VALUE,
                            remap.from().span(),
                            "axis " + axis + " of " + type + " has " + size + " positions, the old vocabulary "
                                    + Counted.of(rows.before(), "entry", "entries"))
                    .help(
                            size > rows.before()
                                    ? "slice the axis to 0:" + rows.before()
                                            + " first if the positions after that are unused, or give the vocabulary of"
                                            + " all " + size
                                    : "give the vocabulary that the tensor was created with"));
        }
    }

    /**
     * The origins of the positions of one list.
     *
     * @param before number of positions of the old list
     * @param origins for each position of the new list its old position, or one past the old end for each that is made
     * @param made number of positions that are made
     */
    private record Rows(int before, long[] origins, int made) {
        static Rows between(List<String> old, List<String> wanted) {
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < old.size(); i++) {
                places.put(old.get(i), i);
            }
            long[] origins = new long[wanted.size()];
            int made = 0;
            for (int i = 0; i < origins.length; i++) {
                Integer place = places.get(wanted.get(i));
                origins[i] = place == null ? old.size() + made++ : place;
            }
            return new Rows(old.size(), origins, made);
        }

        Tensor moved(Tensor tensor, int axis, Function<TensorType, Tensor> maker) {
            if (made == 0) {
                return Gather.of(tensor, axis, origins);
            }
            TensorType type =
                    new TensorType(tensor.type().dtype(), tensor.type().shape().with(axis, made));
            Tensor fresh = Broadcast.of(maker.apply(type), type.shape());
            return Gather.of(Concat.of(List.of(tensor, fresh), axis), axis, origins);
        }
    }
}
