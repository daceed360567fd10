package ckpts.naming;

/** Numbers with their nouns, for messages. */
public final class Counted {
    private Counted() {}

    /** {@code 1 name}, {@code 8 names}. */
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    /** {@code 1 entry}, {@code 8 entries}. */
    public static String of(long number, String noun, String plural) {
        return number + " " + (number == 1 ? noun : plural);
    }
}
