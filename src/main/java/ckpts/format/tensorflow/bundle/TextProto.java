package ckpts.format.tensorflow.bundle;

import ckpts.naming.Names;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Iterates over a protocol buffer in text form whose fields are all scalars: {@code name: value}, values strings,
 * numbers or words, strings in single or double quotes, adjacent ones joined; several values in a list, {@code [1, 2]};
 * {@code #} begins a comment.
 *
 * <p>Methods throw {@link IllegalArgumentException} if the text does not have this form.
 */
final class TextProto {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?f?");

    private final byte[] text;
    private int position;
    private String field = "";
    private final List<String> values = new ArrayList<>();
    private boolean areStrings;

    TextProto(byte[] text) {
        this.text = text.clone();
    }

    /** Moves to the next field; false at the end. */
    boolean next() {
        skipBlanks();
        if (position == text.length) {
            return false;
        }
        field = word();
        require(!field.isEmpty());
        skipBlanks();
        require(position < text.length && text[position] == ':');
        position++;
        skipBlanks();
        readValues();
        skipBlanks();
        if (position < text.length && (text[position] == ',' || text[position] == ';')) {
            position++;
        }
        return true;
    }

    String field() {
        return field;
    }

    /** The current field's values, which must be strings: one, or those of a list. */
    List<String> strings() {
        require(areStrings);
        return List.copyOf(values);
    }

    /** The current field's value, which must be one string. */
    String string() {
        require(values.size() == 1);
        return strings().get(0);
    }

    /** The current field's values, which must be numbers, as written. */
    List<String> numbers() {
        require(!areStrings || values.isEmpty());
        values.forEach(number -> require(NUMBER.matcher(number).matches()));
        return List.copyOf(values);
    }

    /** A string as a literal: bytes that are not valid UTF-8 and control characters in octal, the rest unchanged. */
    static String quoted(String string) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            boolean stray = c >= 0xdc80 && c <= 0xdcff && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ' || stray) {
                literal.append(String.format("\\%03o", c & 0xff));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    private void readValues() {
        values.clear();
        areStrings = true;
        require(position < text.length);
        if (text[position] != '[') {
            readValue();
            return;
        }
        do {
            position++;
            skipBlanks();
            require(position < text.length);
            if (text[position] != ']' || !values.isEmpty()) {
                readValue();
                skipBlanks();
            }
        } while (position < text.length && text[position] == ',');
        require(position < text.length && text[position] == ']');
        position++;
    }

    private void readValue() {
        require(position < text.length);
        if (!isQuote()) {
            areStrings = false;
            values.add(word());
            require(!values.get(values.size() - 1).isEmpty());
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (isQuote()) {
            readString(bytes);
            skipBlanks();
        }
        values.add(Names.decode(bytes.toByteArray()));
    }

    private boolean isQuote() {
        return position < text.length && (text[position] == '"' || text[position] == '\'');
    }

    private void readString(ByteArrayOutputStream bytes) {
        byte quote = text[position++];
        while (true) {
            require(position < text.length && text[position] != '\n');
            byte next = text[position++];
            if (next == quote) {
                return;
            }
            if (next == '\\') {
                readEscape(bytes);
            } else {
                bytes.write(next);
            }
        }
    }

    private void readEscape(ByteArrayOutputStream bytes) {
        require(position < text.length);
        byte kind = text[position++];
        int named = "abfnrtv\\'\"?".indexOf(kind);
        if (named >= 0) {
            bytes.write("\u0007\b\f\n\r\t\u000b\\'\"?".charAt(named));
        } else if (kind == 'x' || kind == 'X') {
            bytes.write(octet(16, 2));
        } else if (kind == 'u' || kind == 'U') {
            int character = digits(16, kind == 'u' ? 4 : 8);
            require(Character.isValidCodePoint(character) && !isSurrogate(character));
            bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        } else {
            position--;
            bytes.write(octet(8, 3));
        }
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    private int octet(int radix, int most) {
        int octet = digits(radix, most);
        require(octet <= 0xff);
        return octet;
    }

    private int digits(int radix, int most) {
        int number = 0;
        int count = 0;
        while (count < most && position < text.length && Character.digit(text[position], radix) >= 0) {
            number = number * radix + Character.digit(text[position++], radix);
            count++;
        }
        require(count > 0);
        return number;
    }

    private String word() {
        int start = position;
        while (position < text.length && isWordByte(text[position])) {
            position++;
        }
        return new String(text, start, position - start, StandardCharsets.US_ASCII);
    }

    private static boolean isWordByte(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '_'
                || b == '.'
                || b == '+'
                || b == '-';
    }

    private void skipBlanks() {
        while (position < text.length) {
            if (text[position] == '#') {
                while (position < text.length && text[position] != '\n') {
                    position++;
                }
            } else if (text[position] == ' '
                    || text[position] == '\t'
                    || text[position] == '\n'
                    || text[position] == '\r') {
                position++;
            } else {
                return;
            }
        }
    }

    private void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not a protocol buffer in text form, byte " + position);
        }
    }
}
