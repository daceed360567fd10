package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ckpts.format.Json;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Interpolation.Kernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResizeTest extends TensorContract {
    private static final Path TORCH = Path.of("src/test/fixtures/torch/interpolate.json");
    private static final Interpolation LINES = new Interpolation(Kernel.BILINEAR, false, false);

    /** Twice as many positions on the middle axis: a quarter and three quarters of two neighbours. */
    @Override
    protected Tensor tensor() {
        return Resize.of(Cast.of(Leaf.counting(3, 5, 7), DType.FLOAT32), Shape.of(3, 10, 7), LINES);
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.FLOAT32, Shape.of(3, 10, 7));
    }

    @Override
    protected byte[] expectedBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(3 * 10 * 7 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < 3 * 10 * 7; at++) {
            double position = Math.max(0, Math.min(4, (at / 7 % 10 - 0.5) / 2));
            bytes.putFloat((float) ((at / 70 * 5 + position) * 7 + at % 7));
        }
        return bytes.array();
    }

    @Override
    protected String expectedDescription() {
        return "cast float64 to float32";
    }

    @TestFactory
    @SuppressWarnings("unchecked") // the script beside the file says what it holds
    Stream<DynamicTest> asInTorch() throws IOException {
        List<Map<String, Object>> cases =
                (List<Map<String, Object>>) Json.object(TORCH).get("cases");
        assertThat(cases).hasSizeGreaterThan(80);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.get("method") + " " + one.get("from") + " to " + one.get("to") + " antialias "
                                + one.get("antialias") + " align_corners " + one.get("align_corners"),
                        () -> asInTorch(one)));
    }

    @SuppressWarnings("unchecked") // as above
    private static void asInTorch(Map<String, Object> one) throws IOException {
        Shape from = Shape.of((List<Long>) one.get("from"));
        Shape to = Shape.of((List<Long>) one.get("to"));
        Interpolation interpolation = new Interpolation(
                Kernel.valueOf(((String) one.get("method")).toUpperCase(Locale.ROOT)),
                (Boolean) one.get("antialias"),
                (Boolean) one.get("align_corners"));
        ByteBuffer counted = ByteBuffer.allocate((int) from.elementCount() * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < from.elementCount(); i++) {
            counted.putDouble((i * 37 % 101 - 50) / 8.0);
        }
        Tensor resized = Resize.of(Leaf.of(DType.FLOAT64, from, counted.array()), to, interpolation);
        ByteBuffer found = ByteBuffer.wrap(bytes(resized)).order(ByteOrder.LITTLE_ENDIAN);
        for (Object expected : (List<Object>) one.get("values")) {
            assertThat(found.getDouble()).isCloseTo(((Number) expected).doubleValue(), within(1e-13 * 8));
        }
        assertThat(found.hasRemaining()).isFalse();
    }

    @Test
    void rowsThatAreNotKeptAreSummedInStretches() throws IOException {
        Tensor wide = Cast.of(Leaf.counting(3, 40_000), DType.FLOAT64);
        Tensor resized = Resize.of(wide, Shape.of(2, 40_000), LINES);
        ByteBuffer found = ByteBuffer.wrap(bytes(resized)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 80_000; i++) {
            assertThat(found.getDouble()).isEqualTo(i / 40_000 * 60_000 + 10_000 + i % 40_000);
        }
    }

    @Test
    void tokensOfAGridAfterThoseThatAreKept() throws IOException {
        Tensor tokens = Leaf.counting(1, 5, 1);
        Interpolation nearest = new Interpolation(Kernel.NEAREST, false, false);
        assertThat(bytes(Resize.tokens(tokens, 1, 1, List.of(2L, 2L), List.of(2L, 4L), nearest)))
                .isEqualTo(int32(0, 1, 1, 2, 2, 3, 3, 4, 4));
        assertThat(bytes(Resize.tokens(Leaf.counting(4), 0, 0, List.of(2L, 2L), List.of(1L, 2L), nearest)))
                .isEqualTo(int32(0, 1));
    }

    @Test
    void whatCannotBeInterpolated() {
        Tensor tokens = Leaf.counting(1, 5, 1);
        assertThatThrownBy(() -> Resize.tokens(tokens, 1, 0, List.of(2L, 2L), List.of(3L, 3L), LINES))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("cannot resize int32[1, 5, 1] on axis 1: it has 5 positions, a grid of [2, 2] makes 4");
        assertThatThrownBy(() -> Resize.tokens(tokens, 1, 2, List.of(2L, 2L), List.of(3L, 3L), LINES))
                .hasMessage(
                        "cannot resize int32[1, 5, 1] on axis 1: it has 5 positions, a prefix of 2 and a grid of [2, 2]"
                                + " make 6");
        assertThatThrownBy(() -> Resize.of(tokens, Shape.of(5), LINES))
                .hasMessage("cannot resize int32[1, 5, 1] to [5]: it has 3 axes");
        assertThatThrownBy(() -> Resize.of(Leaf.counting(0, 2), Shape.of(3, 2), LINES))
                .hasMessage("cannot resize int32[0, 2] to [3, 2]: an axis of 0 positions cannot be interpolated:"
                        + " there can be 1 to 4194304");
        assertThatThrownBy(() -> Resize.of(Leaf.of(DType.COMPLEX64, Shape.of(2), new byte[16]), Shape.of(3), LINES))
                .hasMessage("cannot interpolate complex64[2]: complex64 elements are not real numbers");
    }
}
