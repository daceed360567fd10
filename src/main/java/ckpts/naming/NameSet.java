package ckpts.naming;

import java.util.Collection;

/** Names that can be searched by pattern. */
public interface NameSet {
    /** A superset of the names with this beginning and end, sorted; costs what it returns. */
    Collection<String> namesLike(String prefix, String suffix);

    boolean contains(String name);
}
