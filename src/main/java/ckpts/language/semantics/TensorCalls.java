package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.language.syntax.Expression;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.MatMul;
import ckpts.tensor.op.Reshape;
import ckpts.tensor.op.Transpose;
import ckpts.tensor.op.Where;
import java.util.List;

/** Functions that move, join and choose elements of tensors, lazily. */
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
                    "The products of every element of a with every element of b.",
                    "a b",
                    TensorCalls::outer),
            Arguments.function(
                    "concat([a, b, ...], axis = 0)",
                    "Tensors concatenated along an axis.",
                    "tensors axis?",
                    TensorCalls::concat),
            Arguments.function(
                    "stack([a, b, ...], axis = 0)",
                    "Tensors stacked along a new axis.",
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
        List<Long> sizes = arguments.evaluator().wholes(arguments.expression("sizes"));
        ElementCount.require(sizes, arguments.expression("sizes").span());
        long[] axes = sizes.stream().mapToLong(Long::longValue).toArray();
        return arguments.made(() -> Reshape.infer(tensor, axes));
    }

    private static Value transpose(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        return arguments.made(() -> arguments
                .axes("by", tensor.type().shape().rank())
                .map(by -> Transpose.of(tensor, by))
                .orElseGet(() -> Transpose.reversed(tensor)));
    }

    private static Value concat(Arguments arguments) {
        List<Tensor> parts = arguments.alike("tensors");
        int axis = arguments.axis("axis", 0, parts.get(0).type().shape().rank());
        return arguments.made(() -> Concat.of(parts, axis));
    }

    private static Value stack(Arguments arguments) {
        List<Tensor> parts = arguments.alike("tensors");
        int axis = arguments.axis("axis", 0, parts.get(0).type().shape().rank() + 1);
        return arguments.made(() -> Concat.stacked(parts, axis));
    }

    private static Value outer(Arguments arguments) {
        Tensor left = arguments.computed("a");
        Tensor right = arguments.computed("b");
        return arguments.made(() -> MatMul.outer(left, right));
    }

    private static Value rearrange(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        Expression pattern = arguments.expression("pattern");
        List<Rearrangement.Size> sizes = arguments.further().entrySet().stream()
                .map(size -> new Rearrangement.Size(size.getValue(), arguments.expression(size.getKey())))
                .toList();
        return arguments.made(() -> Rearrangement.of(tensor, pattern, sizes, arguments.evaluator()));
    }
}
