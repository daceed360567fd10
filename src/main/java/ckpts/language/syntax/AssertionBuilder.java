package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsParser.*;
import ckpts.language.syntax.generated.CkptsParserBaseVisitor;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.RuleNode;

/** Builds assertion records from ANTLR's parse tree. */
final class AssertionBuilder extends CkptsParserBaseVisitor<Assertion> {
    private final ExpressionBuilder expressions;
    private final SelectorBuilder selectors;

    AssertionBuilder(ExpressionBuilder expressions) {
        this.expressions = expressions;
        this.selectors = expressions.selectors();
    }

    @Override
    public Assertion visitChildren(RuleNode node) {
        throw new IllegalStateException("not an assertion: " + node.getClass().getSimpleName());
    }

    @Override
    public Assertion visitConsumed(ConsumedContext context) {
        return new Assertion.Consumed(
                expressions.span(context),
                against(context.name()),
                context.patterns() == null ? List.of() : selectors.items(context.patterns()));
    }

    @Override
    public Assertion visitCovered(CoveredContext context) {
        return new Assertion.Covered(expressions.span(context), against(context.name()));
    }

    private Optional<Word> against(NameContext name) {
        return Optional.ofNullable(name).map(expressions::word);
    }

    @Override
    public Assertion visitExists(ExistsContext context) {
        return new Assertion.Exists(expressions.span(context), selectors.selector(context.selector()));
    }

    @Override
    public Assertion visitAbsent(AbsentContext context) {
        return new Assertion.Absent(expressions.span(context), selectors.selector(context.selector()));
    }

    @Override
    public Assertion visitCount(CountContext context) {
        return new Assertion.Count(
                expressions.span(context),
                selectors.selector(context.closedSelector()),
                ExpressionBuilder.operator(context.comparator().getStart()),
                expressions.expression(context.arithmetic()));
    }

    @Override
    public Assertion visitShapeIs(ShapeIsContext context) {
        return new Assertion.ShapeIs(
                expressions.span(context),
                selectors.selector(context.closedSelector()),
                expressions.expression(context.arithmetic()));
    }

    @Override
    public Assertion visitDTypeIs(DTypeIsContext context) {
        return new Assertion.DTypeIs(
                expressions.span(context),
                selectors.selector(context.closedSelector()),
                expressions.expression(context.arithmetic()));
    }

    @Override
    public Assertion visitFinite(FiniteContext context) {
        return new Assertion.Finite(expressions.span(context), selectors.selector(context.selector()));
    }

    @Override
    public Assertion visitEqualTo(EqualToContext context) {
        return new Assertion.EqualTo(
                expressions.span(context),
                selectors.selector(context.closedSelector()),
                expressions.expression(context.expression(0)),
                expressions.optional(context.expression(1)));
    }

    @Override
    public Assertion visitUnchanged(UnchangedContext context) {
        return new Assertion.Unchanged(expressions.span(context), selectors.selector(context.selector()));
    }

    @Override
    public Assertion visitHolds(HoldsContext context) {
        return new Assertion.Holds(expressions.span(context), expressions.expression(context.expression()));
    }
}
