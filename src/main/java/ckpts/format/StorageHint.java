package ckpts.format;

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

    /** Keys of metadata are not patterns. */
    public static String dropMetadata(String key) {
        return ": write `drop metadata \"" + key.replaceAll("[\\\\\"$]", "\\\\$0") + "\"`";
    }

    private static String quoted(String name) {
        return "\"" + NamePattern.quote(name) + "\"";
    }
}
