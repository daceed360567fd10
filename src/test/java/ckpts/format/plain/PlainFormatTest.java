package ckpts.format.plain;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Conventions;
import ckpts.format.CheckpointFormat;
import ckpts.format.FormatContract;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The format that {@code docs/formats/your-first-format.md} builds is one, and the page says all that it should. */
class PlainFormatTest extends FormatContract {
    private static final Path PAGE = Path.of("docs/formats/your-first-format.md");
    private static final Path CODE = Path.of("src/test/java/ckpts/format/plain/PlainFormat.java");

    @Override
    protected CheckpointFormat format() {
        return new PlainFormat();
    }

    /** {@code printf 'PLAIN\n...'} and six float32, 1 2 3 4 0.5 -0.5, and one int64, 7, in little-endian order. */
    @Override
    protected Stream<Fixture> fixtures() {
        Map<String, String> listing = Map.of(
                "dense/kernel",
                "float32[2, 2] ad73b9acd6e4a74b2f5bb5386658ce3bb146cd040a1867646ab3b973fb6632b1",
                "dense/bias",
                "float32[2] deea3b24add66f9c401d38a758eb5cb664db0596a3113b5ceaf8c5e774faa321",
                "step",
                "int64[] aae89fc0f03e2959ae4d701a80cc3915918c950b159f6abb6c92c1433b1a8534");
        return Stream.of(new Fixture(Path.of("src/test/fixtures/plain/three/model.plain"), listing, true, false));
    }

    @Override
    protected byte[] hashed(Tensor tensor) throws IOException {
        return bytes(tensor);
    }

    @Test
    void thePageShowsTheCodeThatIsTested() throws IOException {
        String code = Files.readString(CODE);
        assertThat(Files.readString(PAGE))
                .contains("```java\n" + code.substring(code.indexOf("/** One file")) + "```\n");
    }

    @Test
    void thePageExplainsEveryHook() throws IOException {
        String page = Files.readString(PAGE);
        for (Class<?> type : List.of(CheckpointFormat.class, Conventions.class)) {
            for (Method hook : type.getDeclaredMethods()) {
                assertThat(page).as(type.getSimpleName()).containsPattern("\\| `" + hook.getName() + "`");
            }
        }
    }

    @Test
    void theTestsThatThePageNamesExist() throws IOException {
        List<String> tests = Pattern.compile("`(?:FormatContract)?\\.(\\w+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(tests).isNotEmpty();
        assertThat(FormatContract.class.getDeclaredMethods())
                .extracting(Method::getName)
                .containsAll(tests);
    }
}
