package ckpts.language.semantics;

import ckpts.language.syntax.Expression;

/** Counts the strings and lists that expressions make as work, since scripts can double them again and again. */
final class Counting {
    /** Lists of lists of lists. */
    private static final int MOST_NESTED = 64;

    private Counting() {}

    /** The value of an expression, which is not counted again where it is that of a variable. */
    static Value of(Value value, Expression expression, Work work) {
        if (expression instanceof Expression.Variable) {
            return value;
        }
        if (value instanceof Value.Text text) {
            work.text(text.value().length(), expression.span());
        } else if (value instanceof Value.Items items && expression instanceof Expression.ListOf) {
            if (items.depth() > MOST_NESTED) {
                throw Evaluator.bad(expression.span(), "lists are nested more than " + MOST_NESTED + " deep");
            }
            work.items(items.size(), expression.span());
        }
        return value;
    }
}
