package ckpts.naming;

import java.util.List;
import java.util.Random;

/** Short names and patterns over a small alphabet, so that chance makes them match. */
public final class RandomNames {
    private static final List<String> SEGMENTS = List.of("a", "b", "ab", "aa", "0", "1", "10", "a0", "");

    private static final List<String> PARTS =
            List.of("a", "b", "0", "1", "*", "?", "[ab]", "[!a]", "{a,ab,b}", "{0..10}", "{0,10,a}");

    private static final List<String> CAPTURES = List.of("{x}", "{y}", "{x:**}", "{x:int}", "{x:0..10}", "{x:a|ab}");

    private RandomNames() {}

    public static String name(Random random) {
        StringBuilder name = new StringBuilder(SEGMENTS.get(random.nextInt(SEGMENTS.size() - 1)));
        for (int i = random.nextInt(4); i > 0; i--) {
            name.append(random.nextInt(4) == 0 ? '.' : '/').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        }
        return name.toString();
    }

    /** A well-formed pattern without captures that is also a well-formed target for itself. */
    public static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            pattern.append(random.nextInt(4) == 0 ? "**" : segment(random, PARTS));
            if (i > 0) {
                pattern.append(random.nextInt(4) == 0 ? '.' : '/');
            }
        }
        return pattern.toString();
    }

    /** A pattern with captures; a capture's kind stands where it first appears. */
    static String capturing(Random random) {
        String pattern = pattern(random);
        String capture = CAPTURES.get(random.nextInt(CAPTURES.size()));
        String name = capture.substring(0, 2) + "}";
        return capture + "/" + pattern + (random.nextBoolean() ? "" : "/" + name)
                + (random.nextBoolean() ? "" : "/{z}");
    }

    private static String segment(Random random, List<String> parts) {
        StringBuilder segment = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String part = parts.get(random.nextInt(parts.size()));
            segment.append(part.equals("*") && segment.toString().endsWith("*") ? "a" : part);
        }
        return segment.toString();
    }
}
