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

/** Tokens that the grammar allows at a place in a script; nothing is evaluated. */
public final class ExpectedTokens {
    private ExpectedTokens() {}

    /**
     * The tokens that may come at a caret.
     *
     * @param prefix the word, variable or string that has been begun there; empty if none
     * @param words the words and operators that may come in its place, in the order of the grammar
     * @param kinds the larger things that may: a pattern, a name, an expression
     * @param scopes the prefixes of the scopes around it, as written between their quotes, the outermost first
     * @param format the format that the line has named last
     */
    public record Expected(
            String prefix, List<String> words, Set<ExpectedKind> kinds, List<String> scopes, Optional<String> format) {
        public Expected {
            scopes = List.copyOf(scopes);
            words = List.copyOf(words);
            kinds = Set.copyOf(kinds);
        }
    }

    /**
     * Looks at the text before the caret; the text after it does not matter.
     *
     * @param offset of the caret, in UTF-16 units
     * @return nothing expected if the line of the caret has a mistake before it
     */
    public static Expected expectedAt(String text, int offset) {
        SourceText source = new SourceText("", text.substring(0, offset), Optional.empty());
        List<Token> tokens = new ArrayList<>();
        for (Token token : ParsedSource.tokens(source, 0, offset).getTokens()) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL && token.getType() != Token.EOF) {
                tokens.add(token);
            }
        }
        String prefix = "";
        if (!tokens.isEmpty() && isBegun(tokens.get(tokens.size() - 1), offset)) {
            prefix = tokens.remove(tokens.size() - 1).getText();
        }
        Line line = line(tokens);
        Set<ExpectedKind> spoken = EnumSet.complementOf(EnumSet.of(ExpectedKind.STATEMENT, ExpectedKind.ASSERTION));
        GrammarWalk.Expected expected =
                GrammarWalk.from(line.rule(), tokens.subList(line.start(), tokens.size()), spoken);
        if (expected.at() < tokens.size() - line.start()) {
            return new Expected(prefix, List.of(), Set.of(), line.scopes(), Optional.empty());
        }
        List<String> words = expected.types().stream()
                .filter(type -> CkptsLexer.VOCABULARY.getLiteralName(type) != null)
                .mapToObj(Vocabulary::word)
                .toList();
        return new Expected(
                prefix, words, expected.kinds(), line.scopes(), format(tokens.subList(line.start(), tokens.size())));
    }

    private static Optional<String> format(List<Token> line) {
        for (int i = line.size() - 2; i >= 0; i--) {
            if (line.get(i).getType() == CkptsLexer.FORMAT) {
                return Optional.of(line.get(i + 1).getText());
            }
        }
        return Optional.empty();
    }

    private static boolean isBegun(Token token, int offset) {
        int type = token.getType();
        boolean touches = token.getStopIndex() + 1 == offset;
        boolean word = (type >= CkptsLexer.LOAD && type <= CkptsLexer.WORD) || type == CkptsLexer.VARIABLE;
        boolean string = type == CkptsLexer.UNCLOSED_STRING || type == CkptsLexer.UNCLOSED_REGEX;
        return touches && (word || string || token.getText().equals("$"));
    }

    /** The rule that the line of the caret has to follow, its first token, and the scopes that it is in. */
    private record Line(int rule, int start, List<String> scopes) {
        Line next(int at) {
            return new Line(rule, at, scopes);
        }
    }

    private static Line line(List<Token> tokens) {
        Deque<Line> outer = new ArrayDeque<>();
        Line line = new Line(CkptsParser.RULE_line, 0, List.of());
        for (int i = 0; i < tokens.size(); i++) {
            switch (tokens.get(i).getType()) {
                case CkptsLexer.NEWLINE, CkptsLexer.SEMICOLON -> line = line.next(i + 1);
                case CkptsLexer.OPEN_BRACE -> {
                    outer.push(line);
                    line = block(tokens.subList(line.start(), i), line.scopes(), i + 1);
                }
                case CkptsLexer.CLOSE_BRACE -> line = outer.isEmpty() ? line.next(i + 1) : outer.pop();
                default -> {}
            }
        }
        return line;
    }

    /** The first line of a block, by the tokens before its brace. */
    private static Line block(List<Token> head, List<String> scopes, int start) {
        int verb = head.isEmpty() ? Token.EOF : head.get(0).getType();
        List<String> inner = new ArrayList<>(scopes);
        if (verb == CkptsLexer.SCOPE && head.size() == 2) {
            String quoted = head.get(1).getText();
            inner.add(quoted.substring(1, quoted.length() - 1));
        }
        return new Line(
                verb == CkptsLexer.RENAME ? CkptsParser.RULE_renamingLine : CkptsParser.RULE_line, start, inner);
    }
}
