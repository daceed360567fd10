package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnmetChoiceTest {
    private static final List<String> NAMES = List.of("h.0.a", "h.1.a", "h.1.b", "h.5.b");

    private static List<UnmetChoice> unmet(String pattern, List<String> names) {
        NamePattern glob = NamePattern.glob(pattern);
        return UnmetChoice.of(glob, glob.matches(names));
    }

    @Test
    void eachTextByItselfNotEveryCombination() {
        assertThat(unmet("h.{0,1}.{a,b}", NAMES)).isEmpty();
        assertThat(unmet("h.{0,1,2}.{a,b,c}", NAMES))
                .containsExactly(new UnmetChoice("{0,1,2}", "2", 1, 3), new UnmetChoice("{a,b,c}", "c", 1, 3));
    }

    @Test
    void gapsOfRanges() {
        assertThat(unmet("h.{0..7}.*", NAMES)).containsExactly(new UnmetChoice("{0..7}", "2..4, 6..7", 5, 8));
        assertThat(unmet("h.{i:7..0}.*", NAMES)).containsExactly(new UnmetChoice("{i:7..0}", "2..4, 6..7", 5, 8));
        assertThat(unmet("h.{00..01}.w", List.of("h.00.w"))).containsExactly(new UnmetChoice("{00..01}", "01", 1, 2));
    }

    @Test
    void aRangeLongerThanMemory() {
        assertThat(unmet("h.{0..999999999999}.*", NAMES))
                .containsExactly(
                        new UnmetChoice("{0..999999999999}", "2..4, 6..999999999999", 999999999997L, 1000000000000L));
    }

    @Test
    void manyWordsAreNotAllListed() {
        assertThat(unmet("h.0.{a,b,c,d,e,f,g,h,i,j,k}", NAMES).get(0).unmatched())
                .isEqualTo("b, c, d, e, f, g, h, i and 2 more");
    }

    @Test
    void nothingWithoutLists() {
        assertThat(unmet("h.*.{x}", NAMES)).isEmpty();
        NamePattern regex = NamePattern.regex("a");
        assertThat(UnmetChoice.of(regex, regex.matches(NAMES))).isEmpty();
    }
}
