package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every script of {@code examples} holds on its checkpoints and asks for one output. Nothing is written. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TestFactory
    Stream<DynamicNode> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".ckpts"))
                    .sorted()
                    .toList();
            assertThat(scripts).isNotEmpty();
            return scripts.stream()
                    .map(script -> DynamicTest.dynamicTest(
                            script.getFileName().toString(), script.toUri(), () -> holds(script)));
        }
    }

    /** Those of {@code scenarios}, too, whose checkpoints the interop checks make. */
    @TestFactory
    Stream<DynamicNode> everyScriptIsWrittenAsFmtWritesIt() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".ckpts"))
                    .sorted()
                    .toList();
            return scripts.stream()
                    .map(script -> DynamicTest.dynamicTest(
                            EXAMPLES.relativize(script).toString(), script.toUri(), () -> isFormatted(script)));
        }
    }

    private static void isFormatted(Path script) throws IOException {
        String text = Files.readString(script);
        Formatter.Formatted formatted = Formatter.format(new SourceText(script.toString(), text, Optional.empty()));
        assertThat(formatted.diagnostics()).isEmpty();
        assertThat(formatted.text()).contains(text);
    }

    /** From the folder of the checkout, where its commands are called; its manifest is one that the checkpoint has beside it. */
    @Test
    void theScriptOfTheReadmeHoldsWhereItSays() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String fence = "```ckpts\n";
        int begin = readme.indexOf(fence) + fence.length();
        String script = readme.substring(begin, readme.indexOf("```", begin));
        assertThat(readme).contains("`ckpts plan fix.ckpts`", "`ckpts fix.ckpts`");
        assertThat(script).contains("manifest \"new_model.json\"");
        String manifest = "examples/checkpoints/s1_renamed_layers/keras3_adam/new_model.json";
        holds(SourceText.ofFile(Path.of("fix.ckpts"), "fix.ckpts", script.replace("new_model.json", manifest)));
    }

    private static void holds(Path script) throws IOException {
        holds(SourceText.ofFile(script, script.getFileName().toString(), Files.readString(script)));
    }

    private static void holds(SourceText source) throws IOException {
        try (Session session =
                new Session(StandardFormats.formats(), new RealDisk(), new Budget(Budget.STANDARD_MEMORY, 2))) {
            Outcome outcome = session.evaluate(source, Map.of(), true);
            assertThat(outcome.diagnostics()).isEmpty();
            assertThat(outcome.plan().saves()).hasSize(1);
            assertThat(session.workspace().imbalances()).isEmpty();
        }
    }
}
