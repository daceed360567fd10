package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.ComparisonOperator;
import ckpts.tensor.op.UnaryOperation;
import java.util.List;
import java.util.function.BinaryOperator;

/** Functions of each element of a tensor, lazily; those of one number also take a number. */
final class ElementCalls {
    static final List<Builtin> FUNCTIONS = List.of(
            unary("abs", "The magnitude of each element.", UnaryOperation.ABS),
            unary("sqrt", "The square root of each element.", UnaryOperation.SQRT),
            unary("rsqrt", "One divided by the square root of each element.", UnaryOperation.RSQRT),
            unary("exp", "e to the power of each element.", UnaryOperation.EXP),
            unary("log", "The natural logarithm of each element.", UnaryOperation.LOG),
            unary("sin", "The sine of each element.", UnaryOperation.SIN),
            unary("cos", "The cosine of each element.", UnaryOperation.COS),
            unary("acos", "The arc cosine of each element, from 0 to pi.", UnaryOperation.ACOS),
            unary("tanh", "The hyperbolic tangent of each element.", UnaryOperation.TANH),
            unary("sigmoid", "1 / (1 + exp(-x)) of each element.", UnaryOperation.SIGMOID),
            unary("floor", "Each element rounded down to a whole number.", UnaryOperation.FLOOR),
            unary("ceil", "Each element rounded up to a whole number.", UnaryOperation.CEIL),
            unary("round", "Each element rounded to the nearest whole number, ties to even.", UnaryOperation.ROUND),
            unary("sign", "The sign of each element: -1, 0 or 1.", UnaryOperation.SIGN),
            Arguments.function("isnan(t)", "Whether each element is NaN.", "t", ElementCalls::isNaN),
            binary("pow", "Each element of x to the power of that of y.", Arithmetic::power),
            binary("minimum", "The smaller of each two elements.", Arithmetic::minimum),
            binary("maximum", "The larger of each two elements.", Arithmetic::maximum),
            Arguments.function(
                    "clip(t, low, high)",
                    "Each element, limited to the range from low to high.",
                    "t low high",
                    ElementCalls::clip));

    private ElementCalls() {}

    private static Builtin unary(String name, String help, UnaryOperation operation) {
        return Arguments.function(name + "(x)", help, "x", arguments -> {
            Value value = arguments.value("x");
            if (Operators.isNumber(value)) {
                return new Value.Real(operation.of(Operators.number(value)));
            }
            Tensor tensor = arguments.computed("x");
            return arguments.made(() -> operation.of(tensor));
        });
    }

    private static Builtin binary(String name, String help, BinaryOperator<Tensor> operation) {
        return Arguments.function(name + "(x, y)", help, "x y", arguments -> {
            List<Tensor> two = arguments.operands("x", "y");
            return arguments.made(() -> operation.apply(two.get(0), two.get(1)));
        });
    }

    private static Value isNaN(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        return arguments.made(() -> ComparisonOperator.NOT_EQUAL.of(tensor, tensor));
    }

    private static Value clip(Arguments arguments) {
        List<Tensor> three = arguments.operands("t", "low", "high");
        return arguments.made(() -> Arithmetic.minimum(Arithmetic.maximum(three.get(0), three.get(1)), three.get(2)));
    }
}
