package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RearrangeTest extends TensorContract {
    @Override
    protected Tensor tensor() {
        return Rearrange.parse("(h d) m -> m (d h)").of(Leaf.counting(12, 5), Map.of("h", 3L));
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(5, 12));
    }

    @Override
    protected byte[] expectedBytes() {
        int[] values = new int[60];
        for (int at = 0; at < values.length; at++) {
            int m = at / 12;
            int d = at % 12 / 3;
            int h = at % 3;
            values[at] = (h * 4 + d) * 5 + m;
        }
        return int32(values);
    }

    /** That of its last step. */
    @Override
    protected String expectedDescription() {
        return "rearrange \"(h d) m -> m (d h)\" with h = 3";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h w i o -> o i h w|[5, 4, 2, 3]",
                "h w i o->(o i) h w|[20, 2, 3]",
                "h w i o -> 1 h w i () o|[1, 2, 3, 4, 1, 5]",
                "h w (i g) o -> g h w i o|[2, 2, 3, 2, 5]",
                "h w i o -> (h w i o)|[120]",
                "(h 1) w_2 i o -> o i w_2 h|[5, 4, 3, 2]",
            })
    void axesAreReorderedSplitAndJoined(String text, String shape) {
        Tensor tensor = Rearrange.parse(text).of(Leaf.counting(2, 3, 4, 5), Map.of("g", 2L));
        assertThat(tensor.type().shape()).hasToString(shape);
    }

    @Test
    void axesOfSizeOneGo() throws IOException {
        assertThat(bytes(Rearrange.parse("o i 1 1 -> i o").of(Leaf.counting(2, 3, 1, 1), Map.of())))
                .isEqualTo(int32(0, 3, 1, 4, 2, 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h w|0|3|a rearrangement is two lists of axes, such as \"h w -> w h\"",
                "h h -> h|2|1|axis `h` occurs twice on the left side",
                "h w -> w h w|11|1|axis `w` occurs twice on the right side",
                "h w -> h c|9|1|`c` is not an axis of the left side",
                "h ww -> h|2|2|axis `ww` is missing on the right side: a rearrangement keeps all elements, reduce or"
                        + " index the tensor first",
                "(h w -> w h|5|2|`->` is not allowed here: axes are names, 1, or names in parentheses",
                "h -> (h|5|1|this parenthesis is not closed",
                "... h -> h|0|1|`.` is not allowed here: axes are names, 1, or names in parentheses",
                "h 2 -> h|2|1|`2` is not allowed here: axes are names, 1, or names in parentheses",
            })
    void whatIsNotARearrangementIsReportedWithItsPlace(String text, int offset, int length, String message) {
        assertThatThrownBy(() -> Rearrange.parse(text))
                .isInstanceOfSatisfying(AxisPatternException.class, e -> {
                    assertThat(e.offset()).isEqualTo(offset);
                    assertThat(e.length()).isEqualTo(length);
                })
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b c -> c b a|0|5|int32[12, 5] has 2 axes, the left side has 3",
                "(h d) m -> h d m|0|5|the sizes of `h` and `d` are not known: give all but one, such as h = 2",
                "(h k) m -> h k m|0|5|axis 0 of int32[12, 5] has 12 positions, which is not a multiple of k = 5",
                "k m -> m k|0|1|axis 0 of int32[12, 5] has 12 positions, not the product of k = 5",
                "m 1 -> m|2|1|axis 1 of int32[12, 5] has 5 positions, not 1",
            })
    void whatDoesNotFitTheTensorIsReportedWithItsPlace(String text, int offset, int length, String message) {
        Rearrange rearrange = Rearrange.parse(text);
        assertThatThrownBy(() -> rearrange.of(Leaf.counting(12, 5), Map.of("k", 5L)))
                .isInstanceOfSatisfying(AxisPatternException.class, e -> {
                    assertThat(e.offset()).isEqualTo(offset);
                    assertThat(e.length()).isEqualTo(length);
                })
                .hasMessage(message);
    }

    @Test
    void namesAreInTheOrderOfTheLeftSide() {
        assertThat(Rearrange.parse("(b a) c -> a b c").axes()).containsExactly("b", "a", "c");
    }
}
