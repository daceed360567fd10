package ckpts.language.syntax;

import static ckpts.language.syntax.Completeness.State.COMPLETE;
import static ckpts.language.syntax.Completeness.State.INCOMPLETE;
import static ckpts.language.syntax.Completeness.State.INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletenessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# a comment",
                "drop \"a\"",
                "drop \"a\"; drop \"b\"",
                "rename \"a\" ->\n  \"b\"",
                "scope \"x\" {\n  drop \"a\"\n}",
                "if x { } else { }",
                "drop \"a\" \\\n  expect 3",
                "print [\n  1,\n  2\n]",
                "1 + 1",
                "count(\"a\")"
            })
    void whatCanBeRunIsComplete(String text) {
        assertThat(Completeness.of(text)).isEqualTo(COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scope \"x\" {",
                "scope \"x\" {\n  drop \"a\"",
                "scope \"x\" { scope \"y\" { drop \"a\" }",
                "rename {",
                "rename { \"a\" -> \"b\"",
                "if x { } else {",
                "rename \"a\" ->",
                "rename \"a\" -> # the new name",
                "drop \"a\",",
                "let x =",
                "print [1,",
                "print (",
                "reinit \"a\" with normal(std = 0.1",
                "drop \"a\" \\",
                "(1",
                "count("
            })
    void whatAnotherLineCanFinishIsIncomplete(String text) {
        assertThat(Completeness.of(text)).isEqualTo(INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rename \"a\"",
                "drop",
                "drop \"a",
                "frobnicate {",
                "drop }",
                "drop foo\nscope \"x\" {",
                "scope \"x\" {\n  drop foo",
                "print \"${x +}\"",
                "let x = \"$\"",
                "else {",
                "1 +",
                "1 2"
            })
    void whatNoLineCanMendIsInvalid(String text) {
        assertThat(Completeness.of(text)).isEqualTo(INVALID);
    }
}
