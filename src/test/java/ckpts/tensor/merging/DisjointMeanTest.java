package ckpts.tensor.merging;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Cast;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisjointMeanTest extends TensorContract {
    private static final int SIZE = 5000;

    private static Tensor line(double slope, double offset) {
        double[] values = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = slope * i + offset;
        }
        return Leaf.float32(Shape.of(50, 100), values);
    }

    @Override
    protected Tensor tensor() {
        return new DisjointMean(List.of(line(1, -2000), line(-1, 100), line(0, 8)), new double[] {1, 2, 1});
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT64, Shape.of(50, 100));
    }

    @Override
    protected byte[] expectedBytes() {
        ByteBuffer out = ByteBuffer.allocate(8 * SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SIZE; i++) {
            double[] values = {i - 2000, 2 * (100 - i), 8};
            double sign = Math.signum(values[0] + values[1] + values[2]);
            double sum = 0;
            double share = 0;
            for (int part = 0; part < 3; part++) {
                sum += Math.signum(values[part]) == sign ? values[part] : 0;
                share += Math.signum(values[part]) == sign ? part == 1 ? 2 : 1 : 0;
            }
            out.putDouble(sign == 0 ? 0 : sum / share);
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return "disjoint mean with the weights [1.0, 2.0, 1.0]";
    }

    @Test
    void signsThatCancelOutElectNoneAndNaNStays() throws IOException {
        Tensor one = Leaf.float32(Shape.of(3), 1, Double.NaN, 0);
        Tensor other = Leaf.float32(Shape.of(3), -1, 1, 0);
        assertThat(bytes(Cast.of(new DisjointMean(List.of(one, other), new double[] {1, 1}), DType.FLOAT32)))
                .isEqualTo(float32(0, Double.NaN, 0));
    }
}
