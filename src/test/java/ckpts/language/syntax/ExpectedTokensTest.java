package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The caret is written as {@code |}. */
class ExpectedTokensTest {
    private static ExpectedTokens.Expected at(String text) {
        return ExpectedTokens.expectedAt(text.replace("|", ""), text.indexOf('|'));
    }

    @Test
    void aLineBeginsWithAStatementWord() {
        assertThat(at("drop \"a\"\n|").words())
                .startsWith("load", "manifest", "param")
                .contains("save", "if");
        assertThat(at("dr|").prefix()).isEqualTo("dr");
        assertThat(at("dr|").words()).contains("drop").doesNotContain("hist");
    }

    @Test
    void aVerbIsFollowedByWhatItIsAbout() {
        assertThat(at("drop |").kinds()).containsExactly(ExpectedKind.PATTERN);
        assertThat(at("drop |").words()).containsExactly("metadata", "?");
        assertThat(at("drop metadata |").words()).containsExactly("[", ".");
        assertThat(at("set |").kinds()).containsExactly(ExpectedKind.STRING);
        assertThat(at("set |").words()).containsExactly("metadata", "json");
        assertThat(at("set json(|").kinds()).containsExactly(ExpectedKind.PATH);
        assertThat(at("set json(\"c.json\").layers |").words()).containsExactly("=", "[", ".");
        assertThat(at("use |").kinds()).containsExactly(ExpectedKind.NAME);
        assertThat(at("load |").kinds()).containsExactly(ExpectedKind.PATH);
        assertThat(at("rename \"a\" -> |").kinds()).containsExactly(ExpectedKind.TARGET);
        assertThat(at("why |").kinds()).containsExactly(ExpectedKind.STRING);
    }

    @Test
    void anOpenStringIsThePrefixOfAPattern() {
        ExpectedTokens.Expected expected = at("scope \"x\" {\n  drop \"dense/ker|nel\"\n}");

        assertThat(expected.prefix()).isEqualTo("\"dense/ker");
        assertThat(expected.kinds()).containsExactly(ExpectedKind.PATTERN);
    }

    @Test
    void theScopesAroundAPlaceAreReported() {
        assertThat(at("scope \"a\" { scope \"b/{i}\" {\n drop \"|").scopes()).containsExactly("a", "b/{i}");
        assertThat(at("scope \"a\" { rename {\n \"|").scopes()).containsExactly("a");
        assertThat(at("scope \"a\" { drop \"x\" }; drop \"|").scopes()).isEmpty();
    }

    @Test
    void optionsOfAStatementAreWords() {
        assertThat(at("save \"x\" |").words())
                .containsExactly("only", "by", "format", "shards", "shard", "latest", "overwrite", ";");
        assertThat(at("save \"x\" |").kinds()).containsExactly(ExpectedKind.OPERATOR);
        assertThat(at("cast \"a\" |").words()).contains("to", "except", "where");
        assertThat(at("save \"x\" by |").words()).containsExactly("link");
    }

    @Test
    void optionsOfAFormatComeAfterItsNameWhichIsReported() {
        assertThat(at("save \"x\" format |").kinds()).containsExactly(ExpectedKind.FORMAT);
        assertThat(at("save \"x\" format a|").format()).isEmpty();
        assertThat(at("save \"x\" format a |").words()).contains("(", "overwrite");
        for (String options : List.of("", "b", "b = 1, ", "b = 1, c")) {
            ExpectedTokens.Expected expected = at("save \"x\" format a(" + options + "|");
            assertThat(expected.kinds()).contains(ExpectedKind.FORMAT_OPTION);
            assertThat(expected.format()).contains("a");
        }
        assertThat(at("save \"x\" format a(b = |").kinds()).containsExactly(ExpectedKind.EXPRESSION);
    }

    @Test
    void anAssertionIsAWordOrAnExpression() {
        assertThat(at("assert |").words())
                .contains("consumed", "covered", "exists", "unchanged")
                .doesNotContain("drop");
        assertThat(at("assert |").kinds()).contains(ExpectedKind.EXPRESSION);
    }

    @Test
    void aRenameBlockHoldsRules() {
        assertThat(at("rename {\n  \"a\" -> \"b\"\n  |").kinds()).containsExactly(ExpectedKind.PATTERN);
        assertThat(at("rename {\n  \"a\" |").words()).contains("->");
        assertThat(at("rename { \"a\" -> \"b\" } |").words()).containsExactly("expect", ";");
    }

    @Test
    void mistakesInOtherLinesDoNotMatterThoseInThisLineDo() {
        assertThat(at("drop foo\ndrop |").kinds()).containsExactly(ExpectedKind.PATTERN);
        assertThat(at("drop foo bar |"))
                .isEqualTo(new ExpectedTokens.Expected("", List.of(), Set.of(), List.of(), Optional.empty()));
    }
}
