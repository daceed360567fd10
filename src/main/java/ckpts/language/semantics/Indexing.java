package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Indexing and slicing as in NumPy: the end is excluded, negative positions count from the end, a single position
 * removes its axis. Unlike NumPy, a position or end outside the axis is an error, not a shorter result.
 */
public final class Indexing {
    /** Positions are listed one by one: four times more than the largest vocabularies have, 32 MiB of numbers. */
    private static final int MOST_POSITIONS = 1 << 22;

    private Indexing() {}

    static Value of(Value target, Expression.Index node, Evaluator evaluator) {
        if (target instanceof Value.OfTensor tensor) {
            return new Value.OfTensor(
                    Evaluator.guarded(node.span(), () -> slice(tensor.value(), node.ranges(), node.span(), evaluator)));
        }
        if (target instanceof Value.Items items) {
            return ofList(items.values(), node, evaluator);
        }
        if (target instanceof Value.Fields fields) {
            return ofObject(fields, node, evaluator);
        }
        throw Evaluator.wrongKind(node.target().span(), "a tensor, a list or a JSON object", target);
    }

    /** A part of a tensor; axes without a range are taken whole. */
    public static Tensor slice(Tensor tensor, List<Expression.Range> ranges, Span place, Evaluator evaluator) {
        Shape shape = tensor.type().shape();
        if (ranges.size() > shape.rank()) {
            throw Evaluator.bad(
                    place, ranges.size() + " ranges for a tensor of rank " + shape.rank() + ", " + tensor.type());
        }
        long[] starts = new long[shape.rank()];
        long[] stops = shape.toArray();
        long[] steps = new long[shape.rank()];
        java.util.Arrays.fill(steps, 1);
        List<Integer> positions = new ArrayList<>();
        for (int axis = 0; axis < ranges.size(); axis++) {
            long size = shape.dimension(axis);
            Run run = run(ranges.get(axis), size, evaluator);
            starts[axis] = run.start();
            stops[axis] = run.stop();
            // A step past the end takes the first position alone, like any other such step.
            steps[axis] = Math.min(run.step(), Math.max(1, size));
            if (run.single()) {
                positions.add(axis);
            }
        }
        Tensor cut = Slice.of(tensor, starts, stops, steps);
        return positions.isEmpty() ? cut : Reshape.of(cut, without(cut.type().shape(), positions));
    }

    /**
     * The positions of one axis that ranges list, in their order, each as often as it is listed.
     *
     * @param size of the axis
     * @throws StatementException if there are more than can be listed
     */
    public static long[] positions(List<Expression.Range> ranges, long size, Evaluator evaluator) {
        LongStream.Builder positions = LongStream.builder();
        long count = 0;
        for (Expression.Range range : ranges) {
            Run run = run(range, size, evaluator);
            count = Math.addExact(count, run.count());
            if (count > MOST_POSITIONS) {
                throw tooMany(range.span());
            }
            for (long i = 0; i < run.count(); i++) {
                positions.add(run.start() + i * run.step());
            }
        }
        return positions.build().toArray();
    }

    /**
     * All positions of an axis.
     *
     * @throws StatementException if there are more than can be listed
     */
    public static long[] positions(long size, Span place) {
        if (size > MOST_POSITIONS) {
            throw tooMany(place);
        }
        return LongStream.range(0, size).toArray();
    }

    /**
     * An axis; negative ones count from the last.
     *
     * @param rank how many axes there are; one outside this range is left to the operation to refuse
     * @throws StatementException if no tensor can have such an axis
     */
    public static int axis(long written, int rank, Span place) {
        long counted = written < 0 && written + rank >= 0 ? written + rank : written;
        if (counted != (int) counted) {
            throw Evaluator.bad(place, written + " is not an axis");
        }
        return (int) counted;
    }

