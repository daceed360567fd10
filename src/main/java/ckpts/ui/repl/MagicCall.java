package ckpts.ui.repl;

/**
 * A command to the conversation: {@code %undo 2}.
 *
 * @param name without the sign
 * @param operand the rest, without blanks around it
 */
record MagicCall(String name, String operand) {
    private static final String SIGN = "%";

    static boolean isOne(String text) {
        return text.stripLeading().startsWith(SIGN);
    }

    static MagicCall of(String text) {
        String words = text.strip().substring(SIGN.length());
        int end = 0;
        while (end < words.length() && !Character.isWhitespace(words.charAt(end))) {
            end++;
        }
        return new MagicCall(words.substring(0, end), words.substring(end).strip());
    }
}
