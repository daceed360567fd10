package ckpts.tensor.kernel;

import ckpts.tensor.DType;
import ckpts.tensor.NarrowFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Canonical bytes to numbers and back, in loops over primitive arrays.
 *
 * <p>Three kinds of numbers represent all element types: {@code long} for booleans and integers (a {@code uint64}
 * above 2^63 is its bit pattern), {@code double} for floats, and pairs of doubles for complex. All of these hold every
 * value of their types exactly. Buffers must be little-endian; reads and writes are absolute.
 */
public final class Elements {
    /** Floats that are moved at one time between a buffer and an array: arrays are what the JIT vectorizes. */
    private static final int STAGE = 1024;

    private Elements() {}

    /** Kinds of numbers that hold the values of a type. */
    public enum Domain {
        WHOLE,
        REAL,
        COMPLEX
    }

    /** @throws IllegalArgumentException if the type is not numeric */
    public static Domain domain(DType dtype) {
        return switch (dtype.kind()) {
            case BOOL, SIGNED, UNSIGNED -> Domain.WHOLE;
            case FLOAT -> Domain.REAL;
            case COMPLEX -> Domain.COMPLEX;
            case QUANTIZED, OPAQUE -> throw new IllegalArgumentException(dtype + " is not numeric");
        };
    }

