package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression.BinaryOperator;
import ckpts.language.syntax.Expression.UnaryOperator;
import ckpts.language.syntax.generated.CkptsParser.*;
import ckpts.language.syntax.generated.CkptsParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.RuleNode;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Builds expression records from ANTLR's parse tree; one short method per label of the grammar. */
final class ExpressionBuilder extends CkptsParserBaseVisitor<Expression> {
    private final SourceText source;
    private final Problems problems;
    private final StringLiteralBuilder literals;
    private final SelectorBuilder selectors;

    ExpressionBuilder(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.literals = new StringLiteralBuilder(source, problems);
        this.selectors = new SelectorBuilder(this, problems);
    }

    SelectorBuilder selectors() {
        return selectors;
    }

    Expression expression(ParserRuleContext context) {
        return context.accept(this);
    }

    Optional<Expression> optional(ParserRuleContext context) {
        return Optional.ofNullable(context).map(this::expression);
    }

    StringLiteral text(ParserRuleContext string) {
        return literals.text(string.getStart());
    }

    Word word(ParserRuleContext context) {
        Span span = span(context);
        return new Word(span, span.text());
    }

    List<Statement.JsonStep> steps(List<JsonStepContext> contexts) {
        return contexts.stream().map(this::step).toList();
    }

    private Statement.JsonStep step(JsonStepContext context) {
        return context.anyWord() != null
                ? new Statement.JsonStep.Field(span(context), word(context.anyWord()))
                : new Statement.JsonStep.Entry(span(context), expression(context.expression()));
    }

    Span span(ParserRuleContext context) {
        return new Span(
                source, context.getStart().getStartIndex(), context.getStop().getStopIndex() + 1);
    }

    Span span(Token token) {
        return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
    }

    List<Expression.Range> ranges(RangesContext context) {
        List<Expression.Range> ranges = new ArrayList<>();
        for (RangeContext range : context.range()) {
            ranges.add(range instanceof StretchContext stretch ? stretch(stretch) : position((PositionContext) range));
        }
        return ranges;
    }

    Expression axis(AxisContext context) {
        if (context.VARIABLE() != null) {
            return variable(span(context.VARIABLE().getSymbol()));
        }
        Expression number = whole(span(context.WHOLE().getSymbol()));
        return context.MINUS() == null
                ? number
                : new Expression.Unary(
                        span(context.MINUS().getSymbol()).to(number.span()), UnaryOperator.MINUS, number);
    }

    @Override
    public Expression visitChildren(RuleNode node) {
        throw new IllegalStateException("not an expression: " + node.getClass().getSimpleName());
    }

    @Override
    public Expression visitPath(PathContext context) {
        return expression(context.expression());
    }

    @Override
    public Expression visitComparison(ComparisonContext context) {
        Expression left = expression(context.arithmetic(0));
        if (context.comparator() == null) {
            return left;
        }
        Expression right = expression(context.arithmetic(1));
        return new Expression.Binary(
                span(context), operator(context.comparator().getStart()), left, right);
    }

    @Override
    public Expression visitNegation(NegationContext context) {
        return new Expression.Unary(span(context), UnaryOperator.NOT, expression(context.expression()));
    }

    @Override
    public Expression visitConjunction(ConjunctionContext context) {
        return binary(context, context.expression(0), context.expression(1));
    }

    @Override
    public Expression visitDisjunction(DisjunctionContext context) {
        return binary(context, context.expression(0), context.expression(1));
    }

    @Override
    public Expression visitProduct(ProductContext context) {
        return binary(context, context.arithmetic(0), context.arithmetic(1));
    }

    @Override
    public Expression visitSum(SumContext context) {
        return binary(context, context.arithmetic(0), context.arithmetic(1));
    }

    @Override
    public Expression visitMinus(MinusContext context) {
        return new Expression.Unary(span(context), UnaryOperator.MINUS, expression(context.arithmetic()));
    }

    @Override
    public Expression visitMember(MemberContext context) {
        return new Expression.Member(span(context), expression(context.arithmetic()), word(context.anyWord()));
    }

    @Override
    public Expression visitIndex(IndexContext context) {
        return new Expression.Index(span(context), expression(context.arithmetic()), ranges(context.ranges()));
    }

    @Override
    public Expression visitGrouped(GroupedContext context) {
        return expression(context.expression());
    }

    @Override
    public Expression visitWhole(WholeContext context) {
        return whole(span(context));
    }

    private Expression whole(Span span) {
        try {
            return new Expression.Whole(span, Long.parseLong(span.text().replace("_", "")));
        } catch (NumberFormatException e) {
            problems.add(Diagnostic.error(Code.SYNTAX, span, "the number is too large")
                    .labelled("more than " + Long.MAX_VALUE));
            return new Expression.Whole(span, 0);
        }
    }

