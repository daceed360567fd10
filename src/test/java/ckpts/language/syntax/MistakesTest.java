package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of wrong scripts. Each mistake is written as {@code line:column text-pointed-at: code message (label)} and
 * {@code help: ...} lines.
 */
class MistakesTest {
    private static Arguments says(String script, String... mistakes) {
        return Arguments.of(script, List.of(mistakes));
    }

    static Stream<Arguments> arrowsAndQuotes() {
        return Stream.of(
                says(
                        "rename \"a\" to \"b\"",
                        "1:12 to: E0101 the old name and the new one are joined by `->` (write `->`)"),
                says(
                        "rename \"a\" => \"b\"",
                        "1:12 =>: E0101 the old name and the new one are joined by `->` (write `->`)"),
                says(
                        "copy \"a\" = \"b\"",
                        "1:10 =: E0101 the old name and the new one are joined by `->` (write `->`)"),
                says(
                        "rename \"a\" \"b\"",
                        "1:12 \"b\": E0101 `->` is missing between the old name and the new one (expected `->`)",
                        "help: patterns are separated by commas"),
                says("rename \"a\"", "1:11 : E0101 the statement is not complete (expected `->`)"),
                says("rename 'a' -> \"b\"", "1:8 'a': E0101 strings are written in double quotes (write \"a\")"),
                says(
                        "drop \u201ca\u201d",
                        "1:6 \u201c: E0101 strings are not written in this kind of quotes (expected \")"),
                says(
                        "drop model/dense/kernel",
                        "1:6 model/dense/kernel: E0101 tensor names must be quoted"
                                + " (write \"model/dense/kernel\")"),
                says("rename \"a\" -> b.c", "1:15 b.c: E0101 tensor names must be quoted (write \"b.c\")"),
                says("use \"donor\"", "1:5 \"donor\": E0101 this name is written without quotes (write donor)"),
                says("drop \"a\" \"b\"", "1:10 \"b\": E0101 a comma is missing between two strings (expected `,`)"),
                says("drop \"abc", "1:6 \"abc: E0101 the string is not closed (no \" follows on this line)"),
                says(
                        "drop /abc",
                        "1:6 /abc: E0101 the regular expression is not closed (no / follows on this line)",
                        "help: write \\/ for a slash in it; a name is written in \" \""),
                says(
                        "drop \"\"\"a\"\"\"",
                        "1:6 \"\"\"a\"\"\": E0101 a string is written in one pair of quotes (expected \"...\")"));
    }

    static Stream<Arguments> stringsAndTheirInsertions() {
        return Stream.of(
                says("rename /(a)/ -> \"x\\1\"", "1:19 \\1: E0103 groups are not written `\\1` (write {1})"),
                says(
                        "rename /(a)/ -> \"$1\"",
                        "1:18 $: E0103 `$` inserts nothing here (a parameter's name or `{` must follow)",
                        "help: a group of a regular expression is written {1}"),
                says(
                        "drop \"a$\"",
                        "1:8 $: E0103 `$` inserts nothing here (a parameter's name or `{` must follow)",
                        "help: write \\$ for a dollar sign"),
                says(
                        "drop \"a${b\"",
                        "1:8 ${: E0103 `${` is not closed (no `}` follows in this string)",
                        "help: write \\$ for a dollar sign"),
                says(
                        "drop \"h.${i +}.w\"",
                        "1:14 : E0101 the expression in ${ } is not complete (expected <expression>)"),
                says("drop \"${1 2}\"", "1:11 2: E0101 unexpected `2` (expected `}`)"));
    }

    static Stream<Arguments> operatorsOfOtherLanguages() {
        return Stream.of(
                says("drop \"a\" where rank = 2", "1:21 =: E0101 `=` does not compare (write `==`)"),
                says("if $x = 3 { drop \"a\" }", "1:7 =: E0101 `=` does not compare (write `==`)"),
                says("assert shape \"a\" = [3]", "1:18 =: E0101 `=` does not compare (write `==`)"),
                says("let x == 3", "1:7 ==: E0101 `==` compares (write `=`)"),
                says(
                        "print 1 < 2 < 3",
                        "1:13 <: E0101 comparisons do not chain (a second comparison)",
                        "help: write a < b and b < c"),
                says(
                        "drop \"a\" where rank == 2 && size > 3",
                        "1:26 &&: E0101 `&&` is not an operator of this language (write `and`)"),
                says(
                        "drop \"a\" where rank == 2 || size > 3",
                        "1:26 ||: E0101 `||` is not an operator of this language (write `or`)"),
                says(
                        "drop \"a\" where !trainable",
                        "1:16 !: E0101 `!` is not an operator of this language (write `not`)"),
                says(
                        "print x ** 2",
                        "1:9 **: E0101 `**` is not an operator of this language (write x * x; a pattern is written in \" \")"),
                says(
                        "update \"x\" += 3",
                        "1:12 +: E0101 `+` is not allowed before `=` (expected `=`)",
                        "help: write update ... = it + ..."),
                says("transpose \"a\" by (1, 0)", "1:18 (: E0101 a list is written in [ ] (write `[`)"),
                says(
                        "drop \"a\"\u00a0",
                        "1:9 \u00a0: E0101 the character U+00A0 is not a character of this language"
                                + " (it is allowed in strings and comments only)"));
    }

