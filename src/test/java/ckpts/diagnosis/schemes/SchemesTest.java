package ckpts.diagnosis.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.diagnosis.schemes.Judgement.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The active lines of {@code diff}, taken at their word, over naming schemes that people meet. What comes of each pair is
 * in {@value #TABLE}.
 *
 * <p>What does harm does not happen: no script holds with other values in a tensor, no line makes anew or drops what has
 * a counterpart, none gives a tensor the values of another. What is solved, paired and right is bounded by what holds
 * today, and so are variables that have no counterpart and get some tensor all the same; those bounds may only be made
 * tighter.
 */
class SchemesTest {
    private static final String TABLE = "target/schemes.txt";

    private static final int SOLVED = 66;
    private static final int PAIRED = 74;
    private static final int RIGHT = 9362;
    private static final int INVENTED = 2;

    private static final List<Judgement> JUDGEMENTS = new ArrayList<>();

    @BeforeAll
    static void judgeAll() throws IOException {
        JUDGEMENTS.addAll(Pairs.all().parallelStream().map(SchemesTest::judged).toList());
        List<String> lines = new ArrayList<>(List.of(Judgement.head()));
        JUDGEMENTS.forEach(judgement -> lines.add(judgement.line()));
        lines.add(
                "%d pairs: %d solved, %d paired, %d wrong and green, %d destroying; of %d tensors %d right, %d wrong, %d open, %d anew; %d dropped, %d invented"
                        .formatted(
                                JUDGEMENTS.size(),
                                with(Verdict.SOLVED).size(),
                                JUDGEMENTS.stream().filter(Judgement::paired).count(),
                                with(Verdict.WRONG_GREEN).size(),
                                JUDGEMENTS.stream().filter(Judgement::destroys).count(),
                                sum(Judgement::right)
                                        + sum(Judgement::wrong)
                                        + sum(Judgement::open)
                                        + sum(Judgement::anew),
                                sum(Judgement::right),
                                sum(Judgement::wrong),
                                sum(Judgement::open),
                                sum(Judgement::anew),
                                sum(Judgement::dropped),
                                sum(Judgement::invented)));
        Files.createDirectories(Path.of(TABLE).getParent());
        Files.write(Path.of(TABLE), lines);
    }

    private static Judgement judged(Pair pair) {
        try {
            return Judge.judge(pair);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(Verdict verdict) {
        return JUDGEMENTS.stream()
                .filter(judgement -> judgement.verdict() == verdict)
                .map(judgement -> judgement.pair().name())
                .toList();
    }

    private static int sum(Function<Judgement, Collection<String>> part) {
        return JUDGEMENTS.stream()
                .mapToInt(judgement -> part.apply(judgement).size())
                .sum();
    }

    @Test
    void thereIsSomethingToPairInEachAndEachIsAnother() {
        assertThat(JUDGEMENTS).hasSizeGreaterThanOrEqualTo(64);
        assertThat(JUDGEMENTS.stream().map(judgement -> judgement.pair().name()))
                .doesNotHaveDuplicates();
        assertThat(JUDGEMENTS.stream().map(judgement -> new Truth(judgement.pair()).counterparts()))
                .noneMatch(Map::isEmpty);
    }

    @Test
    void noScriptHoldsThatGivesATensorOtherValues() {
        assertThat(with(Verdict.WRONG_GREEN)).isEmpty();
    }

    @Test
    void noActiveLineReinitializesOrDropsWhatHasACounterpart() {
        assertThat(JUDGEMENTS.stream()
                        .filter(Judgement::destroys)
                        .map(judgement -> judgement.pair().name()))
                .isEmpty();
    }

    @Test
    void noActiveLineGivesATensorTheValuesOfAnother() {
        assertThat(sum(Judgement::wrong)).isZero();
        assertThat(sum(Judgement::invented)).isLessThanOrEqualTo(INVENTED);
    }

    @Test
    void asManyPairsAreSolvedAsEver() {
        assertThat(with(Verdict.SOLVED)).hasSizeGreaterThanOrEqualTo(SOLVED);
        assertThat(JUDGEMENTS.stream().filter(Judgement::paired)).hasSizeGreaterThanOrEqualTo(PAIRED);
        assertThat(sum(Judgement::right)).isGreaterThanOrEqualTo(RIGHT);
    }
}
