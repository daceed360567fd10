package ckpts.tensor.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Reshape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergingTest extends TensorContract {
    private static final int SIZE = 3000;

    private static double[] values(double phase) {
        double[] values = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) StrictMath.sin(i + phase);
        }
        return values;
    }

    @Override
    protected Tensor tensor() {
        return Merging.slerp(
                Leaf.float32(Shape.of(30, 100), values(0)), Leaf.float32(Shape.of(30, 100), values(1)), 0.25);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT32, Shape.of(30, 100));
    }

    @Override
    protected byte[] expectedBytes() {
        double[] a = values(0);
        double[] b = values(1);
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < SIZE; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        double angle = StrictMath.acos(dot / (Math.sqrt(aa) * Math.sqrt(bb)));
        double[] mixed = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            mixed[i] =
                    (a[i] * StrictMath.sin(0.75 * angle) + b[i] * StrictMath.sin(0.25 * angle)) / StrictMath.sin(angle);
        }
        return float32(mixed);
    }

    @Override
    protected String expectedDescription() {
        return "cast float64 to float32";
    }

    @Test
    void slerpKeepsTheLengthOfVectorsOfOneLength() throws IOException {
        Tensor north = Leaf.float32(Shape.of(2), 0, 2);
        Tensor east = Leaf.float32(Shape.of(2), 2, 0);
        assertThat(bytes(Merging.slerp(north, east, 0.5))).isEqualTo(float32(Math.sqrt(2), Math.sqrt(2)));
        assertThat(bytes(Merging.slerp(north, east, 0))).isEqualTo(float32(0, 2));
        assertThat(bytes(Merging.slerp(north, east, 1))).isEqualTo(float32(2, 0));
    }

    @Test
    void tiesWithOneTensorAndFullDensityIsThatTensor() throws IOException {
        Tensor base = Leaf.float32(Shape.of(3), 1, 2, 3);
        Tensor tuned = Leaf.float32(Shape.of(3), 4, -1, 3);
        assertThat(bytes(Merging.ties(base, List.of(tuned), 1, new double[] {1})))
                .isEqualTo(bytes(tuned));
    }

    @Test
    void entriesAsLargeAsTheLeastThatStaysStayToo() throws IOException {
        Tensor base = Leaf.float32(Shape.of(4), 0, 0, 0, 0);
        Tensor tuned = Leaf.float32(Shape.of(4), -2, 2, 1, 3);
        assertThat(bytes(Merging.ties(base, List.of(tuned), 0.5, new double[] {1})))
                .isEqualTo(float32(-2, 2, 0, 3));
    }

    @Test
    void aNaNDoesNotVanish() throws IOException {
        Tensor base = Leaf.float32(Shape.of(4), 0, 0, 0, 0);
        Tensor tuned = Leaf.float32(Shape.of(4), 1, Double.NaN, 2, 3);
        assertThat(bytes(Merging.ties(base, List.of(tuned), 0.5, new double[] {1})))
                .isEqualTo(float32(0, Double.NaN, 0, 3));
    }

    @Test
    void theResultIsOfTheBasesType() {
        Tensor half = Cast.of(Leaf.counting(3), DType.FLOAT16);
        Tensor single = Cast.of(half, DType.FLOAT32);
        assertThat(Merging.ties(half, List.of(single), 0.5, new double[] {1})
                        .type()
                        .dtype())
                .isEqualTo(DType.FLOAT16);
        assertThat(Merging.slerp(half, single, 0.5).type().dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void whatIsNotAlikeIsNamed() {
        Tensor one = Leaf.float32(Shape.of(3), 1, 2, 3);
        assertThatThrownBy(() -> Merging.slerp(one, Reshape.of(one, Shape.of(3, 1)), 0.5))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot slerp float32[3] and float32[3, 1]: their shapes differ");
        assertThatThrownBy(() -> Merging.ties(one, List.of(Leaf.counting(3)), 0.5, new double[] {1}))
                .hasMessage("cannot merge float32[3] and int32[3]: int32 is not a float, cast it");
    }
}
