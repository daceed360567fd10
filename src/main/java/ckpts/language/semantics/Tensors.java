package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values as tensors: numbers, lists and initializers take on the type that is expected at their place. */
final class Tensors {
    private Tensors() {}

    static Tensor of(Value value, Optional<TensorType> wanted, String key, Span place) {
        if (value instanceof Value.OfTensor tensor) {
            return tensor.value();
        }
        if (value instanceof Value.Recipe recipe) {
            return made(recipe, wanted, key, place);
        }
        if (value instanceof Value.Items items) {
            return literal(items, wanted, place);
        }
        if (value instanceof Value.Truth truth) {
            return constant(new Value.Whole(truth.value() ? 1 : 0), requireType(wanted, place), place);
        }
        if (Operators.isNumber(value)) {
            return constant(value, requireType(wanted, place), place);
        }
        throw Evaluator.wrongKind(place, "a tensor, a number or an initializer", value);
    }

    /** A value that is a tensor already. */
    static Tensor only(Value value, Span place) {
        if (value instanceof Value.OfTensor tensor) {
            return tensor.value();
        }
        throw Evaluator.wrongKind(place, "a tensor", value);
    }

    /** A number as a scalar tensor of this element type. */
    static Tensor scalarLike(Value number, DType dtype, Span place) {
        return Evaluator.guarded(
                place,
                () -> number instanceof Value.Whole whole
                        ? Constant.literal(whole.value(), dtype)
                        : Constant.literal(Operators.number(number), dtype));
    }

    private static Tensor constant(Value number, TensorType type, Span place) {
        if (number instanceof Value.Real real && type.dtype().isInteger() && real.value() != Math.rint(real.value())) {
            throw Evaluator.bad(place, real.text() + " is not a value of " + type.dtype());
        }
        return Evaluator.guarded(
                place,
                () -> number instanceof Value.Whole whole
                        ? Constant.ofLong(type, whole.value())
                        : Constant.of(type, Operators.number(number)));
    }

    private static Tensor made(Value.Recipe recipe, Optional<TensorType> wanted, String key, Span place) {
        Shape shape = recipe.shape()
                .or(() -> wanted.map(TensorType::shape))
                .orElseThrow(() -> new StatementException(
                        Diagnostic.error(Code.BAD_ARGUMENT, place, "`" + recipe.text() + "` needs a shape here")
                                .help("give it one: shape = [256, 128]")));
        DType dtype = recipe.dtype().or(() -> wanted.map(TensorType::dtype)).orElse(DType.FLOAT32);
        return Evaluator.guarded(place, () -> recipe.initializer().create(new TensorType(dtype, shape), key));
    }

    private static TensorType requireType(Optional<TensorType> wanted, Span place) {
        return wanted.orElseThrow(
                () -> new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, place, "a number alone has no shape")
                        .help("write full(VALUE, shape = [..], dtype = D)")));
    }

    private static Tensor literal(Value.Items items, Optional<TensorType> wanted, Span place) {
        List<?> plain = plain(items, place);
        DType dtype = wanted.map(TensorType::dtype).orElse(hasReal(items) ? DType.FLOAT32 : DType.INT64);
        return Evaluator.guarded(place, () -> Constant.list(dtype, plain));
    }

    private static boolean hasReal(Value value) {
        return value instanceof Value.Items list
                ? list.values().stream().anyMatch(Tensors::hasReal)
                : value instanceof Value.Real;
    }

    private static List<?> plain(Value.Items items, Span place) {
        List<Object> plain = new ArrayList<>();
        for (Value item : items.values()) {
            if (item instanceof Value.Items list) {
                plain.add(plain(list, place));
            } else if (item instanceof Value.Whole whole) {
                plain.add(whole.value());
            } else if (item instanceof Value.Real real) {
                plain.add(real.value());
            } else if (item instanceof Value.Truth truth) {
                plain.add(truth.value());
            } else {
                throw Evaluator.wrongKind(place, "numbers in lists", item);
            }
        }
        return plain;
    }
}
