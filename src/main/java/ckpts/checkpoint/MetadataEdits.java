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

    /** Key to its new text, or to nothing where it was taken away; in the order of the statements. */
    private final PMap<String, Optional<String>> texts;

    private MetadataEdits(PMap<String, Optional<String>> texts) {
        this.texts = texts;
    }

    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** The keys that were given a text or taken away, in the order of the statements. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(texts.keySet());
    }

    /** The keys that were given a text. */
    public List<String> given() {
        return texts.keySet().stream().filter(key -> texts.get(key).isPresent()).toList();
    }

    /** With a text under this key. */
    MetadataEdits giving(String key, String text) {
        return new MetadataEdits(texts.plus(key, Optional.of(text)));
    }

    /** @param wasRead whether there was such a key before all edits */
    MetadataEdits taking(String key, boolean wasRead) {
        return new MetadataEdits(wasRead ? texts.plus(key, Optional.empty()) : texts.minus(key));
    }

    /** Texts after these edits: what stays keeps its place, what is new comes last. */
    public Map<String, String> applied(Map<String, String> read) {
        Map<String, String> edited = new LinkedHashMap<>(read);
        texts.forEach((key, text) -> text.ifPresentOrElse(given -> edited.put(key, given), () -> edited.remove(key)));
        return Collections.unmodifiableMap(edited);
    }
}
