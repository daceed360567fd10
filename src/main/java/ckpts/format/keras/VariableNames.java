package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.tensor.DType;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Names of the variables that a class of Keras's own saves under numbers, in the order in which it saves them:
 * {@code save_own_variables} of Keras 3.15's and tf_keras 2.21's layers.
 */
final class VariableNames {
    private static final String KERNEL = "kernel";
    private static final String BIAS = "bias";
    private static final String EMBEDDINGS = "embeddings";

    /** Classes of one kernel and a bias that may be missing. */
    private static final Set<String> WITH_KERNEL = Set.of(
            "dense",
            "einsum_dense",
            "conv1d",
            "conv2d",
            "conv3d",
            "conv1d_transpose",
            "conv2d_transpose",
            "conv3d_transpose",
            "depthwise_conv1d",
            "depthwise_conv2d");

    private static final Set<String> SEPARABLE = Set.of("separable_conv1d", "separable_conv2d");

    /** What layers of recurrent networks have in a part of their own. */
    private static final Set<String> CELLS = Set.of(
            "lstm_cell", "gru_cell", "simple_rnn_cell", "conv_lstm1d_cell", "conv_lstm2d_cell", "conv_lstm3d_cell");

    private static final Map<String, List<String>> FIXED = Map.of(
            "embedding", List.of(EMBEDDINGS),
            "layer_normalization", List.of("gamma", "beta"),
            "group_normalization", List.of("gamma", "beta"),
            "rms_normalization", List.of("scale"),
            "p_re_lu", List.of("alpha"),
            "normalization", List.of("mean", "variance", "count"),
            "seed_generator", List.of("seed_generator_state"));

    private static final String BATCH_NORMALIZATION = "batch_normalization";
    private static final List<String> MOVING = List.of("moving_mean", "moving_variance");

    /** What quantized layers have besides; a zero point and the groups of columns only in int4 by groups. */
    private static final List<String> SCALES = List.of("_scale", "_zero");

    private static final List<String> FLOAT8 = List.of(
            "inputs_scale",
            "inputs_amax_history",
            "kernel_scale",
            "kernel_amax_history",
            "outputs_grad_scale",
            "outputs_grad_amax_history");

    private VariableNames() {}

    /** Whether the variables of this class have names. */
    static boolean isKnown(String type) {
        return WITH_KERNEL.contains(type)
                || SEPARABLE.contains(type)
                || CELLS.contains(type)
                || FIXED.containsKey(type)
                || type.equals(BATCH_NORMALIZATION);
    }

    /**
     * The names; empty if the class is unknown, or these may be one of two sets of variables.
     *
     * @param type the class's name in small letters with underscores
     * @param types of its variables, in their order
     * @param config of the layer, if there is one
     */
    static Optional<List<String>> of(String type, List<TensorType> types, Optional<Attribute.Fields> config) {
        int count = types.size();
        if (count == 0) {
            return Optional.of(List.of());
        }
        if (WITH_KERNEL.contains(type) || type.equals("embedding")) {
            boolean numbers = types.get(0).dtype().kind() == DType.Kind.FLOAT;
            String main = type.equals("embedding") ? EMBEDDINGS : KERNEL;
            return numbers ? plain(type, main, types) : quantized(main, types);
        }
        if (SEPARABLE.contains(type)) {
            return of(List.of("depthwise_kernel", "pointwise_kernel", BIAS), count, 2);
        }
        if (CELLS.contains(type)) {
            return of(List.of(KERNEL, "recurrent_kernel", BIAS), count, 2);
        }
        if (type.equals(BATCH_NORMALIZATION)) {
            return normalized(count, config);
        }
        return Optional.ofNullable(FIXED.get(type)).filter(names -> names.size() == count);
    }

    private static Optional<List<String>> of(List<String> names, int count, int least) {
        return count >= least && count <= names.size() ? Optional.of(names.subList(0, count)) : Optional.empty();
    }

