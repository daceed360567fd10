package ckpts.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.diagnosis.Advice;
import ckpts.language.advice.AdviceText;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class EqualValuesTest {
    private static Checkpoint checkpoint(Entry... entries) {
        return Checkpoint.of(List.of(entries), Map.of(), Optional.empty());
    }

    private static Map<String, String> equal(Checkpoint here, Checkpoint there) throws IOException {
        return EqualValues.of(Difference.between(here, there), there, new Scratch(1 << 20));
    }

    private static String report(Checkpoint here, Checkpoint there, Map<String, String> equal) {
        return String.join("\n", AdviceText.lines(Advice.on(Difference.between(here, there), equal), "")) + "\n";
    }

    /** A weight of [64, 64] with the values that belong to a seed. */
    private static Entry weight(String name, int seed) {
        byte[] bytes = new byte[64 * 64 * 4];
        new Random(seed).nextBytes(bytes);
        return Tensors.given(name, DType.FLOAT32, bytes, 64, 64);
    }

    @Test
    void valuesTellLayersThatNamesDoNot() throws IOException {
        Checkpoint here = checkpoint(
                weight("dense_1/kernel", 1),
                Tensors.zeros("dense_1/bias", DType.FLOAT32, 64),
                weight("dense_2/kernel", 2),
                Tensors.zeros("dense_2/bias", DType.FLOAT32, 64));
        Checkpoint there = checkpoint(
                weight("fully_connected_a/kernel", 2),
                Tensors.zeros("fully_connected_a/bias", DType.FLOAT32, 64),
                weight("fully_connected_b/kernel", 1),
                Tensors.zeros("fully_connected_b/bias", DType.FLOAT32, 64));

        assertThat(report(here, there, Map.of())).isEqualTo("""
                0 of 4 variables fit; 4 missing, 0 mismatched, 4 unexpected
                missing     fully_connected_a/{kernel,bias}  x2   one of 2 here: names and shapes do not show which
                      maybe rename "dense_1/{kernel,bias}" -> "fully_connected_a/{kernel,bias}"
                         or rename "dense_2/{kernel,bias}" -> "fully_connected_a/{kernel,bias}"
                missing     fully_connected_b/{kernel,bias}  x2   one of 2 here: names and shapes do not show which
                      maybe rename "dense_1/{kernel,bias}" -> "fully_connected_b/{kernel,bias}"
                         or rename "dense_2/{kernel,bias}" -> "fully_connected_b/{kernel,bias}"
                unexpected  dense_{1..2}/*  x4   not a variable of the model, but a missing one may be made from it
                      maybe drop "dense_{1..2}/*"
                """);
        assertThat(report(here, there, equal(here, there))).isEqualTo("""
                0 of 4 variables fit; 4 missing, 0 mismatched, 4 unexpected
                missing     fully_connected_b/{kernel,bias}  x2   likely renamed from dense_1/{bias,kernel}
                            rename "dense_1/*" -> "fully_connected_b/*"
                missing     fully_connected_a/{kernel,bias}  x2   likely renamed from dense_2/{bias,kernel}
                            rename "dense_2/*" -> "fully_connected_a/*"
                """);
    }

    @Test
    void aConstantProvesNothing() throws IOException {
        assertThat(equal(
                        checkpoint(Tensors.floats("a", 1, 1), Tensors.floats("b", 0, 0), Tensors.floats("c", 5)),
                        checkpoint(Tensors.floats("x", 1, 1), Tensors.floats("y", 0, 0), Tensors.floats("z", 5))))
                .isEmpty();
    }

    @Test
    void aContentThatOccursTwiceProvesNothing() throws IOException {
        Checkpoint once = checkpoint(Tensors.floats("x", 1, 2), Tensors.floats("y", 3, 4));
        assertThat(equal(checkpoint(Tensors.floats("a", 1, 2), Tensors.floats("b", 3, 4)), once))
                .isEqualTo(Map.of("a", "x", "b", "y"));

        Checkpoint twice = checkpoint(Tensors.floats("a", 1, 2), Tensors.floats("b", 3, 4), Tensors.floats("c", 1, 2));
        assertThat(equal(twice, once)).isEqualTo(Map.of("b", "y"));
        assertThat(equal(once, twice)).isEqualTo(Map.of("y", "b"));
    }

    @Test
    void alsoATensorThatFitsCountsAsOneOfTheContent() throws IOException {
        Entry fits = Tensors.floats("fits", 1, 2);

        assertThat(equal(checkpoint(fits, Tensors.floats("a", 1, 2)), checkpoint(fits, Tensors.floats("x", 1, 2))))
                .isEmpty();
        assertThat(equal(
                        checkpoint(fits, Tensors.floats("a", 3, 4)),
                        checkpoint(Tensors.floats("fits", 3, 4), Tensors.floats("x", 1, 2))))
                .as("what fits by name is left where it is")
                .isEmpty();
    }

    @Test
    void typesAreEqual() throws IOException {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
        Checkpoint here = checkpoint(Tensors.given("a", DType.FLOAT32, bytes, 2));

        assertThat(equal(here, checkpoint(Tensors.given("x", DType.FLOAT32, bytes, 2))))
                .isEqualTo(Map.of("a", "x"));
        assertThat(equal(here, checkpoint(Tensors.given("x", DType.INT32, bytes, 2))))
                .isEmpty();
        assertThat(equal(here, checkpoint(Tensors.given("x", DType.FLOAT32, bytes, 1, 2))))
                .isEmpty();
    }

    @Test
    void namesOnBothSidesWithOtherTypesTakePart() throws IOException {
        assertThat(equal(
                        checkpoint(Tensors.floats("a", 1, 2), Tensors.floats("b", 1, 2, 3)),
                        checkpoint(Tensors.floats("a", 1, 2, 3), Tensors.floats("b", 1, 2))))
                .isEqualTo(Map.of("a", "b", "b", "a"));
    }

    @Test
    void itStopsWhenAsked() {
        Checkpoint here = checkpoint(Tensors.floats("a", 1, 2));
        Checkpoint there = checkpoint(Tensors.floats("x", 1, 2));

        assertThatThrownBy(
                        () -> EqualValues.of(Difference.between(here, there), there, new Scratch(1 << 20, () -> true)))
                .isInstanceOf(CancellationException.class);
    }
}