    /** Reads {@code count} booleans or integers that begin at index {@code at}. */
    public static void readWholes(DType dtype, ByteBuffer in, int at, long[] out, int count) {
        switch (dtype.width()) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.get(at + i);
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getShort(at + 2 * i);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getInt(at + 4 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getLong(at + 8 * i);
                }
            }
        }
        wrap(dtype, out, count);
    }

    /** Brings every number into the type's range as two's complement does; for {@code bool}, nonzero is 1. */
    public static void wrap(DType dtype, long[] values, int count) {
        int shift = 64 - dtype.bits();
        switch (dtype.kind()) {
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    values[i] = values[i] != 0 ? 1 : 0;
                }
            }
            case SIGNED -> {
                for (int i = 0; i < count; i++) {
                    values[i] = values[i] << shift >> shift;
                }
            }
            case UNSIGNED -> {
                for (int i = 0; i < count; i++) {
                    values[i] = values[i] << shift >>> shift;
                }
            }
            case FLOAT, COMPLEX, QUANTIZED, OPAQUE -> throw new IllegalArgumentException(dtype + " is not an integer");
        }
    }

    /** Writes numbers that are in the type's range; of narrower types than a byte, the high bits are 0. */
    public static void writeWholes(DType dtype, long[] values, int count, ByteBuffer out, int at) {
        switch (dtype.width()) {
            case 1 -> {
                int mask = 0xff >>> (8 - Math.min(8, dtype.bits()));
                for (int i = 0; i < count; i++) {
                    out.put(at + i, (byte) (values[i] & mask));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    out.putShort(at + 2 * i, (short) values[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    out.putInt(at + 4 * i, (int) values[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out.putLong(at + 8 * i, values[i]);
                }
            }
        }
    }

    /** Reads {@code count} floats; of complex types, {@code count / 2} elements as real and imaginary parts. */
    public static void readReals(DType dtype, ByteBuffer in, int at, double[] out, int count) {
        switch (dtype) {
            case FLOAT64, COMPLEX128 -> part(in, at, 8 * count).asDoubleBuffer().get(out, 0, count);
            case FLOAT32, COMPLEX64 -> {
                FloatBuffer floats = part(in, at, 4 * count).asFloatBuffer();
                float[] stage = new float[Math.min(STAGE, count)];
                for (int from = 0; from < count; from += STAGE) {
                    int some = Math.min(STAGE, count - from);
                    floats.get(stage, 0, some);
                    for (int i = 0; i < some; i++) {
                        out[from + i] = stage[i];
                    }
                }
            }
            case BFLOAT16 -> {
                // The upper half of a float32.
                for (int i = 0; i < count; i++) {
                    out[i] = Float.intBitsToFloat(in.getShort(at + 2 * i) << 16);
                }
            }
            default -> readNarrow(NarrowFloat.of(dtype), in, at, out, count);
        }
    }

    /** A range of a buffer, whatever its position, limit and order. */
    static ByteBuffer part(ByteBuffer buffer, int at, int length) {
        return buffer.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void readNarrow(NarrowFloat encoding, ByteBuffer in, int at, double[] out, int count) {
        if (encoding.bits() == 16) {
            for (int i = 0; i < count; i++) {
                out[i] = encoding.decode(in.getShort(at + 2 * i));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[i] = encoding.decode(in.get(at + i));
            }
        }
    }

    /**
     * Writes floats, rounding once to nearest even; a NaN becomes the type's positive quiet NaN without payload.
     *
     * @param count numbers, so twice the elements of complex types
     */
    public static void writeReals(DType dtype, double[] values, int count, ByteBuffer out, int at) {
        switch (dtype) {
            case FLOAT64, COMPLEX128 -> {
                for (int i = 0; i < count; i++) {
                    out.putLong(at + 8 * i, Double.doubleToLongBits(values[i]));
                }
            }
            case FLOAT32, COMPLEX64 -> {
                FloatBuffer floats = part(out, at, 4 * count).asFloatBuffer();
                float[] stage = new float[Math.min(STAGE, count)];
                for (int from = 0; from < count; from += STAGE) {
                    int some = Math.min(STAGE, count - from);
                    for (int i = 0; i < some; i++) {
                        float value = (float) values[from + i];
                        stage[i] = Float.isNaN(value) ? Float.NaN : value;
                    }
                    floats.put(stage, 0, some);
                }
            }
            default -> writeNarrow(NarrowFloat.of(dtype), values, count, out, at);
        }
    }

    /** Writes float32 values, as {@link #writeReals} does; the array is used up. */
    public static void writeSingles(float[] values, int count, ByteBuffer out, int at) {
        for (int i = 0; i < count; i++) {
            values[i] = Float.isNaN(values[i]) ? Float.NaN : values[i];
        }
        part(out, at, Float.BYTES * count).asFloatBuffer().put(values, 0, count);
    }

    private static void writeNarrow(NarrowFloat encoding, double[] values, int count, ByteBuffer out, int at) {
        if (encoding.bits() == 16) {
            for (int i = 0; i < count; i++) {
                out.putShort(at + 2 * i, (short) encoding.encode(values[i]));
            }
        } else {
            for (int i = 0; i < count; i++) {
                out.put(at + i, (byte) encoding.encode(values[i]));
            }
        }
    }

    /** Rounds once to nearest even, as writing and reading would. */
    public static void round(DType dtype, double[] values, int count) {
        switch (dtype) {
            case FLOAT64, COMPLEX128 -> {}
            case FLOAT32, COMPLEX64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) values[i];
                }
            }
            default -> {
                NarrowFloat encoding = NarrowFloat.of(dtype);
                for (int i = 0; i < count; i++) {
                    values[i] = encoding.decode(encoding.encode(values[i]));
                }
            }
        }
    }

    /** Real numbers as complex ones: each followed by an imaginary part of 0. Both may be one array. */
    public static void toPairs(double[] reals, double[] out, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out[2 * i] = reals[i];
            out[2 * i + 1] = 0;
        }
    }

    /** The nearest double of each number. */
    public static void toDoubles(DType dtype, long[] values, double[] out, int count) {
        if (dtype == DType.UINT64) {
            for (int i = 0; i < count; i++) {
                out[i] = unsigned(values[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[i] = values[i];
            }
        }
    }

    /** The bit that halving shifts out stays visible to rounding. */
    private static double unsigned(long value) {
        return value >= 0 ? value : (double) (value >>> 1 | value & 1) * 2;
    }

    /**
     * Doubles that round to any float of at most 32 bits as the numbers themselves do: what a double cannot hold is
     * left in the lowest bit (rounding to odd), so that no false tie appears.
     */
    public static void toDoublesForNarrowing(DType dtype, long[] values, double[] out, int count) {
        boolean unsigned = dtype == DType.UINT64;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            if (value >>> 53 != 0 && (unsigned || value >> 53 != -1)) {
                value = value & ~0x7ffL | ((value & 0x7ff) != 0 ? 0x800 : 0);
            }
            out[i] = unsigned ? unsigned(value) : value;
        }
    }

    /** Truncates toward zero; values out of range become its nearest end, NaN becomes 0. */
    public static void toWholes(DType dtype, double[] values, long[] out, int count) {
        if (dtype.kind() == DType.Kind.BOOL) {
            for (int i = 0; i < count; i++) {
                out[i] = values[i] != 0 ? 1 : 0;
            }
        } else if (dtype == DType.UINT64) {
            for (int i = 0; i < count; i++) {
                double value = values[i];
                out[i] = value < 0x1p63
                        ? (long) Math.max(0, value)
                        : value < 0x1p64 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : value >= 0x1p64 ? -1 : 0;
            }
        } else {
            long smallest = smallest(dtype);
            long largest = largest(dtype);
            for (int i = 0; i < count; i++) {
                out[i] = Math.max(smallest, Math.min(largest, (long) values[i]));
            }
        }
    }

    /** The smallest number of an integer type. */
    public static long smallest(DType dtype) {
        return dtype.kind() == DType.Kind.SIGNED ? -1L << (dtype.bits() - 1) : 0;
    }

    /** The largest number of an integer type; of {@code uint64}, its bit pattern. */
    public static long largest(DType dtype) {
        return switch (dtype.kind()) {
            case SIGNED -> -1L >>> (65 - dtype.bits());
            case UNSIGNED -> -1L >>> (64 - dtype.bits());
            default -> 1;
        };
    }
}
