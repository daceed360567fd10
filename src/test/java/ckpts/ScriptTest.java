package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.execution.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the programs of {@code src/test/scripts}: what the language means, one idea each. */
class ScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/scripts");
    private static final Path WRONG = SCRIPTS.resolve("wrong");

    @TestFactory
    Stream<DynamicNode> programs() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            List<Path> programs = files.filter(file -> file.toString().endsWith(".ckpts"))
                    .filter(file -> !file.startsWith(WRONG))
                    .sorted()
                    .toList();
            assertThat(programs).isNotEmpty();
            return programs.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            SCRIPTS.relativize(file).toString(), file.toUri(), () -> holds(Program.read(file))));
        }
    }

    static void holds(Program program) throws IOException {
        assertThat(program.expectations())
                .as("%s expects something", program.name())
                .isNotEmpty();
        try (Playground playground = new Playground(program)) {
            Outcome outcome = playground.evaluate(program);
            if (outcome.holds() && !outcome.plan().saves().isEmpty()) {
                assertThat(playground.save(outcome).diagnostics()).isEmpty();
            }
            assertThat(playground.session().workspace().imbalances()).isEmpty();
            Transcript transcript = new Transcript(program, playground, outcome);
            assertThat(String.join("\n", transcript.found()))
                    .as(program.name())
                    .isEqualTo(String.join("\n", transcript.expected()));
            if (!outcome.holds()) {
                assertThat(playground.written())
                        .as("a failed run writes nothing")
                        .isEmpty();
            }
        }
    }
}
