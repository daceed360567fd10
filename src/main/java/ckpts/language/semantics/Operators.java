package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Expression.BinaryOperator;
import ckpts.language.syntax.Expression.UnaryOperator;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.ComparisonOperator;
import ckpts.tensor.op.MatMul;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators on values. Whole numbers stay whole; a number beside a tensor takes the tensor's element type. */
final class Operators {
    private Operators() {}

    static Value unary(Expression.Unary node, Value operand) {
        if (node.operator() == UnaryOperator.NOT) {
            return new Value.Truth(!Evaluator.truth(operand, node.operand().span()));
        }
        if (operand instanceof Value.Whole whole) {
            return new Value.Whole(Math.negateExact(whole.value()));
        }
        if (operand instanceof Value.Real real) {
            return new Value.Real(-real.value());
        }
        if (operand instanceof Value.OfTensor tensor) {
            return new Value.OfTensor(Arithmetic.negate(tensor.value()));
        }
        throw Evaluator.wrongKind(node.operand().span(), "a number or a tensor", operand);
    }

    /** @param evaluator has the name that seeds random values, and the shape that they may have to fill */
    static Value binary(Expression.Binary node, Value left, Value right, Evaluator evaluator) {
        Optional<ComparisonOperator> relation = relation(node.operator());
        if (relation.isPresent() && (isTensor(left) || isTensor(right))) {
            List<Tensor> two = operands(List.of(node.left(), node.right()), List.of(left, right), evaluator);
            return new Value.OfTensor(relation.get().of(two.get(0), two.get(1)));
        }
        return switch (node.operator()) {
            case EQUAL -> new Value.Truth(equal(node, left, right));
            case NOT_EQUAL -> new Value.Truth(!equal(node, left, right));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                new Value.Truth(ordered(node.operator(), compare(node, left, right)));
            case IN -> new Value.Truth(contained(node, left, right));
            case PLUS, MINUS, TIMES, DIVIDE, REMAINDER, MATMUL -> arithmetic(node, left, right, evaluator);
            case AND, OR -> throw new IllegalStateException("BUG: " + node.operator() + " is evaluated lazily");
        };
    }

    /** Whether a comparison holds, given the sign of left minus right. */
    static boolean ordered(BinaryOperator operator, int sign) {
        return switch (operator) {
            case EQUAL -> sign == 0;
            case NOT_EQUAL -> sign != 0;
            case LESS -> sign < 0;
            case LESS_OR_EQUAL -> sign <= 0;
            case GREATER -> sign > 0;
            case GREATER_OR_EQUAL -> sign >= 0;
            default -> throw new IllegalStateException("BUG: " + operator + " is not a comparison");
        };
    }

