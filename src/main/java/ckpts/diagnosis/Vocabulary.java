package ckpts.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of the words that frameworks use for the same concept. A phrase, its words joined by {@code _}, means one or
 * more concepts; of the concepts in a set of {@code OPPOSED}, a module is at most one.
 *
 * <p>Sources: the parameter names of TensorFlow's and Keras's layers, PyTorch's modules and Flax's layers, and those of
 * BERT, GPT-2, GPT-NeoX, OPT, BART, T5, LLaMA, ViT and ResNet in their public implementations.
 */
final class Vocabulary {
    static final String NORM = "norm";
    static final String FIRST_NORM = "first norm";
    static final String SECOND_NORM = "second norm";
    static final String UP = "up";
    static final String DOWN = "down";
    static final String GATE = "gate";
    static final String OUT = "o";
    static final String MLP = "mlp";
    static final String ATTENTION = "attention";
    static final String PROJECTION = "proj";
    static final String DENSE = "dense";
    static final String HEAD = "head";
    static final String BATCH_NORM = "bn";

    /** The number of words in the longest phrase. */
    static final int LONGEST = 5;

    /** One concept per row, with all its names. */
    private static final List<List<String>> SAME = List.of(
            List.of("q", "query", "wq", "queries"),
            List.of("k", "key", "wk", "keys"),
            List.of("v", "value", "wv", "values"),
            List.of("qkv", "wqkv", "c_attn", "in_proj"),
            // Heads one after the other, each with its query, key and value: not the arrangement of the previous row.
            List.of("query_key_value"),
            List.of(OUT, "out", "output", "wo"),
            List.of(ATTENTION, "attn", "mha", "self_attn", "self_attention", "multi_head_dot_product_attention"),
            List.of(MLP, "ffn", "ff", "feed_forward", "mlp_block", "intermediate", "dense_relu_dense"),
            List.of(UP, "c_fc", "wi"),
            List.of(DOWN),
            List.of(GATE),
            List.of(
                    NORM,
                    "ln",
                    "layernorm",
                    "layer_norm",
                    "rmsnorm",
                    "rms_norm",
                    "normalization",
                    "layer_normalization"),
            List.of(BATCH_NORM, "batchnorm", "batch_norm", "batch_normalization"),
            List.of("layer", "layers", "h", "block", "blocks", "resblocks", "encoderblock", "unit", "units"),
            List.of("embed", "embedding", "embeddings", "emb", "embedder"),
            List.of("position", "positions", "pos", "positional", "posembed"),
            List.of("token", "tokens", "tok", "word", "vocab", "shared"),
            List.of("segment", "token_type"),
            List.of(HEAD, "classifier", "logits", "lm_head", "score"),
            List.of("conv", "convolution"),
            List.of("shortcut", "downsample"),
            List.of(DENSE, "linear", "lin", "fc", "fully_connected"),
            List.of("encoder", "enc"),
            List.of("decoder", "dec"),
            List.of("cross", "encoder_attn", "enc_dec_attention", "cross_attention", "crossattention"),
            List.of("pool", "pooler", "pooling"),
            List.of("patch", "patches"),
            List.of("final", "last"),
            List.of(PROJECTION, "projection", "c_proj"),
            List.of("model", "transformer", "module", "net", "network", "backbone"));

    /** Phrases of several concepts. */
    private static final Map<String, List<String>> COMPOUND = Map.ofEntries(
            Map.entry("wte", List.of("token", "embed")),
            Map.entry("wpe", List.of("position", "embed")),
            Map.entry("input_layernorm", List.of(NORM, FIRST_NORM)),
            Map.entry("attention_norm", List.of(ATTENTION, NORM, FIRST_NORM)),
            Map.entry("self_attn_layer_norm", List.of(ATTENTION, NORM, FIRST_NORM)),
            Map.entry("self_attention_layer_norm", List.of(ATTENTION, NORM, FIRST_NORM)),
            Map.entry("feedforward_layer_norm", List.of(MLP, NORM, SECOND_NORM)),
            Map.entry("layernorm_before", List.of(NORM, FIRST_NORM)),
            Map.entry("ln_before", List.of(NORM, FIRST_NORM)),
            Map.entry("post_attention_layernorm", List.of(NORM, SECOND_NORM)),
            Map.entry("ffn_norm", List.of(MLP, NORM, SECOND_NORM)),
            Map.entry("layernorm_after", List.of(NORM, SECOND_NORM)),
            Map.entry("ln_f", List.of(NORM, "final")),
            Map.entry("encoder_attn_layer_norm", List.of(NORM, "cross")));

    /** Kinds of layers. */
    private static final Set<String> KINDS = Set.of("conv", BATCH_NORM, NORM, DENSE);

    private static final List<Set<String>> OPPOSED = List.of(
            Set.of("q", "k", "v", OUT, "qkv", "query_key_value"),
            Set.of("encoder", "decoder"),
            Set.of(UP, DOWN, GATE),
            Set.of(FIRST_NORM, SECOND_NORM, "final"),
            Set.of("token", "position", "segment"),
            KINDS);

    private static final Map<String, List<String>> CONCEPTS = concepts();

    private Vocabulary() {}

    private static Map<String, List<String>> concepts() {
        Map<String, List<String>> concepts = new HashMap<>(COMPOUND);
        for (List<String> words : SAME) {
            words.forEach(word -> concepts.put(word, List.of(words.get(0))));
        }
        return concepts;
    }

    /** The concepts that a phrase means; empty if it is unknown. */
    static Optional<List<String>> concepts(String phrase) {
        return Optional.ofNullable(CONCEPTS.get(phrase.toLowerCase(Locale.ROOT)));
    }

    /** Whether a concept is a kind of layer. */
    static boolean isKind(String concept) {
        return KINDS.contains(concept);
    }

    /** Whether a module of the first kind cannot be of the second. */
    static boolean opposed(Set<String> left, Set<String> right) {
        for (Set<String> group : OPPOSED) {
            Optional<String> one = only(group, left);
            Optional<String> other = only(group, right);
            if (one.isPresent() && other.isPresent() && !one.equals(other)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> only(Set<String> group, Set<String> concepts) {
        List<String> members = group.stream().filter(concepts::contains).toList();
        return members.size() == 1 ? Optional.of(members.get(0)) : Optional.empty();
    }
}
