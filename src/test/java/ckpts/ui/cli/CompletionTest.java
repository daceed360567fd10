package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.syntax.Vocabulary;
import ckpts.tensor.DType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Completions and the manual page have all that the program knows of itself. That shells and formatters take them is checked with
 * these, in {@code src/test/launcher/check_completion.py}.
 */
class CompletionTest {
    private static String printed(String... words) {
        Caller.Result result = new Caller().call((Object[]) words);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        return result.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyCommandOptionAndValueIsCompleted(String shell) {
        String script = printed("completion", shell);
        assertThat(script).contains(Commands.NAMES);
        for (Usage usage : Commands.usages()) {
            String section = section(script, shell, usage.name());
            for (Option option : usage.allOptions()) {
                for (String name : option.names()) {
                    assertThat(section)
                            .as(usage.name() + " " + name)
                            .containsPattern(
                                    shell.equals("fish")
                                            ? " -[sl] " + Pattern.quote(name.replaceFirst("^--?", "")) + " "
                                            : "[ ')*]" + Pattern.quote(name) + "[ '=\\[]");
                }
            }
        }
        assertThat(script).contains(Vocabulary.statementWords());
        assertThat(script).contains(DType.BFLOAT16.text(), DType.FLOAT8_E4M3FN.text(), "auto", "never", "junit");
        assertThat(script).contains(".ckpts", ".index", ".safetensors", ".meta");
        assertThat(script).contains("tensorflow safetensors");
        assertThat(script).doesNotContain("rehearse");
    }

    /** What a script has of one command and of no other. */
    private static String section(String script, String shell, String command) {
        if (shell.equals("fish")) {
            return script.lines()
                    .filter(line -> line.contains("-n '__ckpts_is " + command + "' "))
                    .collect(Collectors.joining("\n"));
        }
        int begin = script.indexOf("\n    " + command + ")\n") + 1;
        assertThat(begin).as(command).isPositive();
        return script.substring(begin, script.indexOf("\n      ;;\n", begin));
    }

    @Test
    void everyPlaceholderOfEveryUsageIsKnown() {
        for (Usage usage : Commands.usages()) {
            for (Usage.Operand operand : usage.operandList()) {
                assertThat(Completable.of(operand.placeholder(), new Caller().formats()))
                        .isNotNull();
            }
        }
    }

    @Test
    void operandsAreReadFromTheUsage() {
        assertThat(new LsCommand().usage().operandList()).containsExactly(new Usage.Operand("PATH", false, true));
        assertThat(new HelpCommand().usage().operandList()).containsExactly(new Usage.Operand("COMMAND", true, false));
        assertThat(new CastCommand().usage().operandList())
                .containsExactly(
                        new Usage.Operand("IN", false, false),
                        new Usage.Operand("OUT", false, false),
                        new Usage.Operand("DTYPE", false, false));
        assertThat(new ShowCommand().usage().operandList())
                .containsExactly(new Usage.Operand("PATH", false, false), new Usage.Operand("PATTERN", true, true));
        assertThat(new RunCommand().usage().operandList()).containsExactly(new Usage.Operand("SCRIPT|-", true, false));
        assertThat(new ManCommand().usage().operandList()).isEmpty();
    }

    @Test
    void otherShellsAreNamed() {
        assertThat(new Caller().call("completion", "tcsh")).isEqualTo(new Caller.Result(2, "", """
                ckpts completion: the shell must be bash, zsh or fish, not tcsh
                usage: ckpts completion bash|zsh|fish
                """));
    }

    @Test
    void theManualPageHasEverything() {
        String page = printed("man");
        assertThat(page).startsWith(".TH CKPTS 1 \"\" \"ckpts 1.2.3\" \"User Commands\"\n.SH NAME\n");
        assertThat(page.lines().filter(line -> line.startsWith(".SH ")).map(line -> line.substring(4)))
                .containsExactly(
                        "NAME",
                        "SYNOPSIS",
                        "DESCRIPTION",
                        "COMMANDS",
                        "OPTIONS",
                        "SCRIPTS",
                        "FILES",
                        "ENVIRONMENT",
                        "EXIT STATUS",
                        "EXAMPLES");
        for (Usage usage : Commands.usages()) {
            // Not the one of `manifest` for `man`.
            int begin = page.replace('\n', ' ').indexOf(" .SS ckpts " + usage.name() + " ");
            assertThat(begin).as(usage.name()).isPositive();
            String section = page.substring(begin, page.indexOf("\n.S", begin + 4));
            assertThat(section).contains(usage.summary().substring(0, 12));
            for (Option option : usage.options()) {
                assertThat(section).contains("\n.B " + option.synopsis().replace("-", "\\-") + "\n");
            }
        }
        assertThat(page).contains(String.join(" ", Vocabulary.statementWords()));
        for (ExitStatus status : ExitStatus.values()) {
            assertThat(page).contains("\n.B " + status.code() + "\n" + status.meaning() + "\n");
        }
    }

    /** Only requests that are meant are requests. */
    @Test
    void textOfTheManualPageIsNoRequest() {
        List<String> requests = List.of(".TH", ".SH", ".SS", ".TP", ".B", ".PP", ".br", ".nf", ".fi");
        assertThat(printed("man").lines())
                .allMatch(line ->
                        !line.startsWith("'") && (!line.startsWith(".") || requests.contains(line.split(" ", 2)[0])))
                .allMatch(line -> line.chars().allMatch(c -> c < 128));
    }
}
