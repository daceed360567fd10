package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormatterTest {
    private static String format(String text) {
        Formatter.Formatted formatted = Formatter.format(new SourceText("test.ckpts", text, Optional.empty()));
        assertThat(formatted.diagnostics()).isEmpty();
        return formatted.text().orElseThrow();
    }

    @Test
    void aLineHoldsOneStatementWithSingleBlanks() {
        assertThat(format("drop   \"a\" ;keep? \"b\"\ncopy \"x\"->\"y\"   expect 2*$n\n"
                        + "update  \"a\"  to float32 [ _,2 ]=it  expect 2  each\nparam p:list [ int ]\nparam m:\"a\"|\"b\"\n"
                        + "save \"a\" format  x ( k=1,l = w, )  latest\n"))
                .isEqualTo("""
                        drop "a"
                        keep? "b"
                        copy "x" -> "y" expect 2 * $n
                        update "a" to float32[_, 2] = it expect 2 each
                        param p: list[int]
                        param m: "a" | "b"
                        save "a" format x(k = 1, l = w,) latest
                        """);
    }

    @Test
    void signsOfExpressionsStandAsInMathematics() {
        assertThat(format("print f ( - 1,a [ 0 : 3 , : ],k=not x ) . shape [0]\nparam n:int=- 3\nfor i in 0 .. 3 {}\n"))
                .isEqualTo("""
                        print f(-1, a[0:3, :], k = not x).shape[0]
                        param n: int = -3
                        for i in 0..3 { }
                        """);
    }

    @Test
    void commentsStayAndOneEmptyLineStays() {
        assertThat(format("\n\n#!/usr/bin/env ckpts\n\n\n\n# first\ndrop \"a\"# why\n\n\ndrop \"b\"\n# last\n\n"))
                .isEqualTo("""
                        #!/usr/bin/env ckpts

                        # first
                        drop "a"  # why

                        drop "b"
                        # last
                        """);
    }

    @Test
    void blocksAreIndented() {
        assertThat(format("scope \"a\" {# inside\n\nif x {\ndrop \"b\" } else {\n# nothing\n}\n\n}\n"))
                .isEqualTo("""
                        scope "a" {  # inside
                          if x {
                            drop "b"
                          } else {
                            # nothing
                          }
                        }
                        """);
    }

    @Test
    void aBlockWrittenOnOneLineStaysThereIfItFits() {
        String fits = "for i in 0..11 { copy \"h.${i}.mlp.*\" -> \"h.${i + 12}.mlp.*\"; drop \"x\" }\n";
        assertThat(format(fits)).isEqualTo(fits);

        String name = "a".repeat(80);
        assertThat(format("scope \"x\" { drop \"" + name + "\"; drop \"b\" }\n"))
                .isEqualTo("scope \"x\" {\n  drop \"" + name + "\"\n  drop \"b\"\n}\n");
    }

    @Test
    void arrowsAreInLineWithinConsecutiveRenamesOfABlockOnly() {
        String script = """
                rename "a" -> "b"
                rename "long/name" -> "c"
                scope "s" {
                  rename "a"         -> "b"  # why
                  rename? "long/one" -> "c"

                  rename "x" -> "y"
                  drop "z"
                  rename "xyz" -> "y"
                }
                rename {
                  "a"               -> "b"
                  slots, "**/gamma" -> "c"
                  # the rest
                  /x/ -> "d"
                }
                """;
        assertThat(format(script.replaceAll(" +->", " ->"))).isEqualTo(script);
    }

    @Test
    void longStatementsBreakWhereTheLanguageLetsThem() {
        String name = "a/rather/long/pattern/of/a/tensor/number";
        assertThat(format("drop \"%1$s/1\", \"%1$s/2\", \"%1$s/3\" where rank == 2\n".formatted(name)))
                .isEqualTo("""
                        drop "%1$s/1", "%1$s/2",
                            "%1$s/3" where rank == 2
                        """.formatted(name));
        assertThat(format("rename \"%1$s/{i}\" where rank == 2 -> \"%1$s/{i}/weight\"\n".formatted(name)))
                .isEqualTo("""
                        rename "%1$s/{i}" where rank == 2 ->
                            "%1$s/{i}/weight"
                        """.formatted(name));
    }

    @Test
    void commentsInsideAStatementKeepTheirPlace() {
        String script = """
                reinit "a" with normal(  # as in the paper
                    std = 0.02,  # not 0.2
                    # fixed, to compare runs
                    seed = 3)
                """;
        assertThat(format(script)).isEqualTo(script);
    }

    @Test
    void aScriptWithMistakesIsReportedNotFormatted() {
        Formatter.Formatted formatted =
                Formatter.format(new SourceText("test.ckpts", "drop foo\nlet x = \"$\"\n", Optional.empty()));

        assertThat(formatted.text()).isEmpty();
        assertThat(formatted.diagnostics()).hasSize(2);
    }

    @Test
    void provenanceNamesAStatementOnOneLineAndLeavesOutBodies() {
        String script = "for i in [\n1,\n2 ] {\n  rename {\n \"a\" -> \"b\"\n \"c\" -> \"d\" }\n}\n";
        Statement statement = Syntax.parse(new SourceText("test.ckpts", script, Optional.empty()))
                .script()
                .statements()
                .get(0);

        assertThat(Formatter.oneLine(statement)).isEqualTo("for i in [1, 2] { ... }");
        assertThat(Formatter.text(statement))
                .isEqualTo("for i in [1, 2] { rename { \"a\" -> \"b\"; \"c\" -> \"d\" } }");
    }
}
