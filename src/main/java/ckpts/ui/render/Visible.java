package ckpts.ui.render;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text from files made safe to show: characters that would move the cursor or reorder the line, and invalid ones, are written as an
 * escape, so that a hostile name can neither hide nor command the terminal. Everything that is drawn here passes through it once,
 * as the last thing; nothing escapes for itself before.
 */
public final class Visible {
    private static final int STRAY_BYTE = 0xDC00;

    /** The beginning of a line that GitHub obeys in the output of a job. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^([^\\S\n]*):(?=:)");

    /** The older form of the same, wherever in a line, and that of Azure. */
    private static final Pattern OLD_COMMAND = Pattern.compile("##(?=\\[|vso\\[)");

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

    /** A line of its own: as {@link #of} has it, and not a command to its reader. */
    public static String line(String text) {
        return withoutCommands(of(text));
    }

    /** Lines of a text of several, each as {@link #of} has it, and none of them a command to their reader. */
    public static String lines(String text) {
        return withoutCommands(Stream.of(text.split("\n", -1)).map(Visible::of).collect(Collectors.joining("\n")));
    }

    /** The drawn text, without lines that a service that reads the output of its jobs would obey. */
    static String withoutCommands(String drawn) {
        if (!drawn.contains("::") && !drawn.contains("##")) {
            return drawn;
        }
        String without = COMMAND.matcher(drawn).replaceAll("$1\\\\x3a");
        return OLD_COMMAND.matcher(without).replaceAll("#\\\\x23");
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
        // A byte of a name that is not UTF-8 travels as U+DC00 plus the byte.
        if (character >= STRAY_BYTE + 0x80 && character <= STRAY_BYTE + 0xff) {
            return String.format("\\x%02x", character - STRAY_BYTE);
        }
        return character > 0xffff ? String.format("\\U%08x", character) : String.format("\\u%04x", character);
    }
}
