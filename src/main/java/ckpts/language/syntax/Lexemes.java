package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Source text as coloured pieces, for editors and prompts, where it may be incomplete. */
public final class Lexemes {
    private Lexemes() {}

    /** The sort of a piece, judged by its token alone. */
    public enum Sort {
        /** A word that begins a statement or an assertion. */
        KEYWORD,
        /** A word with a meaning in its place. */
        SOFT,
        NAME,
        STRING,
        NUMBER,
        VARIABLE,
        SIGN,
        COMMENT,
        BLANK,
        /** Not a token of the language: an unknown character, a string without its end. */
        MISTAKE
    }

    /** A piece of the text; the end is the offset after it. */
    public record Lexeme(int start, int end, Sort sort) {}

    /** The pieces in order; together they are the text. */
    public static List<Lexeme> of(String text) {
        SourceText source = new SourceText("", text, Optional.empty());
        List<Lexeme> lexemes = new ArrayList<>();
        for (Token token : ParsedSource.tokens(source, 0, text.length()).getTokens()) {
            if (token.getType() != Token.EOF) {
                lexemes.add(new Lexeme(token.getStartIndex(), token.getStopIndex() + 1, sort(token.getType())));
            }
        }
        return lexemes;
    }

    private static Sort sort(int type) {
        if (type <= CkptsLexer.UNCHANGED) {
            return Sort.KEYWORD;
        }
        if (type < CkptsLexer.WORD) {
            return Sort.SOFT;
        }
        return switch (type) {
            case CkptsLexer.WORD -> Sort.NAME;
            case CkptsLexer.WHOLE, CkptsLexer.REAL, CkptsLexer.BYTES -> Sort.NUMBER;
            case CkptsLexer.STRING, CkptsLexer.REGEX -> Sort.STRING;
            case CkptsLexer.VARIABLE -> Sort.VARIABLE;
            case CkptsLexer.NEWLINE, CkptsLexer.CONTINUATION, CkptsLexer.BLANKS -> Sort.BLANK;
            case CkptsLexer.COMMENT -> Sort.COMMENT;
            default -> type >= CkptsLexer.ARROW && type <= CkptsLexer.QUESTION ? Sort.SIGN : Sort.MISTAKE;
        };
    }
}
