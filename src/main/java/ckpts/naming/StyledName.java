package ckpts.naming;

import java.util.Locale;
import java.util.Map;

/**
 * A name without the naming style of a framework: separators, case, underscores and the word for its kind of leaf.
 *
 * <pre>
 *   bert/encoder/layer_0/LayerNorm/gamma      bertencoderlayer0layernorm
 *   bert.encoder.layer.0.LayerNorm.weight     bertencoderlayer0layernorm
 *   bert/embeddings/word_embeddings           bertembeddingswordembeddings
 *   bert.embeddings.word_embeddings.weight    bertembeddingswordembeddings
 * </pre>
 */
public final class StyledName {
    private static final Map<String, String> LEAVES = Map.ofEntries(
            Map.entry("kernel", ""),
            Map.entry("weight", ""),
            Map.entry("weights", ""),
            Map.entry("w", ""),
            Map.entry("gamma", ""),
            Map.entry("scale", ""),
            Map.entry("embeddings", ""),
            Map.entry("embedding", ""),
            Map.entry("bias", "#bias"),
            Map.entry("biases", "#bias"),
            Map.entry("b", "#bias"),
            Map.entry("beta", "#bias"),
            Map.entry("moving_mean", "#mean"),
            Map.entry("running_mean", "#mean"),
            Map.entry("mean", "#mean"),
            Map.entry("moving_variance", "#variance"),
            Map.entry("running_var", "#variance"),
            Map.entry("var", "#variance"));

    private StyledName() {}

    /** Equal for names that differ only in style; never empty. */
    public static String key(String name) {
        int start = NamePath.lastStart(name);
        String last = name.substring(start);
        String leaf = LEAVES.get(withoutOutput(last).toLowerCase(Locale.ROOT));
        if (leaf == null || start == 0) {
            return bare(withoutOutput(name));
        }
        return bare(name.substring(0, start)) + leaf;
    }

    /** Letters and digits only, in lower case. */
    public static String bare(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                bare.append(Character.toLowerCase(text.charAt(i)));
            }
        }
        return bare.toString();
    }

    /** Keras writes the name of a graph's output: {@code kernel:0}. */
    private static String withoutOutput(String name) {
        return name.endsWith(":0") ? name.substring(0, name.length() - 2) : name;
    }

    /** The most frequent separator in these names. */
    public static char separator(Iterable<String> names) {
        int balance = 0;
        for (String name : names) {
            for (int i = 0; i < name.length(); i++) {
                balance += name.charAt(i) == '/' ? 1 : name.charAt(i) == '.' ? -1 : 0;
            }
        }
        return balance >= 0 ? '/' : '.';
    }
}
