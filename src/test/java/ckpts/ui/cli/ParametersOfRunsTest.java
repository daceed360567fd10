package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts on the command line, {@code -c}, and parameters in files, {@code --params}. */
class ParametersOfRunsTest {
    private static final String PARAMETERS = """
            param n: int
            param r: float = 0.5
            param b = false
            param s = "x"
            param d = float32
            param l: list[string] = []
            param m: list[list[int]] = []
            print "$n $r $b $s $d $m"
            for x in $l { print "<$x>" }
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Caller.Result run(String json, Object... more) throws IOException {
        Object[] words = new Object[more.length + 5];
        System.arraycopy(
                new Object[] {"-c", PARAMETERS, "--params", file("p.json", json), "--max-work=100000"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return new Caller().call(words);
    }

    @Test
    void statementsAreAScript() throws IOException {
        assertThat(new Caller()
                        .call("-c", "let x = 1; print x + 1\nprint \"a\"")
                        .out())
                .isEqualTo("2\na\n");
        assertThat(new Caller()
                        .call("run", "-c", "param n = 1; print n", "--set", "n=7")
                        .out())
                .isEqualTo("7\n");
        assertThat(new Caller().call("-c", "prnt 1")).isEqualTo(new Caller.Result(3, "", """
                error[E0101]: there is no statement `prnt`
                  --> <statements>:1:1
                 1 | prnt 1
                   | ^^^^ expected <statement>
                help: did you mean `print`?
                """));
        assertThat(new Caller().call("plan", "-c", "assert 1 == 2").status()).isEqualTo(1);
        assertThat(new Caller().call("check", "-c", "print").status()).isEqualTo(3);
        assertThat(new Caller()
                        .call("check", "-c", "print 1", file("x.ckpts", "print"))
                        .status())
                .isEqualTo(3);
        assertThat(new Caller().call("-c", "").status()).isZero();
    }

    @Test
    void thereIsOneScript() throws IOException {
        assertThat(new Caller().call("-c", "print 1", "x.ckpts")).isEqualTo(new Caller.Result(2, "", """
                ckpts run: unexpected argument "x.ckpts": -c gives the script
                usage: ckpts run [OPTION...] [SCRIPT|-]
                """));
        assertThat(new Caller().call("run")).isEqualTo(new Caller.Result(2, "", """
                ckpts run: no script is given
                help: name a file, or give statements: -c 'load "PATH"; show'
                usage: ckpts run [OPTION...] [SCRIPT|-]
                """));
        assertThat(new Caller().call("check").status()).isEqualTo(2);
        assertThat(new Caller().call("-c").err()).startsWith("ckpts run: -c needs a value: -c STATEMENTS\n");
    }

    /** As for standard input, the working directory is the root. */
    @Test
    void safeStatementsStayInTheWorkingDirectory() throws IOException {
        Path file = file("v.txt", "");
        assertThat(new Caller().call("--safe").status()).isEqualTo(2);
        Caller.Result refused = new Caller().call("-c", "load \"" + file + "\"", "--safe");
        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err()).contains("note: it may use the working directory\n");
    }

    @Test
    void everyKindOfValueIsRead() throws IOException {
        assertThat(run("""
                {"n": 3, "r": 1e-3, "b": true, "s": "a \\"b\\" $n \\\\ ü\\n", "d": "bf16",
                 "l": ["q", "k, v", "", " x ", "[1]", "\\"", "\\\\"], "m": [[1, 2], []]}
                """)).isEqualTo(new Caller.Result(0, """
                3 0.001 true a "b" $n \\ ü\\n bfloat16 [[1, 2], []]
                <q>
                <k, v>
                <>
                < x >
                <[1]>
                <">
                <\\>
                """, ""));
    }

    @Test
    void setOverridesTheFile() throws IOException {
        assertThat(run("{\"n\": 3, \"s\": \"file\"}", "--set", "s=line").out()).startsWith("3 0.5 false line ");
        assertThat(new Caller()
                        .call(
                                file("x.ckpts", "param n: int\nprint n\n"),
                                "--set",
                                "n=1",
                                "--params",
                                file("q.json", "{\"n\": 2}"))
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void whatPlanListsIsRead() throws IOException {
        String values = "{\"n\": 3, \"s\": \"a, b\", \"l\": [\"q\", \"k, v\", \"\"], \"m\": [[1], [2, 3]]}";
        String plan = new Caller()
                .call("plan", "-c", PARAMETERS, "--params", file("p.json", values), "--format", "json")
                .out();
        int begin = plan.indexOf("\"parameters\" : ") + "\"parameters\" : ".length();
        String listed = plan.substring(begin, plan.indexOf("\"loaded\"", begin)).strip();

        assertThat(run(listed.substring(0, listed.length() - 1))).isEqualTo(run(values));
        assertThat(run(values).status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"n\": null}; byte 6: a parameter is a string, a number, true, false, or a list of these",
                "{\"n\": {\"secret\": 1}}; byte 6: a parameter is a string, a number, true, false, or a list of these",
                "{\"l\": [\"a\", null]}; byte 12: a parameter is a string, a number, true, false, or a list of these",
                "3; byte 0: parameters are an object: {\"NAME\": VALUE}",
                "[1]; byte 1: an item of a list of parameters is {\"name\": NAME, \"value\": VALUE}",
                "[{\"name\": \"n\", \"value\": \"1\"}, {\"name\": \"n\", \"value\": \"2\"}]; byte 30: this parameter is in the list already"
            })
    void otherFilesAreNoParameters(String json, String problem) throws IOException {
        Caller.Result result = run(json);
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).isEqualTo("error[E0502]: " + folder.resolve("p.json") + ", " + problem + "\n");
    }

    @Test
    void problemsWithTheFileAreThoseOfAnyFile() throws IOException {
        assertThat(run("{\"n\": 1, \"n\": 2}").err())
                .startsWith("error[E0502]: ")
                .doesNotContain("\"n\"");
        assertThat(new Caller().call("-c", "print 1", "--params", folder.resolve("none.json")))
                .isEqualTo(new Caller.Result(5, "", "error[E0501]: there is no " + folder.resolve("none.json") + "\n"));
        assertThat(run("{\"n\": 1, \"nn\": 2}").err())
                .isEqualTo(
                        "error[E0108]: <statements> has no parameter `nn`\nnote: it has n, r, b, s, d, l, m\nnote: `nn` is set in "
                                + folder.resolve("p.json") + "\n");
        assertThat(new Caller()
                        .call("-c", "param number = 1", "--params", file("p.json", "{\"numbr\": 1}"))
                        .err())
                .isEqualTo(
                        "error[E0108]: <statements> has no parameter `numbr`\nhelp: did you mean number?\nnote: `numbr` is set in "
                                + folder.resolve("p.json") + "\n");
    }

    /** A value is of the parameter's type, and not a text that could be read so; the file that has another one is named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "n; 1.5; a whole number, 1.5 is not",
                "n; true; a whole number, true is not",
                "n; [1]; a whole number, a list of 1 is not",
                "n; \"x\"; a whole number, \"x\" is not",
                "n; 99999999999999999999; a whole number, 99999999999999999999 is not",
                "r; true; a number, true is not",
                "b; 1; true or false, 1 is not",
                "s; [\"a\"]; a string, a list of 1 is not",
                "s; 1; a string, 1 is not",
                "s; true; a string, true is not",
                "d; 32; an element type, 32 is not",
                "l; [\"a\", 1]; a list of strings, a list of 2 is not",
                "l; 1; a list of strings, 1 is not",
                "m; [[1], [\"x\"]]; a list of lists of whole numbers, a list of 2 is not"
            })
    void valuesHaveTheTypesOfParameters(String name, String value, String problem) throws IOException {
        Caller.Result result = run("{\"" + name + "\": " + value + "}");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains("error[E0108]: parameter `" + name + "` is " + problem + "\n")
                .contains("\nnote: it was set in " + folder.resolve("p.json") + "\n")
                .doesNotContain("command line");
    }

    @Test
    void theFileMayComeThroughAPipe() throws IOException {
        assertThat(new Caller()
                        .piping("{\"n\": 2}")
                        .call("-c", "param n = 1; print n", "--params", "-")
                        .out())
                .isEqualTo("2\n");
        assertThat(new Caller()
                        .piping("{\"n\": true}")
                        .call("-c", "param n = 1; print n", "--params", "-")
                        .err())
                .contains("\nnote: it was set in <stdin>\n");
        assertThat(new Caller().call("run", "-", "--params", "-").err())
                .startsWith("ckpts run: standard input cannot be the script and its parameters\n");
    }

    /** A value that is missing leaves something open; a value that is wrong, or for nothing, is a mistake. */
    @Test
    void checkFindsWhatIsSetWrongly() throws IOException {
        Path one = file("one.ckpts", "param n: int\nprint n\n");
        Path other = file("other.ckpts", "param m: int\nprint m\n");
        assertThat(new Caller().call("check", one))
                .isEqualTo(new Caller.Result(0, "", one + ": not fully checked: parameter `n` has no value\n"));
        assertThat(new Caller().call("check", one, "--set", "N=1"))
                .isEqualTo(new Caller.Result(
                        3,
                        "",
                        one + ": not fully checked: parameter `n` has no value\nerror[E0108]: " + one
                                + " has no parameter `N`\nhelp: did you mean --set n=...?\n"));
        assertThat(new Caller().call("check", one, "--set", "n=x").status()).isEqualTo(3);
        assertThat(new Caller()
                        .call("check", one, "--params", file("p.json", "{\"k\": 1}"))
                        .status())
                .isEqualTo(3);
        assertThat(new Caller().call("check", one, other, "--set", "n=1", "--set", "m=2"))
                .isEqualTo(new Caller.Result(0, "", ""));
        assertThat(new Caller()
                        .call("check", one, other, "--set", "n=1", "--set", "m=2", "--set", "k=3")
                        .status())
                .isEqualTo(3);
    }

    /** Which values a script gets is for the caller alone to say, as with {@code --set}. */
    @Test
    void rootsDoNotConcernTheFile() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path script = Files.writeString(root.resolve("x.ckpts"), "param n = 1\nprint n\n");
        assertThat(new Caller()
                        .call(script, "--safe", "--params", file("p.json", "{\"n\": 2}"))
                        .out())
                .isEqualTo("2\n");
    }
}
