package ckpts.inspection;

import java.util.Locale;

/** Numbers with their nouns, for footers. */
final class Counts {
    private Counts() {}

    /** {@code 1 tensor}, {@code 41,802 parameters}. */
    static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }

    /** {@code 167,208 bytes}. */
    static String bytes(long count) {
        return of(count, "byte", "bytes");
    }
}
