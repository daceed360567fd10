package ckpts.diagnosis.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.advice.Trial;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every line that advice prints runs over naming schemes that people meet. */
class RepairsOfSchemesTest {
    @TestFactory
    Stream<DynamicTest> everyLineDoesWhatItIsPrintedFor() {
        return Pairs.all().stream()
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> {
                    Scene scene = new Scene(pair, new Truth(pair));
                    assertThat(new Trial(() -> opened(scene)).complaints()).isEmpty();
                }));
    }

    private static Session opened(Scene scene) {
        Session session = scene.session();
        Outcome outcome =
                Scene.evaluate(session, "load \"%s\"%nmanifest \"%s\"%n".formatted(scene.checkpoint(), Scene.MANIFEST));
        if (!outcome.holds()) {
            throw new AssertionError(outcome.diagnostics());
        }
        return session;
    }
}
