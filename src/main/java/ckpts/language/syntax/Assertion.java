package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.List;
import java.util.Optional;

/** An assertion: the condition that {@code assert} or {@code check} tests. */
public sealed interface Assertion extends Node {
    <R> R accept(Visitor<R> visitor);

    /**
     * {@code consumed [against M] [discarding "p", ...]}.
     *
     * @param discarding patterns of loaded weights that are meant to be lost
     */
    record Consumed(Span span, Optional<Word> against, List<Selector.Item> discarding) implements Assertion {
        public Consumed {
            discarding = List.copyOf(discarding);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitConsumed(this);
        }
    }

    /** {@code covered [against M]}. */
    record Covered(Span span, Optional<Word> against) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCovered(this);
        }
    }

    /** {@code exists S}. */
    record Exists(Span span, Selector selector) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitExists(this);
        }
    }

    /** {@code absent S}. */
    record Absent(Span span, Selector selector) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitAbsent(this);
        }
    }

    /** {@code count S == n}, with any comparison. */
    record Count(Span span, Selector selector, Expression.BinaryOperator comparison, Expression number)
            implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCount(this);
        }
    }

    /** {@code shape S == [...]}. */
    record ShapeIs(Span span, Selector selector, Expression shape) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitShapeIs(this);
        }
    }

    /** {@code dtype S == D}. */
    record DTypeIs(Span span, Selector selector, Expression dtype) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDTypeIs(this);
        }
    }

    /** {@code finite S}: no NaN, no infinity. */
    record Finite(Span span, Selector selector) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFinite(this);
        }
    }

    /** {@code equal S = EXPR [within tol]}, with {@code it}. */
    record EqualTo(Span span, Selector selector, Expression value, Optional<Expression> tolerance)
            implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitEqualTo(this);
        }
    }

    /** {@code unchanged S}: bytes equal to what was loaded. */
    record Unchanged(Span span, Selector selector) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnchanged(this);
        }
    }

    /** Any boolean expression. */
    record Holds(Span span, Expression condition) implements Assertion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitHolds(this);
        }
    }

    /** One method per kind, none with a default. */
    interface Visitor<R> {
        R visitConsumed(Consumed node);

        R visitCovered(Covered node);

        R visitExists(Exists node);

        R visitAbsent(Absent node);

        R visitCount(Count node);

        R visitShapeIs(ShapeIs node);

        R visitDTypeIs(DTypeIs node);

        R visitFinite(Finite node);

        R visitEqualTo(EqualTo node);

        R visitUnchanged(Unchanged node);

        R visitHolds(Holds node);
    }
}
