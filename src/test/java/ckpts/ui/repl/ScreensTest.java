package ckpts.ui.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole screens as they are seen, narrow and wide: {@code src/test/fixtures/screens/NAME-COLUMNS.txt}. */
class ScreensTest {
    private static final Path SCREENS = Path.of("src/test/fixtures/screens");
    private static final String FOLDER = "examples/checkpoints/s1_renamed_layers/keras3_weights/";
    private static final String RENAME = "rename \"model/dense_1/**\" -> \"model/fully_connected_a/**\"";

    private static List<String> typed(String name) {
        return switch (name) {
            case "listing" -> List.of("show \"**\"", "tree");
            case "stats" -> List.of("stats \"**\"");
            case "card" -> List.of("\"model/dense_1/_kernel\"?");
            case "plan" -> List.of(RENAME, "%plan");
            case "diff" -> List.of("manifest \"" + FOLDER + "new_model.json\"", "%diff");
            case "history" ->
                List.of(RENAME, "drop \"nope\"", "%undo", "scope \"model\" {", "show \"*\"", "}", "%history");
            case "mistakes" ->
                List.of(
                        "rename \"model/dens_1/*\" -> \"model/x/*\"",
                        "renam \"a\" -> \"b\"",
                        "show \"model/**\" where rnk == 2");
            case "help" -> List.of("%help", "%help save");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Typist typist(int columns) {
        return new Typist().columns(columns).opening(FOLDER + "weights");
    }

    @ParameterizedTest
    @CsvSource({
        "listing,80", "listing,140", "stats,80", "stats,140", "card,80", "card,140", "plan,80", "plan,140",
        "diff,80", "diff,140", "history,80", "history,140", "mistakes,80", "mistakes,140", "help,80", "help,140"
    })
    void isSeenLikeThis(String name, int columns) throws IOException {
        List<String> screen = typist(columns).enters(typed(name).toArray(String[]::new));
        Path golden = SCREENS.resolve(name + "-" + columns + ".txt");
        assertThat(String.join("\n", screen) + "\n").isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 140})
    void noTableIsWiderThanTheTerminal(int columns) throws IOException {
        for (String name : List.of("listing", "stats", "card", "plan")) {
            Typist typist = typist(columns);
            typist.enters(typed(name).toArray(String[]::new));
            String said = typist.written().substring(typist.written().indexOf("In [2]"));
            assertThat(said.lines().filter(line -> !line.contains("\u001b")))
                    .as(name)
                    .allMatch(line -> line.strip().length() <= columns);
        }
    }
}
