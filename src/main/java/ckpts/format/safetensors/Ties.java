package ckpts.format.safetensors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Aliases in the metadata: {@code save_model} of the safetensors library stores one of several tensors that share
 * memory, and for each of the others, under its name, the name of the stored one.
 */
final class Ties {
    /** The one key that certainly has another meaning. */
    private static final String FORMAT = "format";

    private Ties() {}

    /** Metadata whose key is not the name of a tensor and whose value is. */
    static Map<String, String> in(Optional<Map<String, String>> metadata, Set<String> names) {
        Map<String, String> ties = new LinkedHashMap<>();
        metadata.orElse(Map.of()).forEach((key, text) -> {
            if (!key.equals(FORMAT) && !names.contains(key) && names.contains(text)) {
                ties.put(key, text);
            }
        });
        return ties;
    }

    /**
     * Replaces the aliases in the metadata: keys that stay keep their places, new ones come last.
     *
     * @param before the aliases that were read
     * @param now the aliases that are written
     */
    static Optional<Map<String, String>> updated(
            Optional<Map<String, String>> metadata, Map<String, String> before, Map<String, String> now) {
        if (before.equals(now)) {
            return metadata;
        }
        Map<String, String> strings = new LinkedHashMap<>(metadata.orElse(Map.of()));
        before.keySet().stream().filter(alias -> !now.containsKey(alias)).forEach(strings::remove);
        strings.putAll(new TreeMap<>(now));
        return Optional.of(strings);
    }
}