    private static StatementException tooMany(Span place) {
        return Evaluator.bad(
                place, "more than " + MOST_POSITIONS + " positions cannot be listed; slice takes ranges of any length");
    }

    /** Positions at equal distances; a single one removes its axis where that is possible. */
    private record Run(long start, long stop, long step, boolean single) {
        long count() {
            return stop == start ? 0 : (stop - start - 1) / step + 1;
        }
    }

    private static Run run(Expression.Range range, long size, Evaluator evaluator) {
        return range.either(at -> run(at, size, evaluator), stretch -> run(stretch, size, evaluator));
    }

    private static Run run(Expression single, long size, Evaluator evaluator) {
        long at = position(single, size, evaluator);
        return new Run(at, at + 1, 1, true);
    }

    private static Run run(Expression.Stretch stretch, long size, Evaluator evaluator) {
        long start = stretch.start().map(at -> bound(at, size, evaluator)).orElse(0L);
        long stop = stretch.end().map(end -> bound(end, size, evaluator)).orElse(size);
        long step = stretch.step().map(by -> evaluator.whole(by, 1)).orElse(1L);
        if (stop < start) {
            throw Evaluator.bad(stretch.span(), "the range ends at " + stop + ", before it starts at " + start);
        }
        return new Run(start, stop, step, false);
    }

    private static Shape without(Shape shape, List<Integer> axes) {
        List<Long> kept = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!axes.contains(axis)) {
                kept.add(shape.dimension(axis));
            }
        }
        return Shape.of(kept);
    }

    /** A position that may count from the end, from 0 on. */
    static long position(Expression expression, long size, Evaluator evaluator) {
        long at = evaluator.whole(expression);
        long position = at < 0 ? at + size : at;
        if (position < 0 || position >= size) {
            throw outside(
                    expression,
                    "position " + at + " is outside an axis of " + size,
                    size == 0
                            ? "it has no positions"
                            : "positions are 0 to " + (size - 1) + ", or -" + size + " to -1");
        }
        return position;
    }

    private static long bound(Expression expression, long size, Evaluator evaluator) {
        long at = evaluator.whole(expression);
        long bound = at < 0 ? at + size : at;
        if (bound < 0 || bound > size) {
            throw outside(
                    expression,
                    "bound " + at + " is outside an axis of " + size,
                    "bounds are 0 to " + size + ", or -" + size + " to -1; pad gives it more positions");
        }
        return bound;
    }

    private static Value ofObject(Value.Fields fields, Expression.Index node, Evaluator evaluator) {
        Expression key = node.position()
                .orElseThrow(() -> Evaluator.bad(node.span(), "a field of a JSON object is indexed by one name"));
        String name = evaluator.string(key);
        if (!fields.values().containsKey(name)) {
            throw Members.noField(name, key.span(), fields.values().keySet());
        }
        return fields.values().get(name);
    }

    private static StatementException outside(Expression expression, String message, String help) {
        return new StatementException(
                Diagnostic.error(Code.BAD_VALUE, expression.span(), message).help(help));
    }

    private static Value ofList(List<Value> items, Expression.Index node, Evaluator evaluator) {
        if (node.ranges().size() != 1) {
            throw Evaluator.bad(node.span(), "a list has one axis");
        }
        return node.ranges()
                .get(0)
                .either(
                        at -> items.get((int) position(at, items.size(), evaluator)),
                        stretch -> new Value.Items(part(items, stretch, evaluator)));
    }

    private static List<Value> part(List<Value> items, Expression.Stretch stretch, Evaluator evaluator) {
        long start =
                stretch.start().map(at -> bound(at, items.size(), evaluator)).orElse(0L);
        long end = stretch.end().map(at -> bound(at, items.size(), evaluator)).orElse((long) items.size());
        if (stretch.step().isPresent()) {
            throw Evaluator.bad(stretch.span(), "a slice of a list cannot have a step");
        }
        return items.subList((int) start, (int) Math.max(start, end));
    }
}
