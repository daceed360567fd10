package ckpts.ui.repl;

/**
 * A command of the conversation: {@code %undo 2}.
 *
 * @param name without the {@code %}
 * @param operand the rest, without spaces around it
 */
record MagicCall(String name, String operand) {
    private static final String PREFIX = "%";

    static boolean isOne(String text) {
        return text.stripLeading().startsWith(PREFIX);
    }

    static MagicCall of(String text) {
        String words = text.strip().substring(PREFIX.length());
        int end = 0;
        while (end < words.length() && !Character.isWhitespace(words.charAt(end))) {
            end++;
        }
        return new MagicCall(words.substring(0, end), words.substring(end).strip());
    }
}
