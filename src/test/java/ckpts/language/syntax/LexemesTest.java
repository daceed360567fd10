package ckpts.language.syntax;

import static ckpts.language.syntax.Lexemes.Sort.BLANK;
import static ckpts.language.syntax.Lexemes.Sort.COMMENT;
import static ckpts.language.syntax.Lexemes.Sort.KEYWORD;
import static ckpts.language.syntax.Lexemes.Sort.MISTAKE;
import static ckpts.language.syntax.Lexemes.Sort.NAME;
import static ckpts.language.syntax.Lexemes.Sort.NUMBER;
import static ckpts.language.syntax.Lexemes.Sort.SIGN;
import static ckpts.language.syntax.Lexemes.Sort.SOFT;
import static ckpts.language.syntax.Lexemes.Sort.STRING;
import static ckpts.language.syntax.Lexemes.Sort.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LexemesTest {
    @Test
    void sortsEveryPieceOfAText() {
        assertThat(Lexemes.of("drop \"a\" from b # c").stream().map(Lexemes.Lexeme::sort))
                .containsExactly(KEYWORD, BLANK, STRING, BLANK, SOFT, BLANK, NAME, BLANK, COMMENT);
        assertThat(Lexemes.of("$x -> 5GB \"a").stream().map(Lexemes.Lexeme::sort))
                .containsExactly(VARIABLE, BLANK, SIGN, BLANK, NUMBER, BLANK, MISTAKE);
    }

    @Test
    void thePiecesAreTheText() {
        String text = "scope \"x\" {\n  dröp 'y' \\\n ??\u0000 }\n";
        assertThat(Lexemes.of(text).stream()
                        .map(lexeme -> text.substring(lexeme.start(), lexeme.end()))
                        .collect(Collectors.joining()))
                .isEqualTo(text);
    }
}
