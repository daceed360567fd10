package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsLexer;
import ckpts.language.syntax.generated.CkptsParser.AssertionContext;
import ckpts.language.syntax.generated.CkptsParser.AxisContext;
import ckpts.language.syntax.generated.CkptsParser.CallContext;
import ckpts.language.syntax.generated.CkptsParser.GroupedContext;
import ckpts.language.syntax.generated.CkptsParser.IndexContext;
import ckpts.language.syntax.generated.CkptsParser.JsonStepContext;
import ckpts.language.syntax.generated.CkptsParser.ListTypeContext;
import ckpts.language.syntax.generated.CkptsParser.MinusContext;
import ckpts.language.syntax.generated.CkptsParser.ParamContext;
import ckpts.language.syntax.generated.CkptsParser.RangesContext;
import ckpts.language.syntax.generated.CkptsParser.SaveFormatContext;
import ckpts.language.syntax.generated.CkptsParser.SetJsonContext;
import ckpts.language.syntax.generated.CkptsParser.TensorOfContext;
import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Decides whether a space goes between two tokens of a line; some operators are decided by their place in the tree. */
final class Spacing {
    private final Map<Token, ParseTree> parents = new HashMap<>();

    Spacing(ParseTree tree) {
        collect(tree);
    }

    private void collect(ParseTree node) {
        for (int i = 0; i < node.getChildCount(); i++) {
            ParseTree child = node.getChild(i);
            if (child instanceof TerminalNode leaf) {
                parents.put(leaf.getSymbol(), node);
            } else {
                collect(child);
            }
        }
    }

    boolean between(Token left, Token right) {
        return switch (left.getType()) {
            case CkptsLexer.OPEN_PAREN, CkptsLexer.OPEN_BRACKET, CkptsLexer.DOT, CkptsLexer.DOTS -> false;
            case CkptsLexer.COLON -> parents.get(left) instanceof ParamContext;
            case CkptsLexer.MINUS -> !isSign(parents.get(left)) && before(right);
            case CkptsLexer.COMMA ->
                right.getType() != CkptsLexer.CLOSE_BRACKET && right.getType() != CkptsLexer.CLOSE_PAREN;
            default -> before(right);
        };
    }

    /** A minus without an operand before it. */
    private static boolean isSign(ParseTree parent) {
        return parent instanceof MinusContext || parent instanceof AxisContext;
    }

    private boolean before(Token right) {
        ParseTree parent = parents.get(right);
        return switch (right.getType()) {
            case CkptsLexer.COMMA,
                    CkptsLexer.SEMICOLON,
                    CkptsLexer.CLOSE_PAREN,
                    CkptsLexer.CLOSE_BRACKET,
                    CkptsLexer.QUESTION,
                    CkptsLexer.COLON,
                    CkptsLexer.DOT,
                    CkptsLexer.DOTS -> false;
            case CkptsLexer.OPEN_PAREN ->
                // assert exists("a" where ...) reads like the call
                !(parent instanceof CallContext
                        || parent instanceof SaveFormatContext
                        || parent instanceof SetJsonContext
                        || (parent.getParent() instanceof AssertionContext && !(parent instanceof GroupedContext)));
            case CkptsLexer.OPEN_BRACKET ->
                !(parent instanceof TensorOfContext
                        || parent instanceof JsonStepContext
                        || parent instanceof ListTypeContext
                        || (parent instanceof RangesContext && parent.getParent() instanceof IndexContext));
            default -> true;
        };
    }
}
