package ckpts.state;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Two tensors would land on one name. Holds all collisions of the edit. */
public final class CollisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SortedMap<String, List<String>> collisions;

    /** @param collisions target name to the names that would land on it, the one that is there already last */
    public CollisionException(SortedMap<String, List<String>> collisions) {
        super(collisions.size() + " collisions");
        this.collisions = new TreeMap<>(collisions);
    }

    public SortedMap<String, List<String>> collisions() {
        return collisions;
    }
}
