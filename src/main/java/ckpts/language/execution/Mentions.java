package ckpts.language.execution;

import ckpts.language.syntax.Expression;

/** Words that a condition mentions. */
final class Mentions {
    private Mentions() {}

    /** Whether this bare word occurs in the expression. */
    static boolean word(Expression expression, String word) {
        if (expression instanceof Expression.Bare bare) {
            return bare.name().equals(word);
        }
        if (expression instanceof Expression.Unary unary) {
            return word(unary.operand(), word);
        }
        return expression instanceof Expression.Binary binary
                && (word(binary.left(), word) || word(binary.right(), word));
    }
}
