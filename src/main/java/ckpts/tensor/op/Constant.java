package ckpts.tensor.op;

import ckpts.tensor.CastReport;
import ckpts.tensor.DType;
import ckpts.tensor.NarrowFloat;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Values that a script spells out: one value everywhere, or a list of them. */
public final class Constant implements Tensor {
    /** Long enough that filling is copying; every element width divides it. */
    private static final int PATTERN = 4096;

    private static final int MOST_SHOWN = 40;

    private final TensorType type;
    private final String text;
    /** All elements, or a stretch that repeats. */
    private final ByteBuffer pattern;

    private Constant(TensorType type, String text, ByteBuffer pattern) {
        this.type = type;
        this.text = text;
        this.pattern = pattern;
    }

    /** Zero everywhere; {@code false} for bool. */
    public static Tensor zeros(TensorType type) {
        return ofLong(type, 0);
    }

    /**
     * One value everywhere, rounded to nearest even.
     *
     * @throws TensorTypeException if the element type is not numeric or cannot hold the value: a fraction in an
     *     integer, a number out of range
     */
    public static Tensor of(TensorType type, double value) {
        return filled(type, value, Double.toString(value));
    }

    /**
     * One whole number everywhere.
     *
     * @throws TensorTypeException if the element type is not numeric or cannot hold the value
     */
    public static Tensor ofLong(TensorType type, long value) {
        return filled(type, value, Long.toString(value));
    }

    /**
     * A number in a script beside a tensor of this type, as a scalar of the type that {@link Promotion#literal} says.
     */
    public static Tensor literal(long value, DType partner) {
        return ofLong(new TensorType(Promotion.literal(partner, true), Shape.scalar()), value);
    }

    /** A number with a fraction in a script beside a tensor of this type. */
    public static Tensor literal(double value, DType partner) {
        return of(new TensorType(Promotion.literal(partner, false), Shape.scalar()), value);
    }

    /**
     * A list, or a list of lists of equal lengths, ...: the nesting is the shape, outermost first.
     *
     * @param values items are {@link Number}s, {@link Boolean}s or again such lists
     * @throws TensorTypeException if the nesting is uneven or the element type cannot hold a value
     */
    public static Tensor list(DType dtype, List<?> values) {
        List<Long> sizes = new ArrayList<>();
        Object first = values;
        while (first instanceof List<?> items) {
            sizes.add((long) items.size());
            first = items.isEmpty() ? 0 : items.get(0);
        }
        TensorType type = new TensorType(dtype, Shape.of(sizes));
        requireNumeric(type);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
        append(type, values, 0, bytes);
        return new Constant(type, values.toString(), bytes.clear());
    }

    private static void append(TensorType type, Object value, int depth, ByteBuffer out) {
        boolean leaf = depth == type.shape().rank();
        if (!leaf
                && value instanceof List<?> items
                && items.size() == type.shape().dimension(depth)) {
            for (Object item : items) {
                append(type, item, depth + 1, out);
            }
        } else if (leaf && value instanceof Boolean truth) {
            append(type.dtype(), truth ? 1L : 0L, out);
        } else if (leaf && value instanceof Number number) {
            append(type.dtype(), number, out);
        } else {
            throw new TensorTypeException(
                    "uneven list: the first items make it " + type + ", but at depth " + depth + " there is " + value);
        }
    }

    private static void append(DType dtype, Number value, ByteBuffer out) {
        put(dtype, value, out, out.position());
        out.position(out.position() + dtype.width());
    }

    private static Tensor filled(TensorType type, Number value, String text) {
        requireNumeric(type);
        int width = type.dtype().width();
        int size = width * repetitions(type.shape(), PATTERN / width);
        ByteBuffer pattern = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        put(type.dtype(), value, pattern, 0);
        for (int at = width; at < size; at += width) {
            pattern.put(at, pattern, 0, width);
        }
        return new Constant(type, text, pattern);
    }

    /** As many as there are elements, if these are few: scripts make many numbers. */
    private static int repetitions(Shape shape, int most) {
        long elements = 1;
        for (long size : shape.toArray()) {
            elements = size > most / elements ? most : Math.max(1, elements * size);
        }
        return (int) elements;
    }

    /** Whether no element is below zero; of integers. */
    boolean isNotNegative() {
        long[] values = new long[pattern.capacity() / type.dtype().width()];
        Elements.readWholes(type.dtype(), pattern, 0, values, values.length);
        return LongStream.of(values).allMatch(value -> value >= 0);
    }

    private static void requireNumeric(TensorType type) {
        if (!type.dtype().isNumeric()) {
            throw new TensorTypeException(
                    "no constant of type " + type + ": " + type.dtype() + " elements are not numbers");
        }
    }

    private static void put(DType dtype, Number value, ByteBuffer out, int at) {
        boolean whole =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        switch (Elements.domain(dtype)) {
            case WHOLE -> {
                long[] one = {whole ? value.longValue() : exactLong(dtype, value.doubleValue())};
                requireRange(dtype, one[0]);
                Elements.writeWholes(dtype, one, 1, out, at);
            }
            case REAL, COMPLEX -> {
                double[] parts = new double[2];
                if (whole && dtype.bits() < 64) {
                    Elements.toDoublesForNarrowing(DType.INT64, new long[] {value.longValue()}, parts, 1);
                } else {
                    parts[0] = value.doubleValue();
                }
                requireFinite(dtype, parts[0]);
                int numbers = dtype.kind() == DType.Kind.COMPLEX ? 2 : 1;
                Elements.writeReals(dtype, parts, numbers, out, at);
            }
        }
    }

    private static long exactLong(DType dtype, double value) {
        if (value != StrictMath.rint(value) || Math.abs(value) >= 0x1p63) {
            throw new TensorTypeException(dtype + " cannot hold " + value);
        }
        return (long) value;
    }

    private static void requireRange(DType dtype, long value) {
        boolean unsigned64 = dtype == DType.UINT64 && value >= 0;
        if (!unsigned64 && (value < Elements.smallest(dtype) || value > Elements.largest(dtype))) {
            throw new TensorTypeException(dtype + " cannot hold " + value + ": its range is " + Elements.smallest(dtype)
                    + " to " + Long.toUnsignedString(Elements.largest(dtype)));
        }
    }

    private static void requireFinite(DType dtype, double value) {
        CastLosses losses = new CastLosses(dtype, List.of());
        losses.countRounding(new double[] {value}, 0, 1);
        CastReport report = losses.report();
        boolean infinityLost = Double.isInfinite(value) && !Double.isInfinite(roundTrip(dtype, value));
        if (report.overflowed() + report.notANumber() != 0 || infinityLost) {
            throw new TensorTypeException(dtype + " cannot hold " + value);
        }
    }

    private static double roundTrip(DType dtype, double value) {
        return dtype.width() > 2
                ? value
                : NarrowFloat.of(dtype).decode(NarrowFloat.of(dtype).encode(value));
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return Collections.emptyList();
    }

    @Override
    public String describe() {
        return "constant " + Digest.of(text, MOST_SHOWN);
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return new Reader();
    }

    private final class Reader implements TensorReader {
        @Override
        public void read(long position, ByteBuffer target) {
            ElementReader.requireRange(position, target.remaining(), type.byteSize());
            long from = position;
            while (target.hasRemaining()) {
                int at = (int) (from % pattern.capacity());
                int length = Math.min(target.remaining(), pattern.capacity() - at);
                target.put(pattern.duplicate().limit(at + length).position(at));
                from += length;
            }
        }

        @Override
        public void close() {}
    }
}