    static Stream<Arguments> wordsInTheWrongPlace() {
        return Stream.of(
                says(
                        "delete \"a\"",
                        "1:1 delete: E0101 there is no statement `delete` (expected <statement>)",
                        "help: did you mean `drop`?"),
                says(
                        "explain",
                        "1:1 explain: E0101 there is no statement `explain` (expected <statement>)",
                        "help: did you mean `plan`?"),
                says(
                        "renmae \"a\" -> \"b\"",
                        "1:1 renmae: E0101 there is no statement `renmae` (expected <statement>)",
                        "help: did you mean `rename`?"),
                says("frobnicate", "1:1 frobnicate: E0101 there is no statement `frobnicate` (expected <statement>)"),
                says(
                        "x = 3",
                        "1:1 x: E0101 there is no statement `x` (expected <statement>)",
                        "help: a value is named with let x = ..."),
                says(
                        "$x = 3",
                        "1:1 $x: E0101 no statement begins with `$x` (expected <statement>)",
                        "help: a value is named with let x = ..."),
                says(
                        "exists \"a\"",
                        "1:1 exists: E0101 there is no statement `exists` (expected <statement>)",
                        "help: did you mean `assert exists`?"),
                says(
                        "// a comment",
                        "1:1 /: E0101 no statement begins with `/` (expected <statement>)",
                        "help: a comment begins with #"),
                says(
                        "hist \"a\" axis 0 -> \"b\"",
                        "1:1 hist: E0102 `hist` is a reserved word: no statement of language 1 begins with it"
                                + " (expected <statement>)"),
                says("set metadata = 1", "1:14 =: E0101 unexpected `=` (expected `[` or `.`)"),
                says(
                        "set metadata a = \"b\"",
                        "1:14 a: E0101 a field of the metadata follows a dot or stands in brackets (write metadata.a)"),
                says(
                        "drop metadata \"a b\"",
                        "1:15 \"a b\": E0101 a field of the metadata follows a dot or stands in brackets"
                                + " (write metadata[\"a b\"])"),
                says("set layers = 1", "1:5 layers: E0101 tensor names must be quoted (write \"layers\")"),
                says("set json(\"c.json\") = 1", "1:20 =: E0101 unexpected `=` (expected `[` or `.`)"),
                says("set json(\"c.json\"). = 1", "1:21 =: E0101 unexpected `=` (expected <name>)"),
                says("set json(\"c.json\").layers 1", "1:27 1: E0101 unexpected `1` (expected `=`, `[` or `.`)"),
                says("load \"x\" as drop", "1:13 drop: E0101 `drop` cannot be a name (it is a statement word)"),
                says("param shape = 3", "1:7 shape: E0101 `shape` cannot be a name (it is an assert word)"),
                says("let it = 3", "1:5 it: E0101 `it` cannot be a name (it is a word of the language)"),
                says(
                        "print missing",
                        "1:7 missing: E0101 `missing` is a set of tensors, not a value (expected <expression>)",
                        "help: write $missing for a variable of that name"),
                says("tie? \"a\" -> \"b\"", "1:4 ?: E0101 `tie` does not take `?` (it does not match patterns)"),
                says("save \"x\" latest latest", "1:17 latest: E0101 `latest` is given twice (once is enough)"),
                says("drop \"a\" where x where y", "1:18 where: E0101 `where` is given twice (once is enough)"),
                says(
                        "save \"x\" overwite",
                        "1:10 overwite: E0101 unexpected `overwite` (expected `only`, `by`, `format`,"
                                + " `shards`, `shard`, `latest`, `overwrite` or the end of the line)",
                        "help: did you mean `overwrite`?"),
                says("cast \"a\" float32", "1:10 float32: E0101 unexpected `float32` (expected `to`)"),
                says("pad \"a\" to [3]", "1:15 : E0101 the statement is not complete (expected `with`)"),
                says("assert finite", "1:14 : E0101 the statement is not complete (expected <pattern>)"),
                says(
                        "update \"a\" where rank == 2 = it",
                        "1:12 where: E0101 a selector with `where` must be in parentheses here"
                                + " (it is unclear where it ends)",
                        "help: write (\"...\" where ...)"));
    }