    @Override
    public Expression visitReal(RealContext context) {
        Span span = span(context);
        if (context.INF() != null) {
            return new Expression.Real(span, Double.POSITIVE_INFINITY);
        }
        if (context.NAN() != null) {
            return new Expression.Real(span, Double.NaN);
        }
        return new Expression.Real(span, finite(span, span.text()));
    }

    @Override
    public Expression visitSize(SizeContext context) {
        Span span = span(context);
        String text = span.text();
        int unit = 0;
        while (!Character.isLetter(text.charAt(unit))) {
            unit++;
        }
        return new Expression.Size(span, finite(span, text.substring(0, unit)), text.substring(unit));
    }

    private double finite(Span span, String digits) {
        double value = Double.parseDouble(digits.replace("_", ""));
        DoubleRange range = DoubleRange.of(digits, value);
        if (range == DoubleRange.TOO_LARGE) {
            problems.add(Diagnostic.error(Code.SYNTAX, span, "the number is too large")
                    .labelled("more than " + Double.MAX_VALUE)
                    .help("infinity is written inf"));
        }
        if (range == DoubleRange.TOO_NEAR_TO_ZERO) {
            problems.add(Diagnostic.error(Code.SYNTAX, span, "the number is too close to zero")
                    .labelled("less than " + Double.MIN_VALUE));
        }
        return value;
    }

    @Override
    public Expression visitTruth(TruthContext context) {
        return new Expression.Truth(span(context), context.TRUE() != null);
    }

    @Override
    public Expression visitQuoted(QuotedContext context) {
        return new Expression.Quoted(span(context), text(context));
    }

    @Override
    public Expression visitListOf(ListOfContext context) {
        List<Expression> items =
                context.expression().stream().map(this::expression).toList();
        return new Expression.ListOf(span(context), items);
    }

    @Override
    public Expression visitVariable(VariableContext context) {
        return variable(span(context));
    }

    private static Expression variable(Span span) {
        return new Expression.Variable(span, span.text().substring(1));
    }

    @Override
    public Expression visitBare(BareContext context) {
        Span span = span(context);
        return new Expression.Bare(span, span.text());
    }

    @Override
    public Expression visitOfManifest(OfManifestContext context) {
        Expression manifest = new Expression.Bare(
                span(context.MANIFEST().getSymbol()), context.MANIFEST().getText());
        return new Expression.Member(span(context), manifest, word(context.anyWord()));
    }

    @Override
    public Expression visitIt(ItContext context) {
        return new Expression.It(span(context));
    }

    @Override
    public Expression visitTensorOf(TensorOfContext context) {
        return new Expression.TensorOf(span(context), word(context.name()), text(context.text()));
    }

    @Override
    public Expression visitCall(CallContext context) {
        Token first = context.callee().getStart();
        Token last = context.anyWord().isEmpty()
                ? first
                : context.anyWord(context.anyWord().size() - 1).getStart();
        StringBuilder family = new StringBuilder(first.getText());
        context.anyWord().forEach(word -> family.append('.').append(word.getText()));
        Span name = span(first).to(span(last));
        return new Expression.Call(span(context), new Word(name, family.toString()), arguments(context.arguments()));
    }

    private List<Expression.Argument> arguments(ArgumentsContext context) {
        if (context == null) {
            return List.of();
        }
        if (context.selector() != null) {
            Expression.Argument.Value value =
                    new Expression.Argument.OfSelector(selectors.selector(context.selector()));
            return List.of(new Expression.Argument(span(context), Optional.empty(), value));
        }
        return context.argument().stream().map(this::argument).toList();
    }

    private Expression.Argument argument(ArgumentContext context) {
        Optional<Word> name = Optional.ofNullable(context.argumentName()).map(this::word);
        Expression value = expression(context.expression());
        return new Expression.Argument(span(context), name, new Expression.Argument.OfExpression(value));
    }

    private Expression.Position position(PositionContext context) {
        return new Expression.Position(span(context), expression(context.expression()));
    }

    private Expression.Stretch stretch(StretchContext context) {
        List<Optional<Expression>> parts =
                new ArrayList<>(List.of(Optional.empty(), Optional.empty(), Optional.empty()));
        int colons = 0;
        for (int i = 0; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof TerminalNode) {
                colons++;
            } else {
                parts.set(colons, Optional.of(expression((ParserRuleContext) context.getChild(i))));
            }
        }
        return new Expression.Stretch(span(context), parts.get(0), parts.get(1), parts.get(2));
    }

    private Expression binary(ParserRuleContext context, ParserRuleContext left, ParserRuleContext right) {
        Token operator = ((TerminalNode) context.getChild(1)).getSymbol();
        return new Expression.Binary(span(context), operator(operator), expression(left), expression(right));
    }

    static BinaryOperator operator(Token token) {
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (operator.text().equals(token.getText())) {
                return operator;
            }
        }
        throw new IllegalStateException("not an operator: " + token.getText());
    }
}
