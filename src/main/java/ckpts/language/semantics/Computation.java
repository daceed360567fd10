package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.RoundedOnce;
import java.util.List;
import java.util.Optional;

/**
 * Result of an expression for an existing tensor: computed at full precision, then rounded once to the element type that
 * the tensor keeps. Losses beyond rounding are refused: fractions and numbers that do not fit are never cut silently.
 */
public final class Computation {
    private final Expression expression;
    private final Tensor plain;
    private final Tensor exact;

    private Computation(Expression expression, Tensor plain, Tensor exact) {
        this.expression = expression;
        this.plain = plain;
        this.exact = exact;
    }

    /**
     * @param evaluator knows the tensor
     * @param known the type that numbers and initializers take on, where it is known
     */
    public static Computation of(Expression expression, Evaluator evaluator, Optional<TensorType> known) {
        Tensor plain = evaluator.tensor(expression, known);
        return new Computation(expression, plain, evaluator.exactly().tensor(expression, known));
    }

    /** A tensor with floats of the widest type there is; anything else as it is. */
    static Tensor widened(Tensor tensor) {
        return switch (tensor.type().dtype().kind()) {
            case FLOAT -> Cast.of(tensor, DType.FLOAT64);
            case COMPLEX -> Cast.of(tensor, DType.COMPLEX128);
            case BOOL, SIGNED, UNSIGNED, QUANTIZED, OPAQUE -> tensor;
        };
    }

    /** The type that the expression has by itself. */
    public TensorType type() {
        return plain.type();
    }

    /**
     * The value in an element type.
     *
     * @throws StatementException if the type cannot hold every such value, rounded
     */
    public Tensor rounded(DType dtype) {
        DType from = type().dtype();
        if (!takes(dtype, from)) {
            throw refused(from, dtype);
        }
        return isSame(plain, exact) ? Cast.of(plain, dtype) : RoundedOnce.of(plain, exact, dtype);
    }

    /** Whether nothing was computed with wider numbers: elements that only move are not rounded. */
    private static boolean isSame(Tensor plain, Tensor exact) {
        List<Tensor> inputs = plain.inputs();
        boolean same = plain == exact
                || plain.type().equals(exact.type())
                        && inputs.size() == exact.inputs().size();
        for (int i = 0; same && plain != exact && i < inputs.size(); i++) {
            same = isSame(inputs.get(i), exact.inputs().get(i));
        }
        return same;
    }

    private StatementException refused(DType from, DType dtype) {
        Diagnostic problem = Diagnostic.error(
                Code.TYPE_MISMATCH, expression.span(), "the value is " + from + ", the tensor " + dtype);
        if (!from.isNumeric() || !dtype.isNumeric()) {
            return new StatementException(problem);
        }
        String text = expression.span().text();
        return new StatementException(
                from.isFloat() && dtype.isInteger()
                        ? problem.help("round the fractions: cast(round(" + text + "), " + dtype + ")")
                        : problem.help("cast it: cast(" + text + ", " + dtype + ")"));
    }

    /** Whether a type can hold every value of another one, or one near it. */
    private static boolean takes(DType dtype, DType from) {
        if (dtype == from) {
            return true;
        }
        return switch (dtype.kind()) {
            case FLOAT -> from.isFloat() || from.isInteger() || from == DType.BOOL;
            case COMPLEX -> from.isNumeric();
            case SIGNED -> from == DType.BOOL || from.isInteger() && digits(from) <= digits(dtype);
            case UNSIGNED -> from == DType.BOOL || from.kind() == DType.Kind.UNSIGNED && from.bits() <= dtype.bits();
            case BOOL, QUANTIZED, OPAQUE -> false;
        };
    }

    /** The binary digits of the greatest value of an integer type. */
    private static int digits(DType integer) {
        return integer.bits() - (integer.kind() == DType.Kind.SIGNED ? 1 : 0);
    }
}