    static Stream<Arguments> linesAndBlocks() {
        return Stream.of(
                says(
                        "drop \"a\" drop \"b\"",
                        "1:10 drop: E0101 a statement begins in the middle of a line"
                                + " (expected the end of the line or `;` before it)"),
                says("drop (\"a\" where rank == 2", "1:6 (: E0101 `(` is not closed (no `)` follows)"),
                says("print [1, 2", "1:7 [: E0101 `[` is not closed (no `]` follows)"),
                says("print f(1]", "1:8 (: E0101 `(` is not closed (no `)` follows)"),
                says("scope \"x\" {\n  drop \"a\"", "1:11 {: E0101 `{` is not closed (no `}` follows)"),
                says("drop \"a\" }", "1:10 }: E0101 `}` closes nothing (no `{` is open)"),
                says(
                        "if x { drop \"a\" }\nelse { drop \"b\" }",
                        "2:1 else: E0101 `else` must be on the line of the `}` before it (write } else {)"),
                says(
                        "rename \"a\"\n  -> \"b\"",
                        "1:11 : E0101 the statement is not complete (expected `->`)",
                        "2:3 ->: E0101 the line begins with `->` (expected <statement>)",
                        "help: break the line after `->`, not before it"),
                says(
                        "scope \"x\"\n{ drop \"a\" }",
                        "1:10 : E0101 the statement is not complete (expected `{`)",
                        "2:1 {: E0101 a block belongs to a statement"
                                + " (expected `scope`, `for`, `if` or `rename` before it, on the same line)"),
                says("rename { }", "1:8 { }: E0101 a rename block needs a rule (expected <pattern> -> <name>)"),
                says(
                        "drop \"a\"\nlanguage 1",
                        "2:1 language: E0101 the language version can only be on the first line of a script"
                                + " (this is not the first line)"),
                says(
                        "language 2",
                        "1:10 2: E0109 there is no language version 2 (this program supports language version 1)"));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                says(
                        "print 5Gb",
                        "1:7 5Gb: E0101 this is not a number (digits and letters mixed)",
                        "help: sizes end in B, kB, MB, GB, TB, KiB, MiB, GiB or TiB: 5GB; a name is written in \" \""),
                says(
                        "print 9223372036854775808",
                        "1:7 9223372036854775808: E0101 the number is too large (more than 9223372036854775807)"),
                says(
                        "print 1e999",
                        "1:7 1e999: E0101 the number is too large (more than 1.7976931348623157E308)",
                        "help: infinity is written inf"));
    }

    @ParameterizedTest
    @MethodSource({
        "arrowsAndQuotes",
        "stringsAndTheirInsertions",
        "operatorsOfOtherLanguages",
        "wordsInTheWrongPlace",
        "linesAndBlocks",
        "numbers"
    })
    void aWrongScriptIsExplained(String script, List<String> mistakes) {
        assertThat(mistakes(script + "\n")).isEqualTo(mistakes);
    }

    @Test
    void aScriptWithFiveMistakesReportsFiveAndKeepsTheGoodStatements() {
        String script = """
                rename "a" to "b"
                drop "kept"
                scope "s" {
                  drop foo
                  keep "kept"
                }
                print (1
                use "donor"
                rename {
                  "x" => "y"
                  "z" -> "w"
                }
                save "kept"
                """;

        Syntax.Parsed parsed = parse(script);

        assertThat(parsed.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "the old name and the new one are joined by `->`",
                        "tensor names must be quoted",
                        "`(` is not closed",
                        "this name is written without quotes",
                        "the old name and the new one are joined by `->`");
        assertThat(parsed.script().statements())
                .extracting(Formatter::text)
                .containsExactly("drop \"kept\"", "scope \"s\" { keep \"kept\" }", "save \"kept\"");
    }

    @Test
    void aMistakeInTheFirstLineOfABlockCostsTheBlock() {
        Syntax.Parsed parsed = parse("scpoe \"x\" {\n  drop \"a\"\n}\ndrop \"b\"\n");

        assertThat(parsed.diagnostics()).hasSize(1);
        assertThat(parsed.script().statements()).extracting(Formatter::text).containsExactly("drop \"b\"");
    }

    @Test
    void noMoreThanTwentyMistakesAreReported() {
        assertThat(parse("drop\n".repeat(30)).diagnostics()).hasSize(20);
    }

    @Test
    void whatNestsTooDeeplyIsAMistakeAndNoStackOverflow() {
        String message = "1:%d %s: E0101 this is nested too deeply (more than 100 brackets and operators deep)";
        String help = "help: give a part of it a name with `let`";

        assertThat(mistakes("print " + "(".repeat(100_000))).containsExactly(message.formatted(107, "("), help);
        assertThat(mistakes("print " + "- ".repeat(100_000))).containsExactly(message.formatted(207, "-"), help);
        assertThat(mistakes("print 1" + "+1".repeat(100_000))).containsExactly(message.formatted(208, "+"), help);
        assertThat(mistakes("print x" + "[0]".repeat(100_000))).containsExactly(message.formatted(308, "["), help);
        assertThat(mistakes("if x { } " + "else if x { } ".repeat(100_000)))
                .hasSize(2)
                .last()
                .isEqualTo(help);
        assertThat(mistakes("scope \"x\" {".repeat(100_000))).hasSize(2).last().isEqualTo(help);
    }

    @Test
    void whatIsLongButNotDeepIsNotAMistake() {
        assertThat(mistakes("print [" + "1, ".repeat(20_000) + "1]")).isEmpty();
        assertThat(mistakes("print 1" + "+1".repeat(90))).isEmpty();
        assertThat(mistakes("print " + "(".repeat(90) + "1" + ")".repeat(90))).isEmpty();
    }

    @Test
    void theDeepestAllowedNestingNeedsNoLargeStack() throws InterruptedException {
        List<String> deepest = List.of(
                "print " + "(".repeat(99) + "1" + ")".repeat(99),
                "print " + "f(".repeat(99) + "1" + ")".repeat(99),
                "print " + "[".repeat(99) + "1" + "]".repeat(99),
                "print " + "x[".repeat(99) + "1" + "]".repeat(99),
                "print " + "not ".repeat(99) + "x",
                "print x" + ".y".repeat(99),
                "print f(" + "(\"a\" where f".repeat(49) + "(1)" + ")".repeat(49) + ")",
                "assert exists" + "(".repeat(99) + "\"a\"" + ")".repeat(99),
                "scope \"x\" { ".repeat(99) + "}".repeat(99),
                "if x { } " + "else if x { } ".repeat(48));
        List<String> failures = new ArrayList<>();
        Runnable task = () -> {
            for (String script : deepest) {
                Syntax.Parsed parsed = parse(script);
                parsed.diagnostics().forEach(mistake -> failures.add(script + ": " + headline(mistake)));
                parsed.script().statements().forEach(Formatter::text);
                Formatter.format(parsed.script().source());
            }
        };
        Thread thread = new Thread(null, task, "small stack", 512 * 1024);
        thread.setUncaughtExceptionHandler((failed, error) -> failures.add(error.toString()));
        thread.start();
        thread.join();

        assertThat(failures).isEmpty();
    }

    @Test
    void stringsInInsertionsInStringsEndSomewhere() {
        assertThat(mistakes("print \"${f(\"${f(\"x\")}\")}\"")).isEmpty();
        assertThat(mistakes("print " + "\"${".repeat(5) + "1" + "}\"".repeat(5)))
                .isNotEmpty();
        assertThat(mistakes("print " + "\"${".repeat(10_000)))
                .containsExactly(
                        "1:612 {: E0101 this is nested too deeply (more than 100 brackets and operators deep)",
                        "help: give a part of it a name with `let`");
    }

    private static Syntax.Parsed parse(String text) {
        return Syntax.parse(new SourceText("test.ckpts", text, Optional.empty()));
    }

    private static List<String> mistakes(String text) {
        return parse(text).diagnostics().stream()
                .flatMap(mistake -> Stream.concat(
                        Stream.of(headline(mistake)), mistake.helps().stream().map(help -> "help: " + help)))
                .toList();
    }

    private static String headline(Diagnostic mistake) {
        Span span = mistake.primary().orElseThrow();
        return span.line() + ":" + span.column() + " " + span.text() + ": "
                + mistake.code().text() + " " + mistake.message() + " (" + mistake.label() + ")";
    }
}
