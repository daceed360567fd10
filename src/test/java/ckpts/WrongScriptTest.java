package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.execution.Event;
import ckpts.language.execution.Outcome;
import ckpts.language.source.Diagnostic;
import ckpts.ui.render.DiagnosticRenderer;
import ckpts.ui.render.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The exact diagnostics of wrong scripts and damaged inputs: beside each {@code .ckpts} of
 * {@code src/test/scripts/wrong} is an {@code .expected} with the diagnostics as a terminal shows them. After a
 * message was changed on purpose, {@code -Dckpts.golden=write} rewrites them; they are judged in review.
 */
class WrongScriptTest {
    private static final Path WRONG = Path.of("src/test/scripts/wrong");
    private static final boolean WRITE = "write".equals(System.getProperty("ckpts.golden"));

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(WRONG)) {
            return files.filter(file -> file.toString().endsWith(".ckpts"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicNode> wrongScripts() throws IOException {
        return scripts().stream()
                .map(file -> DynamicTest.dynamicTest(
                        WRONG.relativize(file).toString(), file.toUri(), () -> reportsAsExpected(file)));
    }

    private static void reportsAsExpected(Path file) throws IOException {
        String reported = reported(Program.read(file));
        Path golden = expected(file);
        if (WRITE) {
            Files.writeString(golden, reported);
        }
        assertThat(reported).isEqualTo(Files.readString(golden));
    }

    private static String reported(Program program) throws IOException {
        try (Playground playground = new Playground(program)) {
            Outcome outcome = playground.evaluate(program);
            List<Diagnostic> reported = new ArrayList<>(outcome.diagnostics());
            outcome.events().stream()
                    .filter(Event.Reported.class::isInstance)
                    .forEach(event -> reported.add(((Event.Reported) event).diagnostic()));
            if (outcome.holds()) {
                reported.addAll(playground.save(outcome).diagnostics());
            }
            assertThat(reported).as("%s is wrong", program.name()).anyMatch(Diagnostic::isError);
            assertThat(playground.written()).as("a failed run writes nothing").isEmpty();
            return new DiagnosticRenderer(Style.PLAIN).render(reported);
        }
    }

    @Test
    void expectsNothingOfScriptsThatAreNotThere() throws IOException {
        try (Stream<Path> files = Files.walk(WRONG)) {
            assertThat(files.filter(file -> file.toString().endsWith(".expected")))
                    .containsExactlyInAnyOrderElementsOf(
                            scripts().stream().map(WrongScriptTest::expected).toList());
        }
    }

    private static Path expected(Path script) {
        return script.resolveSibling(script.getFileName().toString().replace(".ckpts", ".expected"));
    }
}
