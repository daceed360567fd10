package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Functions that make a tensor of tensors, lazily; those of one number also take a number. */
final class TensorCalls {
    static final List<Builtin> FUNCTIONS = List.of(
            elementwise("abs", "The magnitude of each element.", Arithmetic::abs, Math::abs),
            elementwise("sqrt", "The square root of each element.", Arithmetic::sqrt, StrictMath::sqrt),
            elementwise("exp", "e to the power of each element.", Arithmetic::exp, StrictMath::exp),
            elementwise("log", "The natural logarithm of each element.", Arithmetic::log, StrictMath::log),
            new Builtin("cast", "cast(t, dtype)", "A tensor in another element type.", TensorCalls::cast),
            new Builtin(
                    "reshape",
                    "reshape(t, sizes)",
                    "A tensor in another shape; one size may be -1.",
                    TensorCalls::reshape),
            new Builtin(
                    "transpose",
                    "transpose(t, by = reversed)",
                    "A tensor with its axes in another order.",
                    TensorCalls::transpose));

    private TensorCalls() {}

    private static Builtin elementwise(
            String name, String help, UnaryOperator<Tensor> onTensors, DoubleUnaryOperator onNumbers) {
        return new Builtin(name, name + "(x)", help, (call, evaluator) -> {
            Expression argument = positional(call, 1, 1).get(0);
            Value value = evaluator.value(argument);
            if (Operators.isNumber(value)) {
                return new Value.Real(onNumbers.applyAsDouble(Operators.number(value)));
            }
            Tensor tensor = tensor(value, argument);
            return new Value.OfTensor(Evaluator.guarded(call.span(), () -> onTensors.apply(tensor)));
        });
    }

    private static Value cast(Expression.Call call, Evaluator evaluator) {
        List<Expression> two = positional(call, 2, 2);
        Tensor tensor = tensor(evaluator.value(two.get(0)), two.get(0));
        DType dtype = evaluator.dtype(two.get(1));
        return new Value.OfTensor(Evaluator.guarded(call.span(), () -> Cast.of(tensor, dtype)));
    }

    private static Value reshape(Expression.Call call, Evaluator evaluator) {
        List<Expression> two = positional(call, 2, 2);
        Tensor tensor = tensor(evaluator.value(two.get(0)), two.get(0));
        long[] sizes =
                evaluator.wholes(two.get(1)).stream().mapToLong(Long::longValue).toArray();
        return new Value.OfTensor(Evaluator.guarded(call.span(), () -> Reshape.infer(tensor, sizes)));
    }

    private static Value transpose(Expression.Call call, Evaluator evaluator) {
        List<Expression> arguments = positional(call, 1, 2);
        Tensor tensor = tensor(evaluator.value(arguments.get(0)), arguments.get(0));
        if (arguments.size() == 1) {
            return new Value.OfTensor(Evaluator.guarded(call.span(), () -> Transpose.reversed(tensor)));
        }
        int[] by = evaluator.wholes(arguments.get(1)).stream()
                .mapToInt(axis -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, axis)))
                .toArray();
        return new Value.OfTensor(Evaluator.guarded(call.span(), () -> Transpose.of(tensor, by)));
    }

    private static List<Expression> positional(Expression.Call call, int least, int most) {
        List<Expression> expressions = new ArrayList<>();
        for (Expression.Argument argument : call.arguments()) {
            if (argument.name().isPresent()) {
                throw wrong(call);
            }
            expressions.add(plain(call, argument));
        }
        if (expressions.size() < least || expressions.size() > most) {
            throw wrong(call);
        }
        return expressions;
    }

    private static Expression plain(Expression.Call call, Expression.Argument argument) {
        if (argument.value() instanceof Expression.Argument.OfExpression expression) {
            return expression.expression();
        }
        throw wrong(call);
    }

    private static Tensor tensor(Value value, Expression argument) {
        if (value instanceof Value.OfTensor tensor) {
            return tensor.value();
        }
        throw Evaluator.wrongKind(argument.span(), "a tensor", value);
    }

    private static StatementException wrong(Expression.Call call) {
        String name = call.name().text();
        String signature = FUNCTIONS.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow()
                .signature();
        return new StatementException(
                Diagnostic.error(Code.BAD_ARGUMENT, call.span(), "`" + name + "` is called as " + signature));
    }
}
