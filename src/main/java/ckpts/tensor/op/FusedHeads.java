package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorLayout;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Query, key and value of attention in one tensor, along one axis.
 *
 * <pre>
 *   blocked       q0 q1 q2 q3 | k0 k1 | v0 v1        heads = 4, kv = 2: heads 0 and 1 share k0 and v0
 *   interleaved   q0 q1 k0 v0 | q2 q3 k1 v1          with kv = heads: q0 k0 v0 | q1 k1 v1 | ...
 * </pre>
 *
 * @param interleaved whether query, key and value are interleaved by group of heads
 * @param heads of queries, at least 1
 * @param groups of keys and values, a divisor of the heads
 * @param axis negative from the end
 */
public record FusedHeads(boolean interleaved, long heads, long groups, int axis) implements TensorLayout {
    /** Query, key, value. */
    public static final int PARTS = 3;

    @Override
    public String text() {
        return "qkv(" + (interleaved ? "interleaved" : "blocked") + ", heads = " + heads + ", kv = " + groups
                + ", axis = " + axis + ")";
    }

    @Override
    public void requireFits(TensorType type) {
        headSize(type, heads + 2 * groups);
    }

    @Override
    public Tensor to(TensorLayout other, Tensor tensor) {
        if (!(other instanceof FusedHeads wanted)
                || wanted.heads != heads
                || wanted.groups != groups
                || axis(tensor.type()) != wanted.axis(tensor.type())) {
            throw new TensorTypeException(
                    "the layouts " + text() + " and " + other.text() + " have different heads",
                    "write it with heads = " + heads + ", kv = " + groups + ", axis = " + axis);
        }
        return wanted.fused(parts(tensor));
    }

    private int axis(TensorType type) {
        int counted = axis < 0 ? axis + type.shape().rank() : axis;
        Moves.requireAxis(type, counted < 0 ? axis : counted, "lay out");
        return counted;
    }

    /** Another axis that the heads divide. */
    private static String remedy(Shape shape, int wrong, long shares) {
        return IntStream.range(0, shape.rank())
                .filter(axis -> axis != wrong && shape.dimension(axis) % shares == 0)
                .mapToObj(axis -> "write axis = " + axis + ", which has " + shape.dimension(axis) + " positions")
                .findFirst()
                .orElse("give the heads, kv and axis of the model: the axis has a multiple of " + shares
                        + " positions");
    }

    /** Positions that one head has, of {@code shares} heads in all. */
    private long headSize(TensorType type, long shares) {
        int at = axis(type);
        long size = type.shape().dimension(at);
        if (size % shares != 0) {
            throw new TensorTypeException(
                    "axis " + at + " of " + type + " has " + size + " positions, which cannot be " + shares
                            + " heads of equal size: " + text(),
                    remedy(type.shape(), at, shares));
        }
        return size / shares;
    }

    /**
     * Query, key and value.
     *
     * @throws TensorTypeException if the tensor does not fit this layout
     */
    public List<Tensor> parts(Tensor tensor) {
        TensorType type = tensor.type();
        int at = axis(type);
        long size = headSize(type, heads + 2 * groups);
        long[] sizes = {heads, groups, groups};
        List<Tensor> parts = new ArrayList<>(PARTS);
        if (!interleaved) {
            long start = 0;
            for (long count : sizes) {
                parts.add(Slice.along(tensor, at, start, start + count * size));
                start += count * size;
            }
            return parts;
        }
        long each = heads / groups;
        Shape open = type.shape().with(at, size).inserting(at, each + 2).inserting(at, groups);
        Tensor opened = Reshape.of(tensor, open);
        long[][] places = {{0, each}, {each, each + 1}, {each + 1, each + 2}};
        for (int part = 0; part < PARTS; part++) {
            Tensor cut = Slice.along(opened, at + 1, places[part][0], places[part][1]);
            parts.add(Reshape.of(cut, type.shape().with(at, sizes[part] * size)));
        }
        return parts;
    }

    /** As many keys and values as there is room for. */
    private String otherGroups(Shape part, Shape query, int at, long size) {
        long room = part.rank() == query.rank() && size > 0 && part.dimension(at) % size == 0
                ? part.dimension(at) / size
                : 0;
        return room > 0 && heads % room == 0
                ? "write kv = " + room
                : ShapeFix.toward(part, query.with(at, groups * size), "it");
    }

    /**
     * The inverse of {@link #parts}.
     *
     * @param parts query, key and value, of one type but for the axis
     * @throws TensorTypeException if they do not fit this layout or each other
     */
    public Tensor fused(List<Tensor> parts) {
        TensorType query = parts.get(0).type();
        int at = axis(query);
        long size = headSize(query, heads);
        for (Tensor part : parts.subList(1, PARTS)) {
            TensorType type = part.type();
            if (type.shape().rank() != query.shape().rank() || type.shape().dimension(at) != groups * size) {
                throw new TensorTypeException(
                        "cannot fuse " + query + " and " + type + " as " + text() + ": " + groups + " heads of " + size
                                + " are " + groups * size + " positions on axis " + at,
                        otherGroups(type.shape(), query.shape(), at, size));
            }
        }
        if (!interleaved) {
            return Concat.of(parts, at);
        }
        List<Tensor> opened = new ArrayList<>(PARTS);
        for (int part = 0; part < PARTS; part++) {
            long each = part == 0 ? heads / groups : 1;
            Shape shape = parts.get(part).type().shape();
            opened.add(Reshape.of(
                    parts.get(part), shape.with(at, size).inserting(at, each).inserting(at, groups)));
        }
        Tensor together = Concat.of(opened, at + 1);
        return Reshape.of(together, query.shape().with(at, (heads + 2 * groups) * size));
    }
}
