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
 * Edits of a checkpoint's metadata. They are kept apart from the values that were read, so that a format writes those
 * unchanged, and so that they are carried into another format. Immutable.
 */
public final class MetadataEdits {
    static final MetadataEdits NONE = new MetadataEdits(OrderedPMap.empty());

    /** By key, in the order of the statements. */
    private final PMap<String, Edit> edits;

    /**
     * A statement's edit of one value.
     *
     * @param text the new value; empty if it was removed
     * @param step the statement
     */
    public record Edit(Optional<String> text, Step step) {}

    private MetadataEdits(PMap<String, Edit> edits) {
        this.edits = edits;
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The keys that were set or removed, in the order of the statements. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(edits.keySet());
    }

    /** The edits by key, in the order of the statements. */
    public Map<String, Edit> byKey() {
        return Collections.unmodifiableMap(edits);
    }

    /** The keys that were set. */
    public List<String> given() {
        return edits.keySet().stream()
                .filter(key -> edits.get(key).text().isPresent())
                .toList();
    }

    /** These edits and a value set under this key. */
    MetadataEdits giving(String key, String text, Step step) {
        return new MetadataEdits(edits.plus(key, new Edit(Optional.of(text), step)));
    }

    /** @param wasRead whether there was such a key before all edits */
    MetadataEdits taking(String key, boolean wasRead, Step step) {
        return new MetadataEdits(wasRead ? edits.plus(key, new Edit(Optional.empty(), step)) : edits.minus(key));
    }

    /** The metadata after these edits: keys keep their places, new ones come last. */
    public Map<String, String> applied(Map<String, String> read) {
        Map<String, String> edited = new LinkedHashMap<>(read);
        edits.forEach(
                (key, edit) -> edit.text().ifPresentOrElse(given -> edited.put(key, given), () -> edited.remove(key)));
        return Collections.unmodifiableMap(edited);
    }
}
