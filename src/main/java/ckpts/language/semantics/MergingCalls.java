package ckpts.language.semantics;

import ckpts.language.semantics.Builtins.Builtin;
import ckpts.tensor.Tensor;
import ckpts.tensor.merging.KthLargest;
import ckpts.tensor.merging.Merging;
import java.util.Arrays;
import java.util.List;

/** Functions for merging models that arithmetic cannot express. */
final class MergingCalls {
    static final List<Builtin> FUNCTIONS = List.of(
            Arguments.function(
                    "kth_largest(t, k)",
                    "The k-th largest element; k = 1 is the largest.",
                    "t k",
                    MergingCalls::kthLargest),
            Arguments.function(
                    "slerp(a, b, t)",
                    "Spherical interpolation from a (t = 0) to b (t = 1), each taken as one vector.",
                    "a b t",
                    MergingCalls::slerp),
            Arguments.function(
                    "ties(base, [a, b, ...], density = 0.2, weights = [1, 1, ...])",
                    "TIES-Merging of tensors that were trained from one base.",
                    "base tuned density? weights?",
                    MergingCalls::ties));

    private MergingCalls() {}

    private static double[] reals(Arguments arguments, String name) {
        List<Value> items = arguments.evaluator().items(arguments.expression(name));
        double[] numbers = new double[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!Operators.isNumber(items.get(i))) {
                throw Evaluator.wrongKind(arguments.span(name), "a list of numbers", items.get(i));
            }
            numbers[i] = Operators.number(items.get(i));
        }
        return numbers;
    }

    private static Value kthLargest(Arguments arguments) {
        Tensor tensor = arguments.tensor("t");
        long place = arguments.evaluator().whole(arguments.expression("k"));
        return arguments.made(() -> KthLargest.of(tensor, place));
    }

    private static Value slerp(Arguments arguments) {
        Tensor left = arguments.computed("a");
        Tensor right = arguments.computed("b");
        double part = arguments.evaluator().real(arguments.expression("t"));
        return arguments.made(() -> Merging.slerp(left, right, part));
    }

    private static Value ties(Arguments arguments) {
        Tensor base = arguments.computed("base");
        List<Tensor> tuned = arguments.tensors("tuned");
        double density = arguments.real("density", 0.2);
        if (!(density > 0 && density <= 1)) {
            throw Evaluator.bad(arguments.span("density"), "a density must be above 0 and at most 1, is " + density);
        }
        double[] weights = new double[tuned.size()];
        Arrays.fill(weights, 1);
        if (arguments.has("weights")) {
            weights = reals(arguments, "weights");
            boolean positive = Arrays.stream(weights).allMatch(weight -> weight > 0 && weight <= Double.MAX_VALUE);
            if (weights.length != tuned.size() || !positive) {
                throw Evaluator.bad(
                        arguments.span("weights"),
                        "expected one positive number for each tensor: there are " + tuned.size());
            }
        }
        double[] shares = weights;
        return arguments.made(() -> Merging.ties(base, tuned, density, shares));
    }
}
