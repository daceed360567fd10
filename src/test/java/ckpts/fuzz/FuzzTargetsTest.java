package ckpts.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A short run over all targets, the same each time: seeds, what was found before, and mutants by their numbers. Long ones
 * are made by {@code src/test/fuzz/campaign}.
 */
@Timeout(120)
class FuzzTargetsTest {
    private static final int MUTANTS = 400;

    @ParameterizedTest
    @EnumSource
    void seedsAndWhatWasFound(FuzzTarget target) throws IOException {
        List<byte[]> seeds = Corpus.seeds(target);
        assertThat(seeds).as("seeds of %s", target).isNotEmpty();
        run(target, "seed", seeds.size(), number -> seeds.get((int) number));
        List<byte[]> found = Corpus.found(target);
        run(target, "found before", found.size(), number -> found.get((int) number));
    }

    @ParameterizedTest
    @EnumSource
    void mutants(FuzzTarget target) throws IOException {
        run(target, "mutant", MUTANTS, new Damage(Corpus.seeds(target))::mutant);
    }

    private static void run(FuzzTarget target, String what, int count, LongFunction<byte[]> inputs) {
        LongStream.range(0, count).forEach(number -> {
            byte[] input = inputs.apply(number);
            try {
                target.accept(input);
            } catch (RuntimeException | Error e) {
                String text = Base64.getEncoder().encodeToString(input);
                throw new AssertionError(target + ", " + what + " " + number + ", in base 64: " + text, e);
            }
        });
    }
}
