package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KerasUniformTest extends InitializerContract {
    private static final Path GOLDENS = Path.of("src/test/fixtures/keras_initializers/goldens.tsv");

    @Override
    Initializer initializer(long seed) {
        return KerasUniform.glorotUniform(seed);
    }

    @Override
    String spelling() {
        return "keras.glorot_uniform(seed = 7)";
    }

    @Override
    float[] firstValues() {
        return new float[] {0.11541033f, 0.08042526f, -0.2065609f, 0.06736189f};
    }

    static List<String> goldens() throws IOException {
        return Files.readAllLines(GOLDENS).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void bitsAreThoseOfKeras(String golden) throws Exception {
        String[] cells = golden.split("\t");
        DType dtype = DType.named(cells[4]).orElseThrow();
        Shape shape = Shape.of(
                Arrays.stream(cells[5].split("x")).mapToLong(Long::parseLong).toArray());
        byte[] bytes = bytes(initializer(cells).create(new TensorType(dtype, shape), "any"));
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(bytes, 0, 4 * dtype.width())).isEqualTo(cells[7]);
        assertThat(hex.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(cells[6]);
    }

    private static Initializer initializer(String[] cells) {
        long seed = Long.parseLong(cells[3]);
        return switch (cells[0]) {
            case "random_uniform" ->
                KerasUniform.randomUniform(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), seed);
            case "glorot_uniform" -> KerasUniform.glorotUniform(seed);
            case "he_uniform" -> KerasUniform.heUniform(seed);
            case "lecun_uniform" -> KerasUniform.lecunUniform(seed);
            default -> throw new IllegalArgumentException(cells[0]);
        };
    }

    @Test
    void theNamePlaysNoPart() throws IOException {
        Tensor other = initializer(7).create(expectedType(), "other");
        assertThat(bytes(other)).isEqualTo(bytes(tensor()));
    }

    @Test
    void typesThatKerasDrawsOtherwiseAreRefused() {
        assertThatThrownBy(() ->
                        KerasUniform.randomUniform(0, 1, 3).create(new TensorType(DType.FLOAT8_E5M2, Shape.of(2)), "x"))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage(
                        "keras.random_uniform(low = 0.0, high = 1.0, seed = 3) generates float64, float32, float16 and"
                                + " bfloat16, but \"x\" is float8_e5m2[2]");
    }
}
