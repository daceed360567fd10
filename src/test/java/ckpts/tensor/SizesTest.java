package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SizesTest {
    @Test
    void aTensorIsNeverTooLargeToCount() {
        assertThat(new TensorType(DType.COMPLEX128, Shape.of(1L << 28, 1L << 28)).byteSize())
                .isEqualTo(1L << 60);
        assertThatThrownBy(() -> new TensorType(DType.UINT8, Shape.of((1L << 56) + 1)))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("uint8[72057594037927937] is too large: a tensor has at most 72057594037927936 elements");
    }

    @Test
    void axesAfterAnEmptyOneCount() {
        assertThat(TensorType.isCountable(Shape.of(0, 1L << 56))).isTrue();
        assertThat(TensorType.isCountable(Shape.of(0, 1L << 40, 1L << 40))).isFalse();
        assertThat(TensorType.isCountable(Shape.of(Long.MAX_VALUE, Long.MAX_VALUE)))
                .isFalse();
    }

    @Test
    void sumsAndProductsAreExactOrRefused() {
        assertThat(ExactSizes.sum(Long.MAX_VALUE - 1, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(ExactSizes.sum(LongStream.of(1, 2, 3))).isEqualTo(6);
        assertThat(ExactSizes.product(1L << 31, 1L << 31)).isEqualTo(1L << 62);
        assertThatThrownBy(() -> ExactSizes.sum(LongStream.of(Long.MAX_VALUE, 1)))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("sizes add up to more than 9223372036854775807");
        assertThatThrownBy(() -> ExactSizes.product(1L << 32, 1L << 31))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("sizes multiply to more than 9223372036854775807");
    }
}
