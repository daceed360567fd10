package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small scripts that ask for more than there is time or memory for. */
class MaxWorkTest {
    @TempDir
    private Path folder;

    private Caller.Result run(List<String> options, String... lines) throws IOException {
        Path script = Files.writeString(folder.resolve("s.ckpts"), String.join("\n", lines) + "\n");
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(options);
        words.add(script.toString());
        return new Caller().call(words.toArray(String[]::new));
    }

    private void isTooMuch(int line, String marked, String... lines) throws IOException {
        Caller.Result result = run(List.of(), lines);
        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).startsWith("error[E0307]: the work of the script exceeds 20000000\n");
        assertThat(result.err()).contains("s.ckpts:" + line + ":" + (lines[line - 1].indexOf(marked) + 1) + "\n");
        assertThat(result.err()).containsOnlyOnce("error[");
    }

    @Test
    void turnsOfNestedLoopsCountTogether() throws IOException {
        isTooMuch(1, "100001", "for i in 0..100000 { for j in 0..100001 { } }");
        isTooMuch(1, "9223372036854775807", "for i in -9223372036854775800..9223372036854775807 { }");
    }

    @Test
    void statementsInLoopsCount() throws IOException {
        isTooMuch(1, "1999999", "for i in 0..1999999 { let x = i }");
    }

    @Test
    void listsAndStringsThatDoubleCount() throws IOException {
        String[] lists = doubling("[1, 2]", "[$aN, $aN]");
        String[] texts = doubling("\"0123456789\"", "$aN + $aN");

        isTooMuch(23, "[$a21", lists);
        isTooMuch(25, "$a23 +", texts);
    }

    @Test
    void textsThatGrowInOneStepCountBeforeTheyAreMade() throws IOException {
        String[] texts = doubling("\"aaaaaaaaaa\"", "replace($aN, \"a\", \"aaaaaaaaaa\")");

        isTooMuch(9, "replace($a7", texts);
    }

    private static String[] doubling(String first, String next) {
        return Stream.iterate(0, i -> i < 40, i -> i + 1)
                .map(i -> "let a" + i + " = " + (i == 0 ? first : next.replace("N", String.valueOf(i - 1))))
                .toArray(String[]::new);
    }

    @Test
    void shardsCount() throws IOException {
        isTooMuch(2, "99999", load(), "save \"out\" shards 99999");
    }

    @Test
    void namesCount() throws IOException {
        Caller.Result result =
                run(List.of("--max-work", "200"), load(), "for i in 0..9 {", "  copy \"**\" -> \"c{i}/**\"", "}");

        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo("error[E0307]: the work of the script exceeds 200\n"
                        + "  --> " + folder.resolve("s.ckpts") + ":3:3\n"
                        + " 3 |   copy \"**\" -> \"c{i}/**\"\n"
                        + "   |   ^^^^^^^^^^^^^^^^^^^^^^\n"
                        + "help: to allow that much work, pass --max-work 2000\n"
                        + "note: an iteration of a loop and an item of a list count 1, a statement in a loop and a new name 10,"
                        + " a file 1000\n");
    }

    @Test
    void whatIsMeantIsAllowed() throws IOException {
        Caller.Result result = run(List.of("--max-work", "1000"), "for i in 0..9 { let x = i }");

        assertThat(result.status()).isZero();
    }

    @Test
    void listsNestToABound() throws IOException {
        Caller.Result result = run(List.of(), doubling("[1]", "[$aN]"));
        Caller.Result deep = run(
                List.of(),
                Stream.iterate(0, i -> i < 65, i -> i + 1)
                        .map(i -> "let a" + i + " = " + (i == 0 ? "[1]" : "[$a" + (i - 1) + "]"))
                        .toArray(String[]::new));

        assertThat(result.status()).isZero();
        assertThat(deep.err()).startsWith("error[E0302]: lists are nested more than 64 deep\n");
    }

    private String load() throws IOException {
        for (String ending : List.of(".index", ".data-00000-of-00001")) {
            Files.copy(
                    Path.of("src/test/fixtures/tensorflow/saver_adam/model.ckpt-3" + ending),
                    folder.resolve("in" + ending));
        }
        return "load \"in\"";
    }
}