    private static Optional<List<String>> plain(String type, String main, List<TensorType> types) {
        if (main.equals(EMBEDDINGS)) {
            return of(List.of(EMBEDDINGS), types.size(), 1);
        }
        // A bias beside a kernel has as many axes as what the layer returns, so at most as many as the kernel.
        boolean fits = types.get(0).shape().rank() >= (type.equals("dense") || type.equals("einsum_dense") ? 2 : 3);
        if (!fits) {
            return Optional.empty();
        }
        int own = types.size() - FLOAT8.size();
        if (own == 1 || own == 2) {
            return Optional.of(joined(List.of(KERNEL, BIAS).subList(0, own), FLOAT8));
        }
        return of(List.of(KERNEL, BIAS), types.size(), 1);
    }

    /** A kernel of whole numbers, a bias if there are floating-point numbers twice behind it, scales and groups. */
    private static Optional<List<String>> quantized(String main, List<TensorType> types) {
        List<String> names = new ArrayList<>(List.of(main));
        List<DType.Kind> kinds = types.stream().map(type -> type.dtype().kind()).toList();
        int at = 1;
        if (main.equals(KERNEL)
                && kinds.size() > 2
                && kinds.get(1) == DType.Kind.FLOAT
                && kinds.get(2) == DType.Kind.FLOAT) {
            names.add(BIAS);
            at = 2;
        }
        if (at < kinds.size() && kinds.get(at) == DType.Kind.FLOAT) {
            names.add(main + SCALES.get(0));
            at++;
        }
        if (at + 2 == kinds.size() && kinds.get(at) != DType.Kind.FLOAT) {
            names.add(main + SCALES.get(1));
            names.add("g_idx");
        }
        return names.size() == kinds.size() ? Optional.of(names) : Optional.empty();
    }

    private static Optional<List<String>> normalized(int count, Optional<Attribute.Fields> config) {
        Optional<Boolean> scale = flag(config, "scale");
        Optional<Boolean> center = flag(config, "center");
        List<String> names = new ArrayList<>();
        boolean both = count == 2 + MOVING.size();
        boolean one = count == 1 + MOVING.size();
        if (both || (one && scale.equals(Optional.of(true)))) {
            names.add("gamma");
        }
        if (both || (one && center.equals(Optional.of(true)))) {
            names.add("beta");
        }
        if (one && names.isEmpty()) {
            // Only the configuration says which of the two it is.
            names.add(SavedObject.VARIABLES + "/0");
        }
        names.addAll(MOVING);
        return names.size() == count ? Optional.of(names) : Optional.empty();
    }

    private static Optional<Boolean> flag(Optional<Attribute.Fields> config, String name) {
        return config.flatMap(fields -> Optional.ofNullable(fields.values().get(name)))
                .filter(Attribute.Truth.class::isInstance)
                .map(value -> ((Attribute.Truth) value).value());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }

    /** Whether optimizers update a variable of this name: all but statistics, states and what belongs to quantization. */
    static boolean isTrained(String name, TensorType type) {
        boolean state = MOVING.contains(name)
                || FIXED.get("normalization").contains(name)
                || FIXED.get("seed_generator").contains(name)
                || FLOAT8.contains(name)
                || name.endsWith(SCALES.get(0));
        return !state && type.dtype().kind() == DType.Kind.FLOAT;
    }

    /** Where names stand in the order of their class; those that it does not know come last. */
    static int place(String type, String name) {
        List<String> order = WITH_KERNEL.contains(type)
                ? List.of(KERNEL, BIAS, KERNEL + SCALES.get(0), KERNEL + SCALES.get(1), "g_idx")
                : SEPARABLE.contains(type)
                        ? List.of("depthwise_kernel", "pointwise_kernel", BIAS)
                        : CELLS.contains(type)
                                ? List.of(KERNEL, "recurrent_kernel", BIAS)
                                : type.equals(BATCH_NORMALIZATION)
                                        ? joined(List.of("gamma", "beta"), MOVING)
                                        : FIXED.getOrDefault(type, List.of());
        return IntStream.range(0, order.size())
                .filter(i -> order.get(i).equals(name))
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }
}
