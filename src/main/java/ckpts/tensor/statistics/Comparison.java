package ckpts.tensor.statistics;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Blocks;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.NumberReader;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The result of comparing two tensors.
 *
 * @param differing elements that differ (by more than the tolerance, where there is one)
 * @param first row-major index of the first of them
 * @param largestDifference largest absolute difference of two finite values, within tolerance or not; 0 for a
 *     comparison of bytes
 */
public record Comparison(long differing, OptionalLong first, double largestDifference) {
    private static final int CHUNK = 1 << 16;

    /** Whether nothing differs. */
    public boolean equal() {
        return differing == 0;
    }

    /**
     * Compares canonical bytes; types must be equal too, of whatever kind. Here 0 and -0 differ, equal NaNs do not.
     *
     * @throws TensorTypeException if the types differ
     * @throws IOException if reading fails
     */
    public static Comparison bytesEqual(Tensor left, Tensor right, Scratch scratch) throws IOException {
        if (!left.type().equals(right.type())) {
            throw new TensorTypeException("cannot compare the bytes of " + left.type() + " and " + right.type());
        }
        if (left.byteSize() != right.byteSize()) {
            return new Comparison(1, OptionalLong.of(0), 0);
        }
        Found found = new Found();
        try (ReaderResources holdings = new ReaderResources(scratch)) {
            TensorReader a = holdings.reader(left);
            TensorReader b = holdings.reader(right);
            int width = Math.max(1, left.type().dtype().width());
            int chunk = CHUNK / width * width;
            ByteBuffer bytesA = holdings.bytes(chunk);
            ByteBuffer bytesB = holdings.bytes(chunk);
            for (long position = 0; position < left.byteSize(); position += chunk) {
                int length = (int) Math.min(chunk, left.byteSize() - position);
                a.read(position, bytesA.clear().limit(length));
                b.read(position, bytesB.clear().limit(length));
                found.compareBytes(position, bytesA.flip(), bytesB.flip(), width);
            }
        }
        return found.comparison();
    }

    /**
     * Compares values: a difference of at most {@code tolerance} is none. NaN equals NaN, infinities equal their like,
     * 0 equals -0. Complex numbers are compared part by part.
     *
     * @param tolerance absolute, not negative
     * @throws TensorTypeException if the shapes differ or elements are not numbers; element types may differ
     * @throws IOException if reading fails
     */
    public static Comparison within(Tensor left, Tensor right, double tolerance, Scratch scratch) throws IOException {
        if (!left.type().shape().equals(right.type().shape())
                || !left.type().dtype().isNumeric()
                || !right.type().dtype().isNumeric()) {
            throw new TensorTypeException("cannot compare the values of " + left.type() + " and " + right.type());
        }
        Found found = new Found();
        try (ReaderResources holdings = new ReaderResources(scratch)) {
            NumberReader a = new NumberReader(holdings, left, Blocks.SIZE);
            NumberReader b = new NumberReader(holdings, right, Blocks.SIZE);
            double[] valuesA = holdings.reals(2 * Blocks.SIZE);
            double[] valuesB = holdings.reals(2 * Blocks.SIZE);
            boolean whole = isWhole(left) && isWhole(right);
            long[] wholesA = holdings.wholes(whole ? Blocks.SIZE : 0);
            long[] wholesB = holdings.wholes(whole ? Blocks.SIZE : 0);
            long size = left.type().shape().elementCount();
            for (long first = 0; first < size; first += Blocks.SIZE) {
                int count = (int) Math.min(Blocks.SIZE, size - first);
                if (whole) {
                    a.wholes(first, count, wholesA);
                    b.wholes(first, count, wholesB);
                    Elements.toDoubles(left.type().dtype(), wholesA, valuesA, count);
                    Elements.toDoubles(right.type().dtype(), wholesB, valuesB, count);
                    found.compareWholes(first, wholesA, wholesB, valuesA, valuesB, count, tolerance);
                    continue;
                }
                a.pairs(first, count, valuesA);
                b.pairs(first, count, valuesB);
                found.compareValues(first, valuesA, valuesB, count, tolerance);
            }
        }
        return found.comparison();
    }

    private static boolean isWhole(Tensor tensor) {
        return Elements.domain(tensor.type().dtype()) == Elements.Domain.WHOLE;
    }

    private static final class Found {
        private long differing;
        private long first = -1;
        private double largest;

        private void differs(long element) {
            first = differing++ == 0 ? element : first;
        }

        void compareBytes(long position, ByteBuffer a, ByteBuffer b, int width) {
            int at = a.mismatch(b);
            while (at >= 0) {
                int element = at / width;
                differs(position / width + element);
                int next = Math.min(a.limit(), (element + 1) * width);
                int further = a.slice(next, a.limit() - next).mismatch(b.slice(next, b.limit() - next));
                at = further < 0 ? -1 : next + further;
            }
        }

        void compareValues(long start, double[] a, double[] b, int count, double tolerance) {
            for (int i = 0; i < count; i++) {
                boolean real = same(a[2 * i], b[2 * i], tolerance);
                boolean imaginary = same(a[2 * i + 1], b[2 * i + 1], tolerance);
                if (!real || !imaginary) {
                    differs(start + i);
                }
            }
        }

        /** Exact, where doubles would not distinguish 2^53 and 2^53 + 1. */
        void compareWholes(
                long start, long[] a, long[] b, double[] nearA, double[] nearB, int count, double tolerance) {
            for (int i = 0; i < count; i++) {
                double difference = Math.abs(nearA[i] - nearB[i]);
                if (difference < 0x1p53) {
                    // So it fits 64 bits, and two's complement gives it whatever the signs are.
                    difference = Math.abs(a[i] - b[i]);
                }
                largest = Math.max(largest, difference);
                if (difference > tolerance) {
                    differs(start + i);
                }
            }
        }

        private boolean same(double a, double b, double tolerance) {
            if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
                return true;
            }
            double difference = Math.abs(a - b);
            if (difference <= Double.MAX_VALUE) {
                largest = Math.max(largest, difference);
            }
            return difference <= tolerance && difference <= Double.MAX_VALUE;
        }

        Comparison comparison() {
            return new Comparison(differing, first < 0 ? OptionalLong.empty() : OptionalLong.of(first), largest);
        }
    }
}
