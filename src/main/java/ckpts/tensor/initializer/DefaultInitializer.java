package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Elements;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code default}: the start values of the common layers, chosen by the last segment of the tensor's name and its rank.
 * The first row that fits decides; if none does, that is an error, because a wrong guess would go unnoticed.
 *
 * <table>
 *   <caption>Rules, in order</caption>
 *   <tr><th>last segment</th><th>rank</th><th>start value</th></tr>
 *   <tr><td>any, of an integer or boolean type: counters, flags</td><td>0</td><td>zeros</td></tr>
 *   <tr><td>any, of an integer or boolean type: positions, masks</td><td>1 and more</td><td>none</td></tr>
 *   <tr><td>bias, biases, beta, b, ends in _bias; moving_mean, running_mean, mean</td><td>any</td><td>zeros</td></tr>
 *   <tr><td>gamma, scale; moving_variance, running_var, variance</td><td>any</td><td>ones</td></tr>
 *   <tr><td>iterations, iteration, global_step, step, counter, count, num_batches_tracked, ends in _counter</td>
 *     <td>0</td><td>zeros</td></tr>
 *   <tr><td>embeddings, embedding, ends in _embeddings or _embedding, embedding_table; or weight below a segment with
 *     "embed" in it</td><td>2 and more</td><td>uniform(-0.05, 0.05)</td></tr>
 *   <tr><td>weight (the scale of a PyTorch norm)</td><td>1</td><td>ones</td></tr>
 *   <tr><td>any other</td><td>2 and more</td><td>glorot_uniform</td></tr>
 * </table>
 *
 * <p>Segments end at {@code /} and {@code .}; a final {@code :0} is left out; case does not matter.
 */
public record DefaultInitializer(long seed) implements Initializer {
    private static final Set<String> ZEROS =
            Set.of("bias", "biases", "beta", "b", "moving_mean", "running_mean", "mean");
    private static final Set<String> ONES = Set.of("gamma", "scale", "moving_variance", "running_var", "variance");
    private static final Set<String> COUNTERS =
            Set.of("iterations", "iteration", "global_step", "step", "counter", "count", "num_batches_tracked");
    private static final Set<String> EMBEDDINGS = Set.of("embeddings", "embedding", "embedding_table");

    @Override
    public String describe() {
        return "default(seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        return forRole(type, key).create(type, key);
    }

    /**
     * The initializer that the table gives.
     *
     * @throws TensorTypeException if no row fits
     */
    public Initializer forRole(TensorType type, String key) {
        List<String> segments =
                List.of(key.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT).split("[/.]"));
        // A name of separators alone has no last segment.
        String last = segments.isEmpty() ? "" : segments.get(segments.size() - 1);
        int rank = type.shape().rank();
        boolean whole = type.dtype().isNumeric() && Elements.domain(type.dtype()) == Elements.Domain.WHOLE;
        if (whole && rank > 0) {
            // Zeros would load, and be wrong.
            throw new TensorTypeException(unknown(type, key) + ", which may hold positions, indices or a mask: write"
                    + " its start value, reinit \"" + key + "\" with zeros() or another initializer");
        }
        if (whole || ZEROS.contains(last) || last.endsWith("_bias") || (rank == 0 && isCounter(last))) {
            return Fill.zeros();
        }
        if (ONES.contains(last) || (rank == 1 && last.equals("weight"))) {
            return Fill.ones();
        }
        if (rank >= 2 && isEmbedding(segments, last)) {
            return new Uniform(-0.05, 0.05, seed);
        }
        if (rank >= 2) {
            return VarianceScaling.glorotUniform(seed);
        }
        throw new TensorTypeException(unknown(type, key) + ": name one, such as zeros() or ones()");
    }

    private String unknown(TensorType type, String key) {
        return describe() + " knows no start value for \"" + key + "\" " + type;
    }

    private static boolean isCounter(String last) {
        return COUNTERS.contains(last) || last.endsWith("_counter");
    }

    private static boolean isEmbedding(List<String> segments, String last) {
        boolean named = EMBEDDINGS.contains(last) || last.endsWith("_embeddings") || last.endsWith("_embedding");
        boolean below = last.equals("weight")
                && segments.size() > 1
                && segments.get(segments.size() - 2).contains("embed");
        return named || below;
    }
}
