package ckpts.format;

import ckpts.checkpoint.AttributePath;
import ckpts.naming.NamePattern;

/** The statement to write in a script if a format cannot store a tensor, as the end of a sentence with the reason. */
public final class StorageHint {
    private StorageHint() {}

    /** A sentence about a type that was read from one format and has no name in others. */
    public static String ofUnknownType(String name) {
        return "\"" + name + "\" has a type that only its original format has a name for" + drop(name);
    }

    public static String drop(String name) {
        return ": write `drop " + quoted(name) + "`";
    }

    /** @param to a type that can be stored */
    public static String cast(String name, String to) {
        return ": write `cast " + quoted(name) + " to " + to + "`, or `drop " + quoted(name) + "`";
    }

    public static String dropMetadata(String field) {
        return ": write `drop metadata" + AttributePath.of(field).written() + "`";
    }

    private static String quoted(String name) {
        return "\"" + NamePattern.quote(name) + "\"";
    }
}
