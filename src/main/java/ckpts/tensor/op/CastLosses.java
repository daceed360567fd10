package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.NarrowFloat;
import java.util.concurrent.atomic.LongAdder;

/** Counts the losses of casts to one type. Thread-safe; counting never changes what is read. */
final class CastLosses {
    private final DType target;
    private final LongAdder elements = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final LongAdder vanished = new LongAdder();
    private final LongAdder clamped = new LongAdder();
    private final LongAdder notANumber = new LongAdder();
    private final LongAdder wrapped = new LongAdder();
    private final LongAdder imaginary = new LongAdder();

    CastLosses(DType target) {
        this.target = target;
    }

    CastReport report() {
        return new CastReport(
                elements.sum(),
                overflowed.sum(),
                vanished.sum(),
                clamped.sum(),
                notANumber.sum(),
                wrapped.sum(),
                imaginary.sum());
    }

    void countElements(int count) {
        elements.add(count);
    }

    /** @param values about to be rounded to the target, a float or complex type */
    void countRounding(double[] values, int count) {
        if (target == DType.FLOAT64 || target == DType.COMPLEX128) {
            return;
        }
        boolean single = target == DType.FLOAT32 || target == DType.COMPLEX64;
        double overflow = single ? 0x1.ffffffp127 : NarrowFloat.of(target).overflowsFrom();
        double vanish = single ? 0x1p-150 : NarrowFloat.of(target).vanishesUpTo();
        int tooLarge = 0;
        int tooSmall = 0;
        int nan = 0;
        for (int i = 0; i < count; i++) {
            double magnitude = Math.abs(values[i]);
            tooLarge += magnitude >= overflow && magnitude <= Double.MAX_VALUE ? 1 : 0;
            tooSmall += magnitude <= vanish && magnitude > 0 ? 1 : 0;
            nan += Double.isNaN(magnitude) ? 1 : 0;
        }
        overflowed.add(tooLarge);
        vanished.add(tooSmall);
        notANumber.add(target == DType.FLOAT4_E2M1FN ? nan : 0);
    }

    /** @param values about to be truncated to the target, an integer type */
    void countTruncation(double[] values, int count) {
        if (target.kind() == DType.Kind.BOOL) {
            return;
        }
        boolean signed = target.kind() == DType.Kind.SIGNED;
        double end = StrictMath.scalb(1.0, signed ? target.bits() - 1 : target.bits());
        double start = signed ? -end : 0;
        int outside = 0;
        int nan = 0;
        for (int i = 0; i < count; i++) {
            double whole = values[i] < 0 ? Math.ceil(values[i]) : Math.floor(values[i]);
            outside += whole < start || whole >= end ? 1 : 0;
            nan += Double.isNaN(whole) ? 1 : 0;
        }
        clamped.add(outside);
        notANumber.add(nan);
    }

    /**
     * @param values of the source type, about to be wrapped to the target's range
     * @param fromUnsigned64 whether a negative number means one above 2^63
     */
    void countWrapping(long[] values, int count, boolean fromUnsigned64) {
        if (target.kind() == DType.Kind.BOOL) {
            return;
        }
        boolean signed = target.kind() == DType.Kind.SIGNED;
        boolean signIsLost = fromUnsigned64 != (target == DType.UINT64);
        int shift = Long.SIZE - target.bits();
        int changed = 0;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            long after = signed ? value << shift >> shift : value << shift >>> shift;
            changed += after != value || (signIsLost && value < 0) ? 1 : 0;
        }
        wrapped.add(changed);
    }

    void countImaginary(double[] pairs, int count) {
        int nonzero = 0;
        for (int i = 1; i < 2 * count; i += 2) {
            nonzero += pairs[i] != 0 ? 1 : 0;
        }
        imaginary.add(nonzero);
    }
}
