package ckpts.naming;

import java.util.Collection;

/** Names that can be asked for by pattern. */
public interface NameSet {
    /** A superset of the names that begin and end so, sorted; costs what it returns. */
    Collection<String> namesLike(String prefix, String suffix);

    boolean contains(String name);
}
