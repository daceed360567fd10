package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Element by element the weighted mean of those of several tensors whose sign is that of their weighted sum; zero where
 * the sum is. The last two steps of TIES: electing signs, and the disjoint mean.
 */
final class DisjointMean extends Computed {
    private final List<Tensor> parts;
    private final double[] weights;

    /**
     * @param parts floats of one shape
     * @param weights one for each, all positive
     */
    DisjointMean(List<Tensor> parts, double[] weights) {
        super(
                new TensorType(DType.FLOAT64, parts.get(0).type().shape()),
                "disjoint mean of " + parts.size(),
                parts.toArray(Tensor[]::new));
        this.parts = List.copyOf(parts);
        this.weights = weights.clone();
    }

    @Override
    TensorReader reader(Holdings holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final NumberReader[] sources = new NumberReader[parts.size()];
        private final double[][] values = new double[parts.size()][];
        private final double[] elected;
        private final double[] sums;
        private final double[] shares;

        Reader(Holdings holdings) throws IOException {
            super(holdings, type(), usualChunk(type()));
            int chunk = usualChunk(type());
            for (int part = 0; part < sources.length; part++) {
                sources[part] = new NumberReader(holdings, parts.get(part), chunk);
                values[part] = holdings.reals(chunk);
            }
            elected = holdings.reals(chunk);
            sums = holdings.reals(chunk);
            shares = holdings.reals(chunk);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            Arrays.fill(elected, 0);
            Arrays.fill(sums, 0);
            Arrays.fill(shares, 0);
            for (int part = 0; part < sources.length; part++) {
                sources[part].reals(first, count, values[part]);
                for (int i = 0; i < count; i++) {
                    values[part][i] *= weights[part];
                    elected[i] += values[part][i];
                }
            }
            for (int part = 0; part < sources.length; part++) {
                for (int i = 0; i < count; i++) {
                    double value = values[part][i];
                    if ((value > 0 && elected[i] > 0) || (value < 0 && elected[i] < 0)) {
                        sums[i] += value;
                        shares[i] += weights[part];
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                // A NaN elects no sign, and must not pass for agreement on zero.
                sums[i] = shares[i] > 0 ? sums[i] / shares[i] : elected[i] * 0;
            }
            Elements.writeReals(type().dtype(), sums, count, out, at);
        }
    }
}
