package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code split S axis k into [sizes] -> T}: parts that follow each other along an axis. */
final class SplitHandler implements Handler<Statement.Split> {
    @Override
    public State execute(Statement.Split split, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        return Spreading.of(split.head(), split.target(), context, tensor -> cut(split, tensor))
                .apply(state, step, "split");
    }

    private static void cut(Statement.Split split, Spreading tensor) {
        Entry entry = tensor.entry();
        int axis = Axes.of(split.axis(), entry.tensor().type(), tensor.evaluator());
        List<Long> sizes = tensor.located(() -> sizes(split, entry, axis, tensor.evaluator()));
        tensor.requireParts(sizes.size());
        long start = 0;
        for (int part = 0; part < sizes.size(); part++) {
            long from = start;
            long to = start + sizes.get(part);
            tensor.make(part, sources -> Slice.along(sources.get(0), axis, from, to));
            start = to;
        }
    }

    /** The sizes of the parts: a list, of which one may be -1 for the rest, or a number of equal parts. */
    private static List<Long> sizes(Statement.Split split, Entry entry, int axis, Evaluator evaluator) {
        TensorType type = entry.tensor().type();
        long size = Axes.size(type, axis, "split");
        Value value = evaluator.value(split.sizes());
        Span place = split.sizes().span();
        String whole = "axis " + axis + " of \"" + entry.name() + "\", " + type + ", has " + size + " positions";
        if (value instanceof Value.Whole count) {
            if (count.value() < 1 || size % count.value() != 0 || count.value() > Integer.MAX_VALUE) {
                throw wrong(
                        place,
                        whole + ", which do not divide into " + count.value() + " equal parts",
                        "list the sizes: one of them may be -1, for the rest");
            }
            return Collections.nCopies((int) count.value(), size / count.value());
        }
        List<Long> sizes = new ArrayList<>(evaluator.wholes(split.sizes()));
        long known = 0;
        int open = -1;
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) == -1 && open < 0) {
                open = i;
            } else if (sizes.get(i) < 0) {
                throw wrong(place, sizes.get(i) + " is not a size", "one of them may be -1, for the rest");
            } else {
                known = ExactSizes.sum(known, sizes.get(i));
            }
        }
        if (open >= 0 && known <= size) {
            sizes.set(open, size - known);
        } else if (known != size) {
            throw wrong(place, whole + ", the sizes total " + known, fitting(sizes, open, size, known));
        }
        return sizes;
    }

    /** Advice to change the last size so that all add up to the axis, if that is possible. */
    private static String fitting(List<Long> sizes, int open, long size, long known) {
        long last = sizes.isEmpty() ? -1 : sizes.get(sizes.size() - 1) + size - known;
        if (open >= 0 || last < 0) {
            return "the sizes before the last must total at most " + size;
        }
        List<Long> fitting = new ArrayList<>(sizes);
        fitting.set(fitting.size() - 1, last);
        return "write " + fitting + ", or -1 for one of them";
    }

    private static StatementException wrong(Span place, String message, String help) {
        return new StatementException(
                Diagnostic.error(Code.BAD_VALUE, place, message).help(help));
    }
}
