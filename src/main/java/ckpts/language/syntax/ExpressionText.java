package ckpts.language.syntax;

import ckpts.language.syntax.Expression.BinaryOperator;
import ckpts.language.syntax.Expression.UnaryOperator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Expressions, selectors and strings as text, with no more parentheses than the grammar needs. */
final class ExpressionText implements Expression.Visitor<String>, Selector.Visitor<String> {
    private static final int COMPARISON = BinaryOperator.EQUAL.precedence();
    private static final int ARITHMETIC = COMPARISON + 1;
    private static final int NOT = COMPARISON - 1;
    private static final int MINUS = BinaryOperator.TIMES.precedence() + 1;
    private static final int OPERAND = MINUS + 1;

    String of(Expression expression) {
        return expression.accept(this);
    }

    String paramType(ParamType type) {
        return type.accept(new ParamType.Visitor<>() {
            @Override
            public String visitNamed(ParamType.Named named) {
                return named.name().text();
            }

            @Override
            public String visitListOf(ParamType.ListOf list) {
                return list.list().text() + "[" + paramType(list.items()) + "]";
            }

            @Override
            public String visitOneOf(ParamType.OneOf one) {
                return one.choices().stream().map(ExpressionText.this::text).collect(Collectors.joining(" | "));
            }
        });
    }

    /** For the places where the grammar takes no comparison, {@code and}, {@code or} or {@code not}. */
    String arithmetic(Expression expression) {
        return atLeast(ARITHMETIC, expression);
    }

    String selector(Selector selector) {
        StringBuilder text = new StringBuilder(items(selector.include()));
        if (!selector.except().isEmpty()) {
            text.append(" except ").append(items(selector.except()));
        }
        selector.where().ifPresent(condition -> text.append(" where ").append(of(condition)));
        selector.from().ifPresent(checkpoint -> text.append(" from ").append(checkpoint.text()));
        return text.toString();
    }

    /** For the places where a selector with {@code where} is in parentheses. */
    String closedSelector(Selector selector) {
        return selector.where().isPresent() ? "(" + selector(selector) + ")" : selector(selector);
    }

    String items(List<Selector.Item> items) {
        return items.stream().map(item -> item.accept(this)).collect(Collectors.joining(", "));
    }

    @Override
    public String visitGlob(Selector.Glob item) {
        return text(item.text());
    }

    @Override
    public String visitRegex(Selector.Regex item) {
        return "/" + item.source() + "/";
    }

    @Override
    public String visitNamed(Selector.Named item) {
        return item.set().word();
    }

    String text(StringLiteral text) {
        StringBuilder all = new StringBuilder("\"");
        for (int i = 0; i < text.parts().size(); i++) {
            boolean ends =
                    i + 1 == text.parts().size() || !continuesWord(text.parts().get(i + 1));
            all.append(text.parts().get(i).either(StringLiteral.Literal::raw, insertion -> inserted(insertion, ends)));
        }
        return all.append('"').toString();
    }

    private String inserted(StringLiteral.Insertion insertion, boolean ends) {
        String inner = of(insertion.expression());
        return ends && insertion.expression() instanceof Expression.Variable ? inner : "${" + inner + "}";
    }

    private static boolean continuesWord(StringLiteral.Part part) {
        String raw = part.either(StringLiteral.Literal::raw, insertion -> "");
        return !raw.isEmpty() && (Character.isLetterOrDigit(raw.charAt(0)) || raw.charAt(0) == '_');
    }

    String ranges(List<Expression.Range> ranges) {
        return ranges.stream().map(this::range).collect(Collectors.joining(", ", "[", "]"));
    }

    private String range(Expression.Range range) {
        return range.either(this::of, this::stretch);
    }

    private String stretch(Expression.Stretch stretch) {
        String ends = part(stretch.start()) + ":" + part(stretch.end());
        return stretch.step().isPresent() ? ends + ":" + part(stretch.step()) : ends;
    }

    private String part(Optional<Expression> part) {
        return part.map(this::of).orElse("");
    }

    @Override
    public String visitWhole(Expression.Whole node) {
        return Long.toString(node.value());
    }

    @Override
    public String visitReal(Expression.Real node) {
        if (Double.isNaN(node.value())) {
            return "nan";
        }
        if (Double.isInfinite(node.value())) {
            return "inf";
        }
        return Double.toString(node.value()).toLowerCase(Locale.ROOT).replace(".0e", "e");
    }

    @Override
    public String visitSize(Expression.Size node) {
        return BigDecimal.valueOf(node.amount()).stripTrailingZeros().toPlainString() + node.unit();
    }

    @Override
    public String visitTruth(Expression.Truth node) {
        return Boolean.toString(node.value());
    }

    @Override
    public String visitQuoted(Expression.Quoted node) {
        return text(node.text());
    }

    @Override
    public String visitListOf(Expression.ListOf node) {
        return node.items().stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String visitVariable(Expression.Variable node) {
        return "$" + node.name();
    }

    @Override
    public String visitBare(Expression.Bare node) {
        return node.name();
    }

    @Override
    public String visitIt(Expression.It node) {
        return "it";
    }

    @Override
    public String visitTensorOf(Expression.TensorOf node) {
        return node.checkpoint().text() + "[" + text(node.name()) + "]";
    }

    @Override
    public String visitCall(Expression.Call node) {
        List<String> arguments = new ArrayList<>();
        for (Expression.Argument argument : node.arguments()) {
            String value = argument.value().either(this::of, this::selector);
            arguments.add(
                    argument.name().map(name -> name.text() + " = " + value).orElse(value));
        }
        return node.name().text() + "(" + String.join(", ", arguments) + ")";
    }

    @Override
    public String visitMember(Expression.Member node) {
        return atLeast(OPERAND, node.target()) + "." + node.member().text();
    }

    @Override
    public String visitIndex(Expression.Index node) {
        String target = atLeast(OPERAND, node.target());
        String ranges = ranges(node.ranges());
        // A["name"] is a tensor of the checkpoint A.
        boolean likeTensor = node.target() instanceof Expression.Bare && ranges.startsWith("[\"");
        return likeTensor ? "(" + target + ")" + ranges : target + ranges;
    }

    @Override
    public String visitUnary(Expression.Unary node) {
        return node.operator() == UnaryOperator.NOT
                ? "not " + atLeast(NOT, node.operand())
                : "-" + atLeast(MINUS, node.operand());
    }

    @Override
    public String visitBinary(Expression.Binary node) {
        int precedence = node.operator().precedence();
        boolean compares = precedence == COMPARISON;
        String left = atLeast(compares ? ARITHMETIC : precedence, node.left());
        return left + " " + node.operator().text() + " " + atLeast(precedence + 1, node.right());
    }

    private String atLeast(int precedence, Expression expression) {
        String text = of(expression);
        return precedence(expression) < precedence ? "(" + text + ")" : text;
    }

    private static int precedence(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            return binary.operator().precedence();
        }
        if (expression instanceof Expression.Unary unary) {
            return unary.operator() == UnaryOperator.NOT ? NOT : MINUS;
        }
        return OPERAND;
    }
}
