package ckpts.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;

/**
 * What statements said of the texts that a checkpoint carries beside its tensors. They are kept apart from the texts that
 * were read, so that a format writes those as they were, and so that they go along into another format. Immutable.
 */
public final class MetadataEdits {
    static final MetadataEdits NONE = new MetadataEdits(OrderedPMap.empty());

    /** By key, in the order of the statements. */
    private final PMap<String, Edit> edits;

    /**
     * What a statement said of one text.
     *
     * @param text the new one; empty where it was taken away
     * @param step the statement
     */
    public record Edit(Optional<String> text, Step step) {}

    private MetadataEdits(PMap<String, Edit> edits) {
        this.edits = edits;
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The keys that were given a text or taken away, in the order of the statements. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(edits.keySet());
    }

    /** What was said of the texts, by key, in the order of the statements. */
    public Map<String, Edit> byKey() {
        return Collections.unmodifiableMap(edits);
    }

    /** The keys that were given a text. */
    public List<String> given() {
        return edits.keySet().stream()
                .filter(key -> edits.get(key).text().isPresent())
                .toList();
    }

    /** With a text under this key. */
    MetadataEdits giving(String key, String text, Step step) {
        return new MetadataEdits(edits.plus(key, new Edit(Optional.of(text), step)));
    }

    /** @param wasRead whether there was such a key before all edits */
    MetadataEdits taking(String key, boolean wasRead, Step step) {
        return new MetadataEdits(wasRead ? edits.plus(key, new Edit(Optional.empty(), step)) : edits.minus(key));
    }

    /** Texts after these edits: what stays keeps its place, what is new comes last. */
    public Map<String, String> applied(Map<String, String> read) {
        Map<String, String> edited = new LinkedHashMap<>(read);
        edits.forEach(
                (key, edit) -> edit.text().ifPresentOrElse(given -> edited.put(key, given), () -> edited.remove(key)));
        return Collections.unmodifiableMap(edited);
    }
}
