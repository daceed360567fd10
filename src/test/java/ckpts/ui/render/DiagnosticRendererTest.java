package ckpts.ui.render;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticRendererTest {
    private static final DiagnosticRenderer PLAIN = new DiagnosticRenderer(Style.PLAIN);

    private static SourceText script(String text) {
        return new SourceText("fix.ckpts", text, Optional.empty());
    }

    private static Span spanOf(String part, String text) {
        int start = text.indexOf(part);
        return new Span(script(text), start, start + part.length());
    }

    @Test
    void showsWhatIsWrongWhereAndWhatToDo() {
        String text = "\n".repeat(6) + "rename \"dense_1/*\" -> \"fully_connected_a/*\"\n";
        Diagnostic diagnostic = Diagnostic.error(
                        Code.NO_MATCH, spanOf("\"dense_1/*\"", text), "no tensor matches \"dense_1/*\"")
                .labelled("0 of 8 names")
                .help("\"model/dense_1/*\" matches 2 (kernel, bias): write that, or put this line in"
                        + "  scope \"model\" { ... }")
                .note("write `rename?` if no match is fine");

        assertThat(PLAIN.render(diagnostic)).isEqualTo("""
                error[E0201]: no tensor matches "dense_1/*"
                  --> fix.ckpts:7:8
                 7 | rename "dense_1/*" -> "fully_connected_a/*"
                   |        ^^^^^^^^^^^ 0 of 8 names
                help: "model/dense_1/*" matches 2 (kernel, bias): write that, or put this line in  scope "model" { ... }
                note: write `rename?` if no match is fine
                """);
    }

    @Test
    void countsTabsAsFourBlanksAndCharactersBeyondTheBasicPlaneAsOne() {
        String text = "\tdrop \"😀\" , oops\n";
        assertThat(PLAIN.render(Diagnostic.error(Code.SYNTAX, spanOf("oops", text), "expected a pattern")))
                .isEqualTo("""
                        error[E0101]: expected a pattern
                          --> fix.ckpts:1:13
                         1 |     drop "😀" , oops
                           |                ^^^^
                        """);
    }

    @Test
    void leavesOutTheMiddleOfVeryLongSentences() {
        String name = "a".repeat(3000) + "b".repeat(10_000_000) + "c".repeat(3000);

        assertThat(PLAIN.render(Diagnostic.error(Code.SYNTAX, name).labelled(name)))
                .isEqualTo("error[E0101]: " + "a".repeat(2048) + " ... 10001904 characters ... " + "c".repeat(2048)
                        + "\n  " + "a".repeat(2048) + " ... 10001904 characters ... " + "c".repeat(2048) + "\n");
        assertThat(PLAIN.render(Diagnostic.error(Code.SYNTAX, "a".repeat(4096))))
                .isEqualTo("error[E0101]: " + "a".repeat(4096) + "\n");
    }

    @Test
    void marksTheEndOfTheTextWithOneCaret() {
        String text = "scope \"a\" {\n";
        assertThat(PLAIN.render(Diagnostic.error(
                        Code.SYNTAX, new Span(script(text), text.length(), text.length()), "unexpected end of file")))
                .isEqualTo("""
                        error[E0101]: unexpected end of file
                          --> fix.ckpts:2:1
                         2 |
                           | ^
                        """);
    }

    @Test
    void underlinesEveryLineOfAShortSpanAndLabelsTheLast() {
        String text = "a\nrename {\n  \"x\" -> \"y\"\n}\n";
        assertThat(PLAIN.render(Diagnostic.error(
                                Code.COLLISION, spanOf("rename {\n  \"x\" -> \"y\"\n}", text), "two tensors, one name")
                        .labelled("here")))
                .isEqualTo("""
                        error[E0202]: two tensors, one name
                          --> fix.ckpts:2:1
                         2 | rename {
                           | ^^^^^^^^
                         3 |   "x" -> "y"
                           |   ^^^^^^^^^^
                         4 | }
                           | ^ here
                        """);
    }

    @Test
    void leavesOutTheMiddleOfALongSpan() {
        String text = "one {\n2\n3\n4\n5\n6\n7\n8\n9\n}\n";
        assertThat(PLAIN.render(
                        Diagnostic.error(Code.SYNTAX, new Span(script(text), 0, text.length() - 1), "too much")))
                .isEqualTo("""
                        error[E0101]: too much
                          --> fix.ckpts:1:1
                          1 | one {
                            | ^^^^^
                          2 | 2
                            | ^
                            ...
                         10 | }
                            | ^
                        """);
    }

    @Test
    void cutsALongLineAroundTheSpan() {
        String text = "#" + "x".repeat(500) + " here " + "y".repeat(500);
        assertThat(PLAIN.render(Diagnostic.error(Code.SYNTAX, spanOf("here", text), "unexpected word")))
                .isEqualTo("error[E0101]: unexpected word\n  --> fix.ckpts:1:503\n 1 | ..." + "x".repeat(59) + " here "
                        + "y".repeat(59) + "...\n   | " + " ".repeat(63) + "^^^^\n");
    }

    @Test
    void escapesWhatAScriptCouldDoToATerminal() {
        String text = "drop \"\u001b[2J\" oops";
        assertThat(PLAIN.render(Diagnostic.error(Code.SYNTAX, spanOf("oops", text), "bad \u202e name")))
                .isEqualTo("""
                        error[E0101]: bad \\u202e name
                          --> fix.ckpts:1:13
                         1 | drop "\\x1b[2J" oops
                           |                ^^^^
                        """);
    }

    @Test
    void needsNoPlace() {
        assertThat(PLAIN.render(Diagnostic.error(Code.FILE_MISSING, "there is no \"a.index\"")
                        .detailed(List.of("  found: a", "  found: b"))
                        .help("first line\nsecond line")))
                .isEqualTo("""
                        error[E0501]: there is no "a.index"
                          found: a
                          found: b
                        help: first line
                              second line
                        """);
    }

    @Test
    void endsSeveralWithHowManyOfEachKind() {
        String text = "drop \"x\"\n";
        Diagnostic error = Diagnostic.error(Code.NO_MATCH, spanOf("\"x\"", text), "no tensor matches \"x\"");
        Diagnostic warning = Diagnostic.warning(Code.CHECK_FAILED, spanOf("drop", text), "odd");

        assertThat(PLAIN.render(List.of(error, warning, error, error))).endsWith("""

                3 errors, 1 warning
                """);
        assertThat(PLAIN.render(List.of(warning))).isEqualTo("""
                warning: odd
                  --> fix.ckpts:1:1
                 1 | drop "x"
                   | ^^^^
                """);
        assertThat(DiagnosticRenderer.tally(List.of(error))).isEqualTo("1 error");
    }

    @Test
    void coloursNothingButWhatIsMarked() {
        String text = "drop \"x\"\n";
        assertThat(new DiagnosticRenderer(Style.terminal(80, 40, true))
                        .render(Diagnostic.error(Code.NO_MATCH, spanOf("\"x\"", text), "none")))
                .isEqualTo("\u001b[1;31merror[E0201]\u001b[0m: \u001b[1mnone\u001b[0m\n"
                        + "\u001b[2m  --> \u001b[0mfix.ckpts:1:6\n"
                        + "\u001b[2m 1 |\u001b[0m drop \"x\"\n"
                        + "\u001b[2m   |\u001b[0m      \u001b[1;31m^^^\u001b[0m\n");
    }

    @Test
    void saysTheSameInJson() {
        String text = "drop \"x\"\n";
        assertThat(DiagnosticJson.render(List.of(Diagnostic.error(Code.NO_MATCH, spanOf("\"x\"", text), "none")
                        .labelled("0 of 8 names"))))
                .isEqualTo("""
                        {
                          "diagnostics" : [ {
                            "severity" : "error",
                            "code" : "E0201",
                            "message" : "none",
                            "file" : "fix.ckpts",
                            "line" : 1,
                            "column" : 6,
                            "end_line" : 1,
                            "end_column" : 9,
                            "label" : "0 of 8 names",
                            "details" : [ ],
                            "help" : [ ],
                            "notes" : [ ],
                            "fixes" : [ ]
                          } ]
                        }
                        """);
    }
}
