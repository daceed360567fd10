package ckpts.language.syntax;

import java.util.LinkedHashSet;
import java.util.Set;

/** The kinds of nodes of a syntax tree. */
final class Kinds {
    private Kinds() {}

    /** The records that are of this type. */
    static Set<Class<?>> of(Class<?> type) {
        Set<Class<?>> records = new LinkedHashSet<>();
        if (type.isRecord()) {
            records.add(type);
        } else {
            for (Class<?> kind : type.getPermittedSubclasses()) {
                records.addAll(of(kind));
            }
        }
        return records;
    }
}
