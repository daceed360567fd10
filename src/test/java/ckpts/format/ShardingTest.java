package ckpts.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.TooLargeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardingTest {
    private static List<List<Long>> even(int count, Long... sizes) {
        return Sharding.even(List.of(sizes), size -> size, count);
    }

    @Test
    void anItemGoesWhereItsMiddleLies() {
        assertThat(even(2, 4L, 4L, 1L)).containsExactly(List.of(4L), List.of(4L, 1L));
        assertThat(even(3, 9L)).containsExactly(List.of(), List.of(9L), List.of());
        assertThat(even(2, 0L, 0L)).containsExactly(List.of(0L, 0L), List.of());
    }

    @Test
    void sizesUpToTheLargestAreSpread() {
        long half = Long.MAX_VALUE / 2;
        assertThat(even(2, half, half, 1L)).containsExactly(List.of(half), List.of(half, 1L));
        assertThatThrownBy(() -> even(2, half, half, 2L)).isInstanceOf(TooLargeException.class);
    }

    @Test
    void aNumberOfFilesIsFreeIfNoneOfThatNumberIsThere() {
        assertThat(Sharding.freeCount(2, count -> false)).isEqualTo(2);
        assertThat(Sharding.freeCount(2, count -> count == 2 || count == 3)).isEqualTo(4);
    }
}
