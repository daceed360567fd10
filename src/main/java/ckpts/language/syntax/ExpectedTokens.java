package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsLexer;
import ckpts.language.syntax.generated.CkptsParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** What may be typed at a place in a script, by the grammar alone: nothing is evaluated to find out. */
public final class ExpectedTokens {
    private ExpectedTokens() {}

    /**
     * What may stand at a caret.
     *
     * @param prefix the word, variable or string that has been begun there; empty if none
     * @param words the words and signs that may stand in its place, in the order of the grammar
     * @param kinds the larger things that may: a pattern, a name, an expression
     */
    public record Expected(String prefix, List<String> words, Set<Kind> kinds) {
        public Expected {
            words = List.copyOf(words);
            kinds = Set.copyOf(kinds);
        }
    }

    /**
     * Looks at the text before the caret; what stands behind it does not matter.
     *
     * @param offset of the caret, in UTF-16 units
     * @return nothing expected if the line of the caret has a mistake before it
     */
    public static Expected expectedAt(String text, int offset) {
        SourceText source = new SourceText("", text.substring(0, offset), Optional.empty());
        List<Token> tokens = new ArrayList<>();
        for (Token token : Reading.tokens(source, 0, offset).getTokens()) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL && token.getType() != Token.EOF) {
                tokens.add(token);
            }
        }
        String prefix = "";
        if (!tokens.isEmpty() && isBegun(tokens.get(tokens.size() - 1), offset)) {
            prefix = tokens.remove(tokens.size() - 1).getText();
        }
        Line line = line(tokens);
        Set<Kind> spoken = EnumSet.complementOf(EnumSet.of(Kind.STATEMENT, Kind.ASSERTION));
        Walk.Expected expected = Walk.from(line.rule(), tokens.subList(line.start(), tokens.size()), spoken);
        if (expected.at() < tokens.size() - line.start()) {
            return new Expected(prefix, List.of(), Set.of());
        }
        List<String> words = expected.types().stream()
                .filter(type -> CkptsLexer.VOCABULARY.getLiteralName(type) != null)
                .mapToObj(Vocabulary::word)
                .toList();
        return new Expected(prefix, words, expected.kinds());
    }

    private static boolean isBegun(Token token, int offset) {
        int type = token.getType();
        boolean touches = token.getStopIndex() + 1 == offset;
        boolean word = (type >= CkptsLexer.LOAD && type <= CkptsLexer.WORD) || type == CkptsLexer.VARIABLE;
        boolean string = type == CkptsLexer.UNCLOSED_STRING || type == CkptsLexer.UNCLOSED_REGEX;
        return touches && (word || string || token.getText().equals("$"));
    }

    /** The rule that the line of the caret has to follow, and its first token. */
    private record Line(int rule, int start) {}

    private static Line line(List<Token> tokens) {
        Deque<Line> outer = new ArrayDeque<>();
        Line line = new Line(CkptsParser.RULE_line, 0);
        for (int i = 0; i < tokens.size(); i++) {
            switch (tokens.get(i).getType()) {
                case CkptsLexer.NEWLINE, CkptsLexer.SEMICOLON -> line = new Line(line.rule(), i + 1);
                case CkptsLexer.OPEN_BRACE -> {
                    boolean renames = tokens.get(line.start()).getType() == CkptsLexer.RENAME;
                    outer.push(line);
                    line = new Line(renames ? CkptsParser.RULE_renamingLine : CkptsParser.RULE_line, i + 1);
                }
                case CkptsLexer.CLOSE_BRACE -> line = outer.isEmpty() ? new Line(line.rule(), i + 1) : outer.pop();
                default -> {}
            }
        }
        return line;
    }
}
