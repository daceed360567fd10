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
 * <p>The bounds are what holds today. They may only be made tighter: none of a kind that does harm is the aim.
 */
class SchemesTest {
    private static final String TABLE = "target/schemes.txt";

    private static final int SOLVED = 24;
    private static final int PAIRED = 25;
    private static final int RIGHT = 4549;
    private static final int WRONG_GREEN = 18;
    private static final int DESTROYING = 64;
    private static final int WRONG = 466;
    private static final int INVENTED = 6;

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
        assertThat(with(Verdict.WRONG_GREEN)).hasSizeLessThanOrEqualTo(WRONG_GREEN);
    }

    @Test
    void noActiveLineMakesAnewOrDropsWhatHasACounterpart() {
        assertThat(JUDGEMENTS.stream()
                        .filter(Judgement::destroys)
                        .map(judgement -> judgement.pair().name()))
                .hasSizeLessThanOrEqualTo(DESTROYING);
    }

    @Test
    void noActiveLineGivesATensorTheValuesOfAnother() {
        assertThat(sum(Judgement::wrong)).isLessThanOrEqualTo(WRONG);
        assertThat(sum(Judgement::invented)).isLessThanOrEqualTo(INVENTED);
    }

    @Test
    void asManyPairsAreSolvedAsEver() {
        assertThat(with(Verdict.SOLVED)).hasSizeGreaterThanOrEqualTo(SOLVED);
        assertThat(JUDGEMENTS.stream().filter(Judgement::paired)).hasSizeGreaterThanOrEqualTo(PAIRED);
        assertThat(sum(Judgement::right)).isGreaterThanOrEqualTo(RIGHT);
    }
}
