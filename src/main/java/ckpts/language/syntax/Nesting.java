package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/**
 * Bounds how deep a tree can become, before anything recurses over it.
 *
 * <p>Brackets and braces nest, and so do operators: {@code a + b + c} is two deep, {@code else if} nests like a block. A
 * comma, a newline and {@code ;} start over within their bracket.
 */
final class Nesting {
    private static final int DEEPEST = 100;

    private Nesting() {}

    /** False, with the mistake reported, if some token is too deep. */
    static boolean check(SourceText source, CommonTokenStream tokens, Problems problems) {
        Deque<Integer> outer = new ArrayDeque<>();
        int depth = 0; // of all open brackets together, with the operators to the left of each
        for (Token token : tokens.getTokens()) {
            switch (token.getType()) {
                case CkptsLexer.OPEN_PAREN, CkptsLexer.OPEN_BRACKET, CkptsLexer.OPEN_BRACE -> {
                    outer.push(depth);
                    depth++;
                }
                case CkptsLexer.CLOSE_PAREN, CkptsLexer.CLOSE_BRACKET, CkptsLexer.CLOSE_BRACE ->
                    // A closed bracket is still an operand: t[0][0][0] is three deep.
                    depth = outer.isEmpty() ? 0 : outer.pop() + 1;
                case CkptsLexer.COMMA, CkptsLexer.SEMICOLON -> depth = base(outer);
                case CkptsLexer.NEWLINE -> depth = token.getChannel() == 0 ? base(outer) : depth;
                default -> depth += nests(token.getType()) ? 1 : 0;
            }
            if (depth > DEEPEST) {
                Span span = new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
                problems.add(Diagnostic.error(Code.SYNTAX, span, "this is nested too deeply")
                        .labelled("more than " + DEEPEST + " brackets and operators deep")
                        .help("give a part of it a name with `let`"));
                return false;
            }
        }
        return true;
    }

    private static int base(Deque<Integer> outer) {
        return outer.isEmpty() ? 0 : outer.peek() + 1;
    }

    private static boolean nests(int type) {
        return switch (type) {
            case CkptsLexer.PLUS,
                    CkptsLexer.MINUS,
                    CkptsLexer.TIMES,
                    CkptsLexer.DIVIDE,
                    CkptsLexer.REMAINDER,
                    CkptsLexer.MATMUL,
                    CkptsLexer.DOT,
                    CkptsLexer.NOT,
                    CkptsLexer.AND,
                    CkptsLexer.OR,
                    CkptsLexer.ELSE -> true;
            default -> false;
        };
    }
}
