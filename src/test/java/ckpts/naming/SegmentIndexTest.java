package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names found by the rarest of some segments. */
class SegmentIndexTest {
    private final SegmentIndex index = new SegmentIndex(List.of("a/b/w", "a/c/w", "b.b/v", "d"));

    @Test
    void theRarestSegmentDecides() {
        assertThat(index.having(Set.of("a", "w")).orElseThrow()).containsExactly("a/b/w", "a/c/w");
        assertThat(index.having(Set.of("w", "c")).orElseThrow()).containsExactly("a/c/w");
    }

    @Test
    void aNameIsFoundOnceHoweverOftenItHasTheSegment() {
        assertThat(index.having(Set.of("b")).orElseThrow()).containsExactly("a/b/w", "b.b/v");
    }

    @Test
    void noNameHasWhatNoNameHas() {
        assertThat(index.having(Set.of("a", "x")).orElseThrow()).isEmpty();
    }

    @Test
    void withoutASegmentNothingIsKnown() {
        assertThat(index.having(Set.of())).isEmpty();
    }
}
