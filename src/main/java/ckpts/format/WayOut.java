package ckpts.format;

import ckpts.checkpoint.NamePattern;

/** What to write in a script where a format cannot store a tensor, as the end of a sentence that says why. */
public final class WayOut {
    private WayOut() {}

    /** A sentence on a type that was read from one format, and has no name in others. */
    public static String ofUnknownType(String name) {
        return "\"" + name + "\" has a type that only the checkpoint it comes from can name" + drop(name);
    }

    public static String drop(String name) {
        return ": write `drop " + quoted(name) + "`";
    }

    /** @param to a type that can be stored */
    public static String cast(String name, String to) {
        return ": write `cast " + quoted(name) + " to " + to + "`, or `drop " + quoted(name) + "`";
    }

    private static String quoted(String name) {
        return "\"" + NamePattern.quote(name) + "\"";
    }
}
