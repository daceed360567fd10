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
        super(new TensorType(DType.FLOAT64, parts.get(0).type().shape()), "disjoint mean of " + parts.size(), parts);
        this.weights = weights.clone();
    }

    @Override
    Object operation() {
        return List.of(DisjointMean.class, Arrays.stream(weights).boxed().toList());
    }

    @Override
    Elements.Domain domain(int input) {
        return Elements.Domain.REAL;
    }

    @Override
    Kernel kernel(Holdings holdings, int chunk) {
        return new Loop(holdings, chunk);
    }

    private final class Loop implements Kernel {
        private final double[] elected;
        private final double[] sums;
        private final double[] shares;

        Loop(Holdings holdings, int chunk) {
            elected = holdings.reals(chunk);
            sums = holdings.reals(chunk);
            shares = holdings.reals(chunk);
        }

        @Override
        public void apply(Column[] inputs, Column out, int count, boolean again) {
            Arrays.fill(elected, 0);
            Arrays.fill(sums, 0);
            Arrays.fill(shares, 0);
            for (int part = 0; part < weights.length; part++) {
                elect(inputs[part].reals(), weights[part], count);
            }
            for (int part = 0; part < weights.length; part++) {
                add(inputs[part].reals(), weights[part], count);
            }
            for (int i = 0; i < count; i++) {
                // A NaN elects no sign, and must not pass for agreement on zero.
                out.reals()[i] = shares[i] > 0 ? sums[i] / shares[i] : elected[i] * 0;
            }
        }

        private void elect(double[] values, double weight, int count) {
            for (int i = 0; i < count; i++) {
                elected[i] += values[i] * weight;
            }
        }

        private void add(double[] values, double weight, int count) {
            for (int i = 0; i < count; i++) {
                double value = values[i] * weight;
                boolean agrees = (value > 0 && elected[i] > 0) || (value < 0 && elected[i] < 0);
                sums[i] += agrees ? value : 0;
                shares[i] += agrees ? weight : 0;
            }
        }
    }
}
