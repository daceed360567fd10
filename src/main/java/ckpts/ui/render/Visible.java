package ckpts.ui.render;

/**
 * Text from files made safe to show: what would move the cursor, reorder the line or is no character is written as an
 * escape, so that a hostile name can neither hide nor command the terminal.
 */
public final class Visible {
    private static final int STRAY_BYTE = 0xDC00;

    private Visible() {}

    /** The text with every unprintable character as {@code \n}, {@code \x1b} or <code>\&#117;202e</code>. */
    public static String of(String text) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) < 0x7f) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, plain);
        for (int i = plain; i < text.length(); ) {
            int character = text.codePointAt(i);
            shown.append(of(character));
            i += Character.charCount(character);
        }
        return shown.toString();
    }

    /** One code point, drawn. */
    static String of(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isDrawable(character) ? Character.toString(character) : escape(character);
        };
    }

    private static boolean isDrawable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escape(int character) {
        if (character < 0x100) {
            return String.format("\\x%02x", character);
        }
        // A byte of a name that is no UTF-8 travels as U+DC00 plus the byte.
        if (character >= STRAY_BYTE + 0x80 && character <= STRAY_BYTE + 0xff) {
            return String.format("\\x%02x", character - STRAY_BYTE);
        }
        return character > 0xffff ? String.format("\\U%08x", character) : String.format("\\u%04x", character);
    }
}
