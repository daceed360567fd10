package ckpts.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FormatOptionTest {
    private static final FormatOption.Whole LEVEL =
            new FormatOption.Whole("level", 0, 9, false, 6L, "how hard it is packed");
    private static final FormatOption.Whole PAGE =
            new FormatOption.Whole("page", 8, 64, true, 8L, "where the data begin");
    private static final FormatOption.OneOf<Order> ORDER =
            new FormatOption.OneOf<>("order", Order.BY_NAME, "of the tensors");

    private enum Order {
        BY_NAME,
        AS_READ
    }

    @Test
    void anOptionSaysItsValues() {
        assertThat(LEVEL.values()).isEqualTo("a whole number from 0 to 9");
        assertThat(PAGE.values()).isEqualTo("a power of two from 8 to 64");
        assertThat(ORDER.values()).isEqualTo("`by_name` or `as_read`");
        assertThat(ORDER.described()).isEqualTo("order = by_name (`by_name` or `as_read`): of the tensors");
        assertThat(ORDER.named("as_read")).contains(Order.AS_READ);
        assertThat(ORDER.named("AS_READ")).isEmpty();
    }

    @Test
    void theNearestValueIsOneThatItTakes() {
        assertThat(LEVEL.nearest(-1)).isEqualTo(0);
        assertThat(LEVEL.nearest(10)).isEqualTo(9);
        assertThat(PAGE.nearest(Long.MIN_VALUE)).isEqualTo(8);
        assertThat(PAGE.nearest(Long.MAX_VALUE)).isEqualTo(64);
        assertThat(PAGE.nearest(12)).isEqualTo(16);
        assertThat(PAGE.nearest(11)).isEqualTo(8);
        assertThat(PAGE.takes(16)).isTrue();
        assertThat(PAGE.takes(12)).isFalse();
        assertThat(PAGE.takes(128)).isFalse();
    }

    @Test
    void theUsualValueMustBeOneThatItTakes() {
        assertThatThrownBy(() -> new FormatOption.Whole("page", 8, 64, true, 12L, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("page cannot be 12");
    }

    @Test
    void optionsThatAreNotGivenHaveTheUsualValue() {
        FormatOptions options = FormatOptions.NONE.with(PAGE, 16L).with(ORDER, Order.AS_READ);

        assertThat(options.get(PAGE)).isEqualTo(16);
        assertThat(options.get(ORDER)).isEqualTo(Order.AS_READ);
        assertThat(options.get(LEVEL)).isEqualTo(6);
        assertThat(options.given(LEVEL)).isEmpty();
        assertThat(options.has(PAGE)).isTrue();
        assertThat(options.written()).isEqualTo("(page = 16, order = as_read)");
        assertThat(FormatOptions.NONE.written()).isEmpty();
        assertThat(options)
                .isEqualTo(FormatOptions.NONE.with(ORDER, Order.AS_READ).with(PAGE, 16L));
    }
}
