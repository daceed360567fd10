package ckpts.format;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Conventions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/formats/your-first-format.md} shows code that is there, and says all that it should. */
class FirstFormatTest {
    private static final Path PAGE = Path.of("docs/formats/your-first-format.md");
    private static final Path WORKED_EXAMPLE = Path.of("src/main/java/ckpts/format/safetensors");
    private static final Pattern SHOWN = Pattern.compile("`(\\w+)`:\n\n```java\n(.*?)\n```\n", Pattern.DOTALL);

    @Test
    void thePageShowsTheCodeOfTheProgram() throws IOException {
        List<MatchResult> shown = SHOWN.matcher(page()).results().toList();
        assertThat(shown).hasSize(7);
        assertThat(page().split("```java", -1)).hasSize(shown.size() + 1);
        for (MatchResult one : shown) {
            String file = Files.readString(WORKED_EXAMPLE.resolve(one.group(1) + ".java"));
            assertThat(withoutIndent(file)).as(one.group(1)).contains(withoutIndent(one.group(2)));
        }
    }

    private static String withoutIndent(String code) {
        return code.replaceAll("(?m)^ +", "");
    }

    @Test
    void thePageExplainsEveryHook() throws IOException {
        for (Class<?> type : List.of(CheckpointFormat.class, Conventions.class)) {
            for (Method hook : type.getDeclaredMethods()) {
                assertThat(page()).as(type.getSimpleName()).containsPattern("\\| `" + hook.getName() + "`");
            }
        }
    }

    @Test
    void theTestsThatThePageNamesExist() throws IOException {
        List<String> tests = Pattern.compile("`(?:FormatContract)?\\.(\\w+)`")
                .matcher(page())
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(tests).isNotEmpty();
        assertThat(FormatContract.class.getDeclaredMethods())
                .extracting(Method::getName)
                .containsAll(tests);
    }

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }
}
