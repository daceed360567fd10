package ckpts.language.syntax;

import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsLexer;
import org.antlr.v4.runtime.Token;

/** Words among the tokens, and names written without quotes. */
final class Words {
    private Words() {}

    /** True for any word, whatever it means. */
    static boolean isWord(Token token) {
        return token.getType() >= CkptsLexer.LOAD && token.getType() <= CkptsLexer.WORD;
    }

    /** From the mistake up to the next space: {@code encoder/layer_0/kernel} as one. */
    static Span adjoining(Mistake mistake) {
        String text = mistake.source().text();
        int start = mistake.found().getStartIndex();
        int end = mistake.found().getStopIndex() + 1;
        while (end < text.length() && belongs(text.charAt(end)) && !text.startsWith("->", end)) {
            end++;
        }
        return new Span(mistake.source(), start, end);
    }

    private static boolean belongs(char c) {
        return Character.isLetterOrDigit(c) || "_/.*-:{}".indexOf(c) >= 0;
    }
}