    private static boolean equal(Expression.Binary node, Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            return compareNumbers(left, right) == 0;
        }
        if (left instanceof Value.ElementType type && right instanceof Value.Text text) {
            return type.text().equals(text.value());
        }
        if (left.getClass() != right.getClass()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT, node.span(), "cannot compare " + left.kind() + " with " + right.kind())
                    .help("both sides must be of the same kind"));
        }
        return left.equals(right);
    }

    private static int compare(Expression.Binary node, Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            return compareNumbers(left, right);
        }
        if (left instanceof Value.Text one && right instanceof Value.Text other) {
            return one.value().compareTo(other.value());
        }
        throw new StatementException(Diagnostic.error(
                Code.BAD_ARGUMENT, node.span(), "cannot order " + left.kind() + " and " + right.kind()));
    }

    private static boolean contained(Expression.Binary node, Value left, Value right) {
        if (right instanceof Value.Items items) {
            return items.values().stream()
                    .anyMatch(item ->
                            isNumber(item) && isNumber(left) ? compareNumbers(item, left) == 0 : item.equals(left));
        }
        if (right instanceof Value.Text text && left instanceof Value.Text part) {
            return text.value().contains(part.value());
        }
        throw Evaluator.wrongKind(node.right().span(), "a list or a string", right);
    }

    private static Value arithmetic(Expression.Binary node, Value left, Value right, Evaluator evaluator) {
        if (isTensor(left) || isTensor(right)) {
            return onTensors(node, left, right, evaluator);
        }
        if (left instanceof Value.Text one
                && right instanceof Value.Text other
                && node.operator() == BinaryOperator.PLUS) {
            return new Value.Text(one.value() + other.value());
        }
        if (left instanceof Value.Whole one && right instanceof Value.Whole other) {
            return wholes(node, one.value(), other.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return reals(node, number(left), number(right));
        }
        throw undefined(node, left, right);
    }

    private static Value wholes(Expression.Binary node, long left, long right) {
        return switch (node.operator()) {
            case PLUS -> new Value.Whole(Math.addExact(left, right));
            case MINUS -> new Value.Whole(Math.subtractExact(left, right));
            case TIMES -> new Value.Whole(Math.multiplyExact(left, right));
            case DIVIDE -> divided(node, left, right);
            case REMAINDER -> new Value.Whole(Math.floorMod(left, nonZero(node, right)));
            default -> throw undefined(node, new Value.Whole(left), new Value.Whole(right));
        };
    }

    private static Value divided(Expression.Binary node, long left, long right) {
        if (left % nonZero(node, right) != 0) {
            throw new StatementException(
                    Diagnostic.error(Code.BAD_VALUE, node.span(), left + " / " + right + " is not a whole number")
                            .help("write " + left + ".0 / " + right + " for a fraction"));
        }
        // The least whole number has no counterpart.
        return new Value.Whole(right == -1 ? Math.negateExact(left) : left / right);
    }

    private static long nonZero(Expression.Binary node, long divisor) {
        if (divisor == 0) {
            throw Evaluator.bad(node.right().span(), "division by zero");
        }
        return divisor;
    }

    private static Value reals(Expression.Binary node, double left, double right) {
        return switch (node.operator()) {
            case PLUS -> new Value.Real(left + right);
            case MINUS -> new Value.Real(left - right);
            case TIMES -> new Value.Real(left * right);
            case DIVIDE -> new Value.Real(left / right);
            default -> throw undefined(node, new Value.Real(left), new Value.Real(right));
        };
    }

    private static Value onTensors(Expression.Binary node, Value left, Value right, Evaluator evaluator) {
        List<Tensor> two = computed(List.of(node.left(), node.right()), List.of(left, right), evaluator);
        Tensor one = two.get(0);
        Tensor other = two.get(1);
        return new Value.OfTensor(
                switch (node.operator()) {
                    case PLUS -> Arithmetic.add(one, other);
                    case MINUS -> Arithmetic.subtract(one, other);
                    case TIMES -> Arithmetic.multiply(one, other);
                    case DIVIDE -> Arithmetic.divide(one, other);
                    case MATMUL -> MatMul.of(one, other);
                    default -> throw undefined(node, left, right);
                });
    }

    /** Values, at least one of them a tensor, as operands of a computation. */
    static List<Tensor> computed(List<Expression> expressions, List<Value> values, Evaluator evaluator) {
        List<Value> widened = values.stream()
                .map(value -> value instanceof Value.OfTensor tensor
                        ? new Value.OfTensor(evaluator.computed(tensor.value()))
                        : value)
                .toList();
        return operands(expressions, widened, evaluator).stream()
                .map(evaluator::computed)
                .toList();
    }

    /** Values, at least one of them a tensor, as tensors of matching element types. */
    static List<Tensor> operands(List<Expression> expressions, List<Value> values, Evaluator evaluator) {
        Optional<TensorType> known =
                values.stream().flatMap(value -> type(value).stream()).findFirst();
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            tensors.add(operand(expressions.get(i), values.get(i), known, evaluator));
        }
        return tensors;
    }

    private static Optional<ComparisonOperator> relation(BinaryOperator operator) {
        return switch (operator) {
            case EQUAL -> Optional.of(ComparisonOperator.EQUAL);
            case NOT_EQUAL -> Optional.of(ComparisonOperator.NOT_EQUAL);
            case LESS -> Optional.of(ComparisonOperator.LESS);
            case LESS_OR_EQUAL -> Optional.of(ComparisonOperator.LESS_OR_EQUAL);
            case GREATER -> Optional.of(ComparisonOperator.GREATER);
            case GREATER_OR_EQUAL -> Optional.of(ComparisonOperator.GREATER_OR_EQUAL);
            case IN, PLUS, MINUS, TIMES, DIVIDE, REMAINDER, MATMUL, AND, OR -> Optional.empty();
        };
    }

    private static Optional<TensorType> type(Value value) {
        return value instanceof Value.OfTensor tensor
                ? Optional.of(tensor.value().type())
                : Optional.empty();
    }

    /** A number is a scalar of the other operand's element type; an initializer without a shape takes the other's, or fills. */
    private static Tensor operand(Expression expression, Value value, Optional<TensorType> other, Evaluator evaluator) {
        if (isNumber(value)) {
            DType dtype = other.map(TensorType::dtype).orElse(DType.FLOAT32);
            return Tensors.scalarLike(value, dtype, expression.span());
        }
        if (value instanceof Value.OfTensor || value instanceof Value.Recipe) {
            return Tensors.of(value, other.map(evaluator::beside), evaluator.key(), expression.span());
        }
        throw Evaluator.wrongKind(expression.span(), "a tensor or a number", value);
    }

    private static boolean isTensor(Value value) {
        return value instanceof Value.OfTensor || value instanceof Value.Recipe;
    }

    private static StatementException undefined(Expression.Binary node, Value left, Value right) {
        return new StatementException(Diagnostic.error(
                Code.BAD_ARGUMENT,
                node.span(),
                "`" + node.operator().text() + "` is not defined for " + left.kind() + " and " + right.kind()));
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Whole || value instanceof Value.Real;
    }

    static double number(Value value) {
        return value instanceof Value.Whole whole ? whole.value() : ((Value.Real) value).value();
    }

    private static int compareNumbers(Value left, Value right) {
        return left instanceof Value.Whole one && right instanceof Value.Whole other
                ? Long.compare(one.value(), other.value())
                : Double.compare(number(left), number(right));
    }
}
