package ckpts.language.syntax;

import java.util.List;
import java.util.Optional;

/** Assertions as text. */
final class AssertionText implements Assertion.Visitor<String> {
    private final ExpressionText expressions;

    AssertionText(ExpressionText expressions) {
        this.expressions = expressions;
    }

    @Override
    public String visitConsumed(Assertion.Consumed node) {
        String discarding = node.discarding().isEmpty() ? "" : " discarding " + expressions.items(node.discarding());
        return "consumed" + against(node.against()) + discarding;
    }

    @Override
    public String visitCovered(Assertion.Covered node) {
        return "covered" + against(node.against());
    }

    private static String against(Optional<Word> manifest) {
        return manifest.map(word -> " against " + word.text()).orElse("");
    }

    @Override
    public String visitExists(Assertion.Exists node) {
        return about("exists", expressions.selector(node.selector()));
    }

    @Override
    public String visitAbsent(Assertion.Absent node) {
        return about("absent", expressions.selector(node.selector()));
    }

    @Override
    public String visitCount(Assertion.Count node) {
        return about("count", expressions.closedSelector(node.selector())) + " "
                + node.comparison().text() + " " + expressions.arithmetic(node.number());
    }

    @Override
    public String visitShapeIs(Assertion.ShapeIs node) {
        return about("shape", expressions.closedSelector(node.selector())) + " == "
                + expressions.arithmetic(node.shape());
    }

    @Override
    public String visitDTypeIs(Assertion.DTypeIs node) {
        return about("dtype", expressions.closedSelector(node.selector())) + " == "
                + expressions.arithmetic(node.dtype());
    }

    @Override
    public String visitFinite(Assertion.Finite node) {
        return about("finite", expressions.selector(node.selector()));
    }

    @Override
    public String visitEqualTo(Assertion.EqualTo node) {
        return about("equal", expressions.closedSelector(node.selector())) + " = " + expressions.of(node.value())
                + node.tolerance()
                        .map(tolerance -> " within " + expressions.of(tolerance))
                        .orElse("");
    }

    @Override
    public String visitUnchanged(Assertion.Unchanged node) {
        return about("unchanged", expressions.selector(node.selector()));
    }

    @Override
    public String visitHolds(Assertion.Holds node) {
        String text = expressions.of(node.condition());
        return readsAsAssertion(node.condition()) ? "(" + text + ")" : text;
    }

    /** Without parentheses, the call {@code exists("a")} would be read as the assertion {@code exists "a"}. */
    private static boolean readsAsAssertion(Expression condition) {
        if (condition instanceof Expression.Binary binary
                && binary.operator().precedence() == Expression.BinaryOperator.EQUAL.precedence()) {
            return binary.left() instanceof Expression.Call call
                    && List.of("count", "shape", "dtype").contains(call.name().text());
        }
        return condition instanceof Expression.Call call
                && List.of("exists", "absent", "finite", "unchanged")
                        .contains(call.name().text());
    }

    private static String about(String word, String selector) {
        return selector.startsWith("(") ? word + selector : word + " " + selector;
    }
}
