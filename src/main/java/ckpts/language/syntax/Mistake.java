package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsLexer;
import ckpts.language.syntax.generated.CkptsParser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** A line that cannot be read: its tokens up to the one that does not fit, and what could come there instead. */
final class Mistake {
    private final SourceText source;
    private final List<Token> tokens;
    private final GrammarWalk.Expected expected;
    private final boolean inString;

    private Mistake(SourceText source, boolean inString, List<Token> tokens, GrammarWalk.Expected expected) {
        this.source = source;
        this.inString = inString;
        this.tokens = tokens;
        this.expected = expected;
    }

    /**
     * Finds where a line goes wrong.
     *
     * @param rule the rule of the grammar that it should match
     * @param line its tokens up to the one that ANTLR stopped at, the hidden ones too
     */
    static Mistake find(SourceText source, int rule, List<Token> line) {
        List<Token> tokens = line.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .toList();
        GrammarWalk.Expected expected = GrammarWalk.from(rule, tokens, EnumSet.allOf(ExpectedKind.class));
        return new Mistake(source, rule == CkptsParser.RULE_insertion, tokens, expected);
    }

    Diagnostic explain() {
        return new CommonMistakes(this).explain().orElseGet(this::plain);
    }

    GrammarWalk.Expected expected() {
        return expected;
    }

    /** The index in the line of the token that does not fit. */
    int at() {
        return Math.min(expected.at(), tokens.size() - 1);
    }

    Token found() {
        return tokens.get(at());
    }

    /** True if the token that does not fit is of that type. */
    boolean found(int type) {
        return found().getType() == type;
    }

    Token token(int index) {
        return tokens.get(index);
    }

    /** The type of a token of the line; of none, {@link Token#INVALID_TYPE}. */
    int type(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index).getType() : Token.INVALID_TYPE;
    }

    SourceText source() {
        return source;
    }

    /** True if the mistake is that the whole text is over. */
    boolean endsText() {
        return found(Token.EOF) && !inString;
    }

    boolean endsLine() {
        return found(CkptsLexer.NEWLINE) || found(CkptsLexer.SEMICOLON) || found(Token.EOF);
    }

    Span span() {
        return span(found());
    }

    /** The place of a token; the end of a line or of the script is just after the last word before it. */
    Span span(Token token) {
        if (token.getType() == CkptsLexer.NEWLINE || token.getType() == Token.EOF) {
            int end = at() > 0 ? token(at() - 1).getStopIndex() + 1 : token.getStartIndex();
            return new Span(source, end, end);
        }
        return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
    }

    Diagnostic error(String message) {
        return Diagnostic.error(Code.SYNTAX, span(), message);
    }

    private Diagnostic plain() {
        String message;
        if (endsLine()) {
            message = endsText()
                    ? "the script ends in the middle of a statement"
                    : inString ? "the expression in ${ } is not complete" : "the statement is not complete";
        } else {
            message = "unexpected `" + shortened(found().getText()) + "`";
        }
        return error(message).labelled(expectation());
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, text.offsetByCodePoints(0, 30)) + "...";
    }

    /** {@code expected `->`}, {@code expected <pattern> or `aliases`}. */
    String expectation() {
        List<String> all = new ArrayList<>();
        for (ExpectedKind kind : expected.kinds()) {
            if (kind != ExpectedKind.OPERATOR) {
                all.add(kind.text());
            }
        }
        List<String> further = new ArrayList<>();
        expected.types().stream()
                .filter(type -> type != CkptsLexer.NEWLINE && type != CkptsLexer.SEMICOLON)
                .forEach(type -> (continues(type) ? further : all).add(word(type)));
        boolean mayEnd = expected.has(CkptsLexer.NEWLINE);
        if (all.isEmpty() || mayEnd) {
            all.addAll(further);
        }
        if (mayEnd) {
            all.add("the end of the line");
        }
        if (inString && all.isEmpty()) {
            all.add("`}`");
        }
        return "expected " + alternatives(all);
    }

    /** Whether a token only makes a statement longer: it is named only where nothing else is missing. */
    private static boolean continues(int type) {
        return switch (type) {
            case CkptsLexer.COMMA,
                    CkptsLexer.EXCEPT,
                    CkptsLexer.WHERE,
                    CkptsLexer.FROM,
                    CkptsLexer.EXPECT,
                    CkptsLexer.QUESTION -> true;
            default -> false;
        };
    }

    private static String word(int type) {
        String literal = CkptsLexer.VOCABULARY.getLiteralName(type);
        if (literal != null) {
            return "`" + literal.substring(1, literal.length() - 1) + "`";
        }
        return switch (type) {
            case CkptsLexer.WHOLE -> "<number>";
            default -> "<" + CkptsLexer.VOCABULARY.getSymbolicName(type).toLowerCase(java.util.Locale.ROOT) + ">";
        };
    }

    static String alternatives(List<String> all) {
        if (all.isEmpty()) {
            return "nothing";
        }
        int last = all.size() - 1;
        return last == 0 ? all.get(0) : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }
}
