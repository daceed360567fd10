package ckpts.format.safetensors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Second names in the metadata: {@code save_model} of the safetensors library stores one of several tensors that share
 * memory, and notes of each other one, as a text under its name, which one that was.
 */
final class Ties {
    /** The one key that says something else for certain. */
    private static final String FORMAT = "format";

    private Ties() {}

    /** Texts under a name that no tensor has, which are the name of a tensor. */
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
     * Metadata with other second names than were read: what stays keeps its place, what is new comes last.
     *
     * @param before the second names that were read
     * @param now the second names that are written
     */
    static Optional<Map<String, String>> updated(
            Optional<Map<String, String>> metadata, Map<String, String> before, Map<String, String> now) {
        if (before.equals(now)) {
            return metadata;
        }
        Map<String, String> texts = new LinkedHashMap<>(metadata.orElse(Map.of()));
        before.keySet().stream().filter(alias -> !now.containsKey(alias)).forEach(texts::remove);
        texts.putAll(new TreeMap<>(now));
        return Optional.of(texts);
    }
}
