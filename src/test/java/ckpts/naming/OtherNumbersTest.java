package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherNumbersTest {
    private static final List<String> EXPERTS = List.of(
            "layers.0.experts.0.w",
            "layers.0.experts.1.w",
            "layers.1.experts.0.w",
            "layers.1.experts.1.w",
            "layers.3.experts.0.w",
            "layers.3.experts.1.w");

    private static List<String> told(String pattern, List<String> names) {
        return OtherNumbers.of(NamePattern.glob(pattern), "", names).stream()
                .map(other -> other.sentence(""))
                .toList();
    }

    @Test
    void aNumberThatIsNotThere() {
        assertThat(told("layers.9.**", EXPERTS)).containsExactly("layers are 0, 1, 3: \"layers.{0,1,3}.**\" matches 6");
        assertThat(told("layers.0.experts.7.w", EXPERTS))
                .containsExactly("numbers there are 0..1: \"layers.0.experts.{0..1}.w\" matches 2");
        assertThat(told("layers.9.*", List.of("layers.2.w")))
                .containsExactly("the only number there is 2: \"layers.2.*\" matches 1");
    }

    @Test
    void rangesListsAndCaptures() {
        assertThat(told("layers.{4..9}.**", EXPERTS)).hasSize(1);
        assertThat(told("layers.{i:2..9}.experts.{i:2..9}.w", EXPERTS))
                .containsExactly("layers are 0..1: \"layers.{i:0..1}.experts.{i:0..1}.w\" matches 2");
        assertThat(told("layers.{i:7|9}.**", EXPERTS))
                .containsExactly("layers are 0, 1, 3: \"layers.{i:0|1|3}.**\" matches 6");
        assertThat(told("layers.{i:7..9}.**", List.of("layers.2.w")))
                .containsExactly("the only number there is 2: \"layers.{i:2..2}.**\" matches 1");
    }

    @Test
    void numbersWithLeadingZeros() {
        assertThat(told("h.{00..11}.w", List.of("h.00.w", "h.01.w", "h.02.w")))
                .containsExactly("layers are 00..02: \"h.{00..02}.w\" matches 3");
    }

    @Test
    void numbersThatExistAreNotReported() {
        assertThat(told("layers.{0..1}.x", EXPERTS)).isEmpty();
        assertThat(told("layers.{0..1}.experts.{0..7}.w", EXPERTS))
                .containsExactly("numbers there are 0..1: \"layers.{0..1}.experts.{0..1}.w\" matches 4");
    }
}
