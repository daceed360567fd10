package ckpts.naming;

import java.util.Locale;

/** Numbers with their nouns, for messages. */
public final class Counted {
    private Counted() {}

    /** {@code 1 name}, {@code 8 names}. */
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    /** {@code 1 parameter}, {@code 41,802 parameters}: for numbers that may be large. */
    public static String grouped(long number, String noun) {
        return grouped(number, noun, noun + "s");
    }

    /** {@code 1 alias}, {@code 1,024 aliases}. */
    public static String grouped(long number, String noun, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : plural);
    }

    /** {@code 1 entry}, {@code 8 entries}. */
    public static String of(long number, String noun, String plural) {
        return number + " " + (number == 1 ? noun : plural);
    }
}
