package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What docs/commands.md shows was typed: every call in its blocks is run, and says what is below it. */
class CommandsPageTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private static final String ADAM = "src/test/fixtures/tensorflow/saver_adam/model.ckpt-3";

    @TempDir
    private static Path folder;

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/commands.md"));
    }

    @TestFactory
    List<DynamicTest> everyCallRuns() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Matcher block = BLOCK.matcher(page());
        while (block.find()) {
            List<String> lines = block.group(1).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.startsWith("$ ")) {
                    String shown = String.join("\n", lines.subList(i + 1, lines.size()));
                    tests.add(DynamicTest.dynamicTest(line, () -> says(line.substring(2), shown)));
                } else if (line.startsWith("ckpts ")) {
                    tests.add(DynamicTest.dynamicTest(
                            line,
                            () -> assertThat(run(line.split(" > ", 2)[0]).status())
                                    .isZero()));
                }
            }
        }
        assertThat(tests).hasSize(6);
        return tests;
    }

    private static void says(String call, String shown) throws IOException {
        Caller.Result result = run(call);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out().strip()).isEqualTo(shown);
    }

    private static Caller.Result run(String call) throws IOException {
        Path model = folder.resolve("model.safetensors");
        Caller.Result made = new Caller()
                .call("rename", ADAM, model, "model/output/{weights,biases} -> head.{weight,bias}", "--overwrite");
        assertThat(made.status()).as(made.err()).isZero();
        List<Object> words = new ArrayList<>();
        Matcher word = WORD.matcher(call.substring("ckpts ".length()));
        while (word.find()) {
            words.add(Optional.ofNullable(word.group(1))
                    .orElseGet(() -> word.group(2))
                    .replaceAll("\"(\\w+\\.safetensors)\"", Matcher.quoteReplacement("\"" + folder) + "/$1\""));
        }
        return new Caller().call(words.toArray());
    }

    /** Its table has all of them, with the options that are their own. */
    @Test
    void theTableHasEveryOneLineCommand() throws IOException {
        for (Usage usage : Commands.usages()) {
            if (Commands.named(usage.name()).orElseThrow() instanceof OneLineCommand command) {
                String row = page().lines()
                        .filter(line -> line.startsWith("| `ckpts " + usage.name() + " "))
                        .findFirst()
                        .orElseThrow();
                command.ownUsage().options().forEach(option -> assertThat(row).contains("[" + option.name() + " "));
            }
        }
    }
}
