package ckpts.naming;

/** One piece of the text of a pattern or of a target; both are split the same way. */
sealed interface GlobToken {
    /** Its offset in the text. */
    int offset();

    /** Literal characters, escapes decoded. */
    record Plain(String text, int offset) implements GlobToken {}

    /** {@code *}, {@code **}, {@code ?} or a class, as written. */
    record Wild(String source, int offset) implements GlobToken {
        boolean isSegments() {
            return source.equals("**");
        }
    }

    /** The content of braces, escapes not decoded. */
    record Braces(String content, int offset) implements GlobToken {
        /** The token as written, for messages. */
        String source() {
            return "{" + content + "}";
        }
    }
}
