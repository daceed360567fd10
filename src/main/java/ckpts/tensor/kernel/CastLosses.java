package ckpts.tensor.kernel;

import ckpts.tensor.CastReport;
import ckpts.tensor.DType;
import ckpts.tensor.NarrowFloat;
import ckpts.tensor.ObservedCast.Part;
import java.util.List;

/** Counts the losses in one chunk of a cast. For one thread; counting never changes what is read. */
public final class CastLosses {
    private final DType target;
    private final List<Part> parts;
    private long overflowed;
    private long vanished;
    private long clamped;
    private long notANumber;
    private long wrapped;
    private long imaginary;

    /** @param parts the elements of the chunk that count */
    public CastLosses(DType target, List<Part> parts) {
        this.target = target;
        this.parts = parts;
    }

    /** Whether a cast changes more than digits of some value. */
    public static boolean arePossible(DType from, DType to) {
        if (to.kind() == DType.Kind.BOOL) {
            return false;
        }
        if (from.kind() == DType.Kind.COMPLEX && to.kind() != DType.Kind.COMPLEX) {
            return true;
        }
        return switch (to) {
            case FLOAT64, COMPLEX128 -> false;
            case FLOAT32, COMPLEX64 -> from == DType.FLOAT64 || from == DType.COMPLEX128;
            default -> to.isFloat() || !from.isInteger() && from.kind() != DType.Kind.BOOL || !holds(to, from);
        };
    }

    /** Whether an integer type has every value of another one, or of bool. */
    private static boolean holds(DType integer, DType from) {
        boolean signed = integer.kind() == DType.Kind.SIGNED;
        return switch (from.kind()) {
            case BOOL -> true;
            case UNSIGNED -> from.bits() + (signed ? 1 : 0) <= integer.bits();
            default -> signed && from.bits() <= integer.bits();
        };
    }

    /** The elements that count. */
    public List<Part> parts() {
        return parts;
    }

    public CastReport report() {
        long elements = 0;
        for (Part part : parts) {
            elements += part.to() - part.from();
        }
        return new CastReport(elements, overflowed, vanished, clamped, notANumber, wrapped, imaginary);
    }

    /** @param values about to be rounded to the target, a float or complex type: real and imaginary parts in turn */
    public void countRounding(double[] values) {
        int numbers = target.kind() == DType.Kind.COMPLEX ? 2 : 1;
        for (Part part : parts) {
            countRounding(values, numbers * part.from(), numbers * part.to());
        }
    }

    /** Counts numbers that may be other than those of the chunk, such as only those that need a look. */
    public void countRounding(double[] values, int from, int to) {
        if (target == DType.FLOAT64 || target == DType.COMPLEX128) {
            return;
        }
        boolean single = target == DType.FLOAT32 || target == DType.COMPLEX64;
        double overflow = single ? 0x1.ffffffp127 : NarrowFloat.of(target).overflowsFrom();
        double vanish = single ? 0x1p-150 : NarrowFloat.of(target).vanishesUpTo();
        int tooLarge = 0;
        int tooSmall = 0;
        int nan = 0;
        for (int i = from; i < to; i++) {
            double magnitude = Math.abs(values[i]);
            tooLarge += magnitude >= overflow && magnitude <= Double.MAX_VALUE ? 1 : 0;
            tooSmall += magnitude <= vanish && magnitude > 0 ? 1 : 0;
            nan += Double.isNaN(magnitude) ? 1 : 0;
        }
        overflowed += tooLarge;
        vanished += tooSmall;
        notANumber += target == DType.FLOAT4_E2M1FN ? nan : 0;
    }

    /** @param values about to be truncated to the target, an integer type */
    public void countTruncation(double[] values) {
        if (target.kind() != DType.Kind.BOOL) {
            parts.forEach(part -> countTruncation(values, part.from(), part.to()));
        }
    }

    private void countTruncation(double[] values, int from, int to) {
        boolean signed = target.kind() == DType.Kind.SIGNED;
        double end = StrictMath.scalb(1.0, signed ? target.bits() - 1 : target.bits());
        double start = signed ? -end : 0;
        int outside = 0;
        int nan = 0;
        for (int i = from; i < to; i++) {
            double whole = values[i] < 0 ? Math.ceil(values[i]) : Math.floor(values[i]);
            outside += whole < start || whole >= end ? 1 : 0;
            nan += Double.isNaN(whole) ? 1 : 0;
        }
        clamped += outside;
        notANumber += nan;
    }

    /**
     * @param values of the source type, about to be wrapped to the target's range
     * @param fromUnsigned64 whether a negative number means one above 2^63
     */
    public void countWrapping(long[] values, boolean fromUnsigned64) {
        if (target.kind() != DType.Kind.BOOL) {
            parts.forEach(part -> countWrapping(values, part.from(), part.to(), fromUnsigned64));
        }
    }

    private void countWrapping(long[] values, int from, int to, boolean fromUnsigned64) {
        boolean signed = target.kind() == DType.Kind.SIGNED;
        boolean signIsLost = fromUnsigned64 != (target == DType.UINT64);
        int shift = Long.SIZE - target.bits();
        int changed = 0;
        for (int i = from; i < to; i++) {
            long value = values[i];
            long after = signed ? value << shift >> shift : value << shift >>> shift;
            changed += after != value || (signIsLost && value < 0) ? 1 : 0;
        }
        wrapped += changed;
    }

    /** @param pairs of which the target, a real type, keeps the real parts */
    public void countImaginary(double[] pairs) {
        for (Part part : parts) {
            for (int i = part.from(); i < part.to(); i++) {
                imaginary += pairs[2 * i + 1] != 0 ? 1 : 0;
            }
        }
    }
}
