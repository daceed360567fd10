package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An expression. */
public sealed interface Expression extends Node {
    <R> R accept(Visitor<R> visitor);

    /** {@code 12}, {@code 1_000}. */
    record Whole(Span span, long value) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWhole(this);
        }
    }

    /** {@code 0.02}, {@code 1e-3}, {@code inf}, {@code nan}. */
    record Real(Span span, double value) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReal(this);
        }
    }

    /** {@code 5GB}, {@code 64MiB}: a number of bytes; the unit as written. */
    record Size(Span span, double amount, String unit) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSize(this);
        }
    }

    record Truth(Span span, boolean value) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTruth(this);
        }
    }

    record Quoted(Span span, StringLiteral text) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitQuoted(this);
        }
    }

    /** {@code [256, 128]}. */
    record ListOf(Span span, List<Expression> items) implements Expression {
        public ListOf {
            items = List.copyOf(items);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitListOf(this);
        }
    }

    /** {@code $x}: a parameter or variable. */
    record Variable(Span span, String name) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitVariable(this);
        }
    }

    /** A bare word: a capture, then a predicate of a selector, then a variable, an element type or an initializer. */
    record Bare(Span span, String name) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitBare(this);
        }
    }

    /** {@code it}: the matched tensor. */
    record It(Span span) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitIt(this);
        }
    }

    /** {@code A["h.0.w"]}: one tensor of a checkpoint. */
    record TensorOf(Span span, Word checkpoint, StringLiteral name) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTensorOf(this);
        }
    }

    /**
     * {@code zeros(), normal(std = 0.02), count("a/*"), keras.glorot_uniform(seed = 3)}.
     *
     * @param name dotted where it has a family
     */
    record Call(Span span, Word name, List<Argument> arguments) implements Expression, Pathed {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCall(this);
        }

        /** The file that {@code json(PATH)} reads; none for other functions. */
        @Override
        public List<Expression> paths() {
            return arguments.stream()
                    .filter(argument -> name.text().equals("json"))
                    .flatMap(argument -> argument.expression().stream())
                    .toList();
        }
    }

    /** An argument, by position or by name. Selectors can be arguments: {@code count("a/*" where rank == 2)}. */
    record Argument(Span span, Optional<Word> name, Value value) implements Node {
        public sealed interface Value extends Node {
            <R> R either(Function<Expression, R> ofExpression, Function<Selector, R> ofSelector);
        }

        /** The expression, where it is one. */
        public Optional<Expression> expression() {
            return value.either(Optional::of, selector -> Optional.empty());
        }

        /** The selector, where it is one. */
        public Optional<Selector> selector() {
            return value.either(expression -> Optional.empty(), Optional::of);
        }

        /** The expression, where it is one that is given by position. */
        public Optional<Expression> positional() {
            return name.isEmpty() ? expression() : Optional.empty();
        }

        public record OfExpression(Expression expression) implements Value {
            @Override
            public Span span() {
                return expression.span();
            }

            @Override
            public <R> R either(Function<Expression, R> ofExpression, Function<Selector, R> ofSelector) {
                return ofExpression.apply(expression);
            }
        }

        /** An argument that can only be a selector: a regex, a named set, or patterns with except, where or from. */
        public record OfSelector(Selector selector) implements Value {
            @Override
            public Span span() {
                return selector.span();
            }

            @Override
            public <R> R either(Function<Expression, R> ofExpression, Function<Selector, R> ofSelector) {
                return ofSelector.apply(selector);
            }
        }
    }

    /** {@code t.shape}, {@code json("c.json").layers}. */
    record Member(Span span, Expression target, Word member) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitMember(this);
        }
    }

    /** {@code t[0:10, :]}, {@code shape[0]}. */
    record Index(Span span, Expression target, List<Range> ranges) implements Expression {
        public Index {
            ranges = List.copyOf(ranges);
        }

        /** The position, where that is all that is between the brackets. */
        public Optional<Expression> position() {
            return ranges.size() == 1
                    ? ranges.get(0).either(Optional::of, stretch -> Optional.empty())
                    : Optional.empty();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitIndex(this);
        }
    }

    /** One axis of an index: a single position, or {@code start:end:step} with parts left out. */
    sealed interface Range extends Node {
        <R> R either(Function<Expression, R> ofPosition, Function<Stretch, R> ofStretch);
    }

    record Position(Span span, Expression at) implements Range {
        @Override
        public <R> R either(Function<Expression, R> ofPosition, Function<Stretch, R> ofStretch) {
            return ofPosition.apply(at);
        }
    }

    record Stretch(Span span, Optional<Expression> start, Optional<Expression> end, Optional<Expression> step)
            implements Range {
        @Override
        public <R> R either(Function<Expression, R> ofPosition, Function<Stretch, R> ofStretch) {
            return ofStretch.apply(this);
        }
    }

    record Unary(Span span, UnaryOperator operator, Expression operand) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnary(this);
        }
    }

    record Binary(Span span, BinaryOperator operator, Expression left, Expression right) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitBinary(this);
        }
    }

    enum UnaryOperator {
        MINUS("-"),
        NOT("not");

        private final String text;

        UnaryOperator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Operators, loosest first. Comparisons do not chain. */
    enum BinaryOperator {
        OR("or", 1),
        AND("and", 2),
        EQUAL("==", 4),
        NOT_EQUAL("!=", 4),
        LESS("<", 4),
        LESS_OR_EQUAL("<=", 4),
        GREATER(">", 4),
        GREATER_OR_EQUAL(">=", 4),
        IN("in", 4),
        PLUS("+", 5),
        MINUS("-", 5),
        TIMES("*", 6),
        DIVIDE("/", 6),
        REMAINDER("%", 6),
        MATMUL("@", 6);

        private final String text;
        private final int precedence;

        BinaryOperator(String text, int precedence) {
            this.text = text;
            this.precedence = precedence;
        }

        public String text() {
            return text;
        }

        /** Larger binds tighter; {@code not} has 3, unary minus 7. */
        public int precedence() {
            return precedence;
        }
    }

    /** One method per kind, none with a default. */
    interface Visitor<R> {
        R visitWhole(Whole node);

        R visitReal(Real node);

        R visitSize(Size node);

        R visitTruth(Truth node);

        R visitQuoted(Quoted node);

        R visitListOf(ListOf node);

        R visitVariable(Variable node);

        R visitBare(Bare node);

        R visitIt(It node);

        R visitTensorOf(TensorOf node);

        R visitCall(Call node);

        R visitMember(Member node);

        R visitIndex(Index node);

        R visitUnary(Unary node);

        R visitBinary(Binary node);
    }
}
