package ckpts.hdf5.writing;

import ckpts.hdf5.type.Attribute;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An object to be written. */
public sealed interface Described permits GroupDescription, DatasetDescription {
    /** In the order in which they will be found. */
    List<Attribute> attributes();

    /** Refuses two attributes of one name. */
    static void requireDistinct(List<Attribute> attributes) {
        Set<String> names = new HashSet<>();
        for (Attribute attribute : attributes) {
            if (!names.add(attribute.name())) {
                throw new IllegalArgumentException("two attributes are named \"" + attribute.name() + "\"");
            }
        }
    }
}
