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
    /** Programs of other tests. */
    private static final List<Path> OTHERS = List.of(SCRIPTS.resolve("wrong"), SCRIPTS.resolve("reference"));

    @TestFactory
    Stream<DynamicNode> programs() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            List<Path> programs = files.filter(file -> file.toString().endsWith(".ckpts"))
                    .filter(file -> OTHERS.stream().noneMatch(file::startsWith))
                    .sorted()
                    .toList();
            assertThat(programs).isNotEmpty();
            return programs.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(SCRIPTS.relativize(file).toString(), file.toUri(), () -> {
                                Program program = Program.read(file);
                                assertThat(program.expectations())
                                        .as("%s expects something", program.name())
                                        .isNotEmpty();
                                holds(program);
                            }));
        }
    }

    /** Runs a program and compares what it comes to with what its comments expect. */
    static void holds(Program program) throws IOException {
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
