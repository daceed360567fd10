package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Elements;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number, applied to each element. Transcendental ones are {@link StrictMath}'s, so that every
 * machine gives the same bytes.
 */
public enum UnaryOperation {
    NEGATE("negate", x -> -x),
    ABS("abs", Math::abs),
    SQRT("sqrt", Math::sqrt),
    EXP("exp", StrictMath::exp),
    LOG("log", StrictMath::log),
    SIN("sin", StrictMath::sin),
    COS("cos", StrictMath::cos),
    ACOS("acos", StrictMath::acos),
    TANH("tanh", StrictMath::tanh),
    /** 1 / (1 + e^-x), from the side where the exponential is at most 1. */
    SIGMOID("sigmoid", x -> x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x))),
    RSQRT("rsqrt", x -> 1 / Math.sqrt(x)),
    FLOOR("floor", Math::floor),
    CEIL("ceil", Math::ceil),
    /** To the nearest whole number, ties to even. */
    ROUND("round", Math::rint),
    /** -1, 0 or 1; of NaN, NaN. */
    SIGN("sign", x -> x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x);

    private final String verb;
    private final DoubleUnaryOperator function;

    UnaryOperation(String verb, DoubleUnaryOperator function) {
        this.verb = verb;
        this.function = function;
    }

    /** Computes it for a number. */
    public double of(double number) {
        return function.applyAsDouble(number);
    }

    /**
     * Computes it for each element, lazily. Integers stay integers where they can; else they become float64.
     *
     * @throws TensorTypeException if elements of this type have no such function
     */
    public Tensor of(Tensor input) {
        TensorType type = input.type();
        boolean possible = switch (type.dtype().kind()) {
            case SIGNED, UNSIGNED, FLOAT -> true;
            case BOOL -> !keepsWholes();
            case COMPLEX -> this == NEGATE;
            case QUANTIZED, OPAQUE -> false;
        };
        if (!possible) {
            throw new TensorTypeException(
                    "cannot " + verb + " " + type + ": " + type.dtype() + " has no such operation");
        }
        if (leavesAsTheyAre(type.dtype().kind())) {
            return input;
        }
        boolean whole = Elements.domain(type.dtype()) == Elements.Domain.WHOLE;
        DType result = whole && !keepsWholes() ? DType.FLOAT64 : type.dtype();
        return new UnaryTensor(this, input, new TensorType(result, type.shape()));
    }

    String verb() {
        return verb;
    }

    /** Whether integers stay integers. */
    private boolean keepsWholes() {
        return switch (this) {
            case NEGATE, ABS, FLOOR, CEIL, ROUND, SIGN -> true;
            case SQRT, EXP, LOG, SIN, COS, ACOS, TANH, SIGMOID, RSQRT -> false;
        };
    }

    private boolean leavesAsTheyAre(DType.Kind kind) {
        return switch (this) {
            case FLOOR, CEIL, ROUND -> kind == DType.Kind.SIGNED || kind == DType.Kind.UNSIGNED;
            case ABS -> kind == DType.Kind.UNSIGNED;
            default -> false;
        };
    }

    /** @param unsigned whether the top bit is not a sign */
    void apply(long[] values, long[] out, int count, boolean unsigned) {
        for (int i = 0; i < count; i++) {
            long value = values[i];
            out[i] = switch (this) {
                case NEGATE -> -value;
                case ABS -> Math.abs(value);
                case SIGN -> value == 0 || !unsigned ? Long.signum(value) : 1;
                default -> throw new IllegalStateException("BUG: " + verb + " of integers is computed as float64");
            };
        }
    }

    /**
     * float32: only operations that double precision would not make more precise. Loops as below, of another primitive
     * type.
     */
    void apply(float[] values, float[] out, int count) {
        switch (this) {
            case NEGATE -> {
                for (int i = 0; i < count; i++) {
                    out[i] = -values[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.abs(values[i]);
                }
            }
            case SQRT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = (float) Math.sqrt(values[i]);
                }
            }
            default -> throw new IllegalStateException("BUG: " + verb + " is computed in double precision");
        }
    }

    /** The frequent ones have loops of their own, which vectorize. */
    void apply(double[] values, double[] out, int count) {
        switch (this) {
            case NEGATE -> {
                for (int i = 0; i < count; i++) {
                    out[i] = -values[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.abs(values[i]);
                }
            }
            case SQRT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Math.sqrt(values[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = function.applyAsDouble(values[i]);
                }
            }
        }
    }
}
