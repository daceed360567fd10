package ckpts.naming;

/** One piece of the text of a pattern or of a target; both are cut the same way. */
sealed interface GlobToken {
    /** Where it begins in the text. */
    int offset();

    /** Characters that stand for themselves, escapes decoded. */
    record Plain(String text, int offset) implements GlobToken {}

    /** {@code *}, {@code **}, {@code ?} or a class, as written. */
    record Wild(String source, int offset) implements GlobToken {
        boolean isSegments() {
            return source.equals("**");
        }
    }

    /** What stands between braces, escapes not decoded. */
    record Braces(String content, int offset) implements GlobToken {
        /** As written, for messages. */
        String source() {
            return "{" + content + "}";
        }
    }
}
