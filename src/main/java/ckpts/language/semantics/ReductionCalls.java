package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Reduction.Kind;
import java.util.List;
import java.util.Optional;

/** Functions that reduce a tensor over some axes or all. */
final class ReductionCalls {
    static final List<Builtin> FUNCTIONS = List.of(
            reduction("sum", "The sum of the elements.", Kind.SUM),
            reduction("mean", "The mean of the elements.", Kind.MEAN),
            reduction("min", "The smallest element.", Kind.MIN),
            reduction("max", "The largest element.", Kind.MAX),
            reduction("norm", "The square root of the sum of the squares.", Kind.NORM),
            reduction("std", "The population standard deviation.", Reduction::std));

    private ReductionCalls() {}

    @FunctionalInterface
    private interface Reducer {
        Tensor of(Tensor tensor, Optional<int[]> axes, boolean keep);
    }

    private static Builtin reduction(String name, String help, Kind kind) {
        return reduction(name, help, (tensor, axes, keep) -> Reduction.of(kind, tensor, axes, keep));
    }

    private static Builtin reduction(String name, String help, Reducer reducer) {
        String signature = name + "(t, axis = all, keepdims = false)";
        return Arguments.function(signature, help, "t axis? keepdims?", arguments -> {
            Tensor tensor = arguments.computed("t");
            Optional<int[]> axes = arguments.axes("axis", tensor.type().shape().rank());
            boolean keep = arguments.truth("keepdims", false);
            return arguments.made(() -> reducer.of(tensor, axes, keep));
        });
    }
}
