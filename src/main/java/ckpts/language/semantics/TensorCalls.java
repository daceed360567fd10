package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Word;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.AxisPatternException;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.MatMul;
import ckpts.tensor.op.Rearrange;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Transpose;
import ckpts.tensor.op.Where;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Functions that move the elements of tensors, join them and choose from them, lazily. */
final class TensorCalls {
    static final List<Builtin> FUNCTIONS = List.of(
            Arguments.function(
                    "where(condition, a, b)",
                    "a where the condition is true, b where it is false.",
                    "condition a b",
                    TensorCalls::where),
            Arguments.function("cast(t, dtype)", "A tensor in another element type.", "t dtype", TensorCalls::cast),
            Arguments.function(
                    "reshape(t, sizes)",
                    "A tensor in another shape; one size may be -1.",
                    "t sizes",
                    TensorCalls::reshape),
            Arguments.function(
                    "transpose(t, by = reversed)",
                    "A tensor with its axes in another order.",
                    "t by?",
                    TensorCalls::transpose),
            Arguments.function(
                    "rearrange(t, \"h w -> w h\", size = n, ...)",
                    "A tensor with its axes reordered, split and joined by name.",
                    "t pattern ...",
                    TensorCalls::rearrange),
            Arguments.function(
                    "outer(a, b)",
                    "The products of every element of a with every one of b.",
                    "a b",
                    TensorCalls::outer),
            Arguments.function(
                    "concat([a, b, ...], axis = 0)",
                    "Tensors behind each other along an axis.",
                    "tensors axis?",
                    TensorCalls::concat),
            Arguments.function(
                    "stack([a, b, ...], axis = 0)",
                    "Tensors behind each other along a new axis.",
                    "tensors axis?",
                    TensorCalls::stack));

    private TensorCalls() {}

    private static Value where(Arguments arguments) {
        Tensor condition = arguments.tensor("condition");
        List<Tensor> two = arguments.operands("a", "b");
        return arguments.made(() -> Where.of(condition, two.get(0), two.get(1)));
    }

    private static Value cast(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        DType dtype = arguments.evaluator().dtype(arguments.expression("dtype"));
        return arguments.made(() -> Cast.of(tensor, dtype));
    }

    private static Value reshape(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        long[] sizes = arguments.evaluator().wholes(arguments.expression("sizes")).stream()
                .mapToLong(Long::longValue)
                .toArray();
        return arguments.made(() -> Reshape.infer(tensor, sizes));
    }

    private static Value transpose(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        return arguments.made(() -> arguments
                .axes("by", tensor.type().shape().rank())
                .map(by -> Transpose.of(tensor, by))
                .orElseGet(() -> Transpose.reversed(tensor)));
    }

    private static Value concat(Arguments arguments) {
        List<Tensor> parts = arguments.tensors("tensors");
        int axis = arguments.axis("axis", 0, parts.get(0).type().shape().rank());
        return arguments.made(() -> Concat.of(parts, axis));
    }

    private static Value stack(Arguments arguments) {
        List<Tensor> parts = arguments.tensors("tensors");
        int axis = arguments.axis("axis", 0, parts.get(0).type().shape().rank() + 1);
        return arguments.made(() -> Concat.stacked(parts, axis));
    }

    private static Value outer(Arguments arguments) {
        Tensor left = arguments.tensor("a");
        Tensor right = arguments.tensor("b");
        return arguments.made(() -> MatMul.outer(left, right));
    }

    private static Value rearrange(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        Expression pattern = arguments.expression("pattern");
        String text = arguments.evaluator().string(pattern);
        try {
            Rearrange rearrangement = Rearrange.parse(text);
            Map<String, Long> sizes = new HashMap<>();
            for (Map.Entry<String, Word> size : arguments.further().entrySet()) {
                if (!rearrangement.axes().contains(size.getKey())) {
                    throw new StatementException(Suggestions.unknown(
                            Code.BAD_ARGUMENT,
                            size.getValue().span(),
                            "`" + size.getKey() + "` is no axis of \"" + text + "\"",
                            size.getKey(),
                            rearrangement.axes()));
                }
                sizes.put(size.getKey(), arguments.evaluator().whole(arguments.expression(size.getKey()), 0));
            }
            return arguments.made(() -> rearrangement.of(tensor, sizes));
        } catch (AxisPatternException e) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_VALUE,
                    pattern instanceof Expression.Quoted quoted
                            ? Texts.place(quoted.text(), e.offset(), e.length())
                            : pattern.span(),
                    e.getMessage()));
        }
    }
}
