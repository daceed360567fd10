package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Element by element the weighted mean of those of several tensors whose sign is that of their weighted sum; zero where
 * the sum is. The last two steps of TIES: electing signs, and the disjoint mean.
 */
final class DisjointMean extends Elementwise {
    private final double[] weights;

    /**
     * @param parts floats of one shape
     * @param weights one for each, all positive
     */
    DisjointMean(List<Tensor> parts, double[] weights) {
        super(
                new TensorType(DType.FLOAT64, parts.get(0).type().shape()),
                "disjoint mean with the weights " + Arrays.toString(weights),
                parts);
        this.weights = weights.clone();
    }

    @Override
    Object operation() {
        return List.of(DisjointMean.class, Arrays.stream(weights).boxed().toList());
    }

    @Override
    ColumnType form(int input) {
        return ColumnType.REALS;
    }

    @Override
    Kernel kernel(ReaderResources holdings, int chunk) {
        return new Loop(holdings, chunk);
    }

    private final class Loop implements Kernel {
        private final double[] elected;
        private final double[] sums;
        private final double[] shares;

        Loop(ReaderResources holdings, int chunk) {
            elected = holdings.reals(chunk);
            sums = holdings.reals(chunk);
            shares = holdings.reals(chunk);
        }

        @Override
        public void apply(long first, Column[] inputs, Column out, int count) {
            Arrays.fill(elected, 0);
            Arrays.fill(shares, 0);
            for (int part = 0; part < weights.length; part++) {
                elect(inputs[part].reals(), weights[part], elected, count);
            }
            begin(elected, sums, count);
            for (int part = 0; part < weights.length; part++) {
                add(inputs[part].reals(), weights[part], elected, sums, shares, count);
            }
            divide(sums, shares, out.reals(), count);
        }

        /** Zero, but for a NaN, which elects no sign and must not pass for agreement. */
        private static void begin(double[] elected, double[] sums, int count) {
            for (int i = 0; i < count; i++) {
                double finite = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, elected[i]));
                sums[i] = finite * 0 + 0;
            }
        }

        /** Where there are no shares, the sum is zero or NaN, and stays so. */
        private static void divide(double[] sums, double[] shares, double[] out, int count) {
            long one = Double.doubleToRawLongBits(1);
            for (int i = 0; i < count; i++) {
                long share = Double.doubleToRawLongBits(shares[i]);
                out[i] = sums[i] / Double.longBitsToDouble(share | (one & ~nonzero(share)));
            }
        }

        private static void elect(double[] values, double weight, double[] elected, int count) {
            for (int i = 0; i < count; i++) {
                elected[i] += values[i] * weight;
            }
        }

        /** Without a branch: the sign is unpredictable. */
        private static void add(
                double[] values, double weight, double[] elected, double[] sums, double[] shares, int count) {
            long whole = Double.doubleToRawLongBits(weight);
            for (int i = 0; i < count; i++) {
                long value = Double.doubleToRawLongBits(values[i] * weight);
                long sum = Double.doubleToRawLongBits(elected[i]);
                long agrees = ~(value ^ sum) >> 63 & nonzero(value << 1) & nonzero(sum << 1);
                sums[i] += Double.longBitsToDouble(value & agrees);
                shares[i] += Double.longBitsToDouble(whole & agrees);
            }
        }

        /** All bits, or none. */
        private static long nonzero(long bits) {
            return (bits | -bits) >> 63;
        }
    }
}
