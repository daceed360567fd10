package ckpts.naming;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names as strings and as the bytes in files.
 *
 * <p>Valid UTF-8 maps to itself. A stray byte {@code b} (0x80..0xff) becomes the lone surrogate {@code U+DC00 + b}, as
 * in PEP 383, so that decoding then encoding gives the same bytes for any name.
 */
public final class Names {
    private static final int ESCAPE = 0xDC00;

    private static final int CHECKED = 1 << 12;

    private Names() {}

    /** The least string greater than all that begin with the prefix; empty if there is none. */
    public static Optional<String> afterAllBeginning(String prefix) {
        int end = prefix.length();
        while (end > 0 && prefix.charAt(end - 1) == Character.MAX_VALUE) {
            end--;
        }
        return end == 0
                ? Optional.empty()
                : Optional.of(prefix.substring(0, end - 1) + (char) (prefix.charAt(end - 1) + 1));
    }

    /** Whether a name is valid text: it has no surrogate that represents a stray byte, or nothing. */
    public static boolean isText(String name) {
        return isAscii(name) || StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    public static String decode(byte[] bytes) {
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + (in.get() & 0xff)));
            }
        }
    }

    /** The index of the first byte that is not part of valid UTF-8; -1 if there is none. */
    public static int firstStray(byte[] bytes) {
        if (isAscii(bytes)) {
            return -1;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(CHECKED);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, out.clear(), true);
        }
        return result.isError() ? in.position() : -1;
    }

    /** @throws IllegalArgumentException if the name has a surrogate that does not represent a byte */
    public static byte[] encode(String name) {
        if (isAscii(name)) {
            return name.getBytes(StandardCharsets.US_ASCII);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + 16);
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean paired = i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
            if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff && !paired) {
                out.writeBytes(strict(name, start, i));
                out.write(c - ESCAPE);
                start = i + 1;
            }
        }
        out.writeBytes(strict(name, start, name.length()));
        return out.toByteArray();
    }

    /** The characters of a name from the last to the first, so that names sort by their ends. */
    public static String reversed(String name) {
        char[] characters = name.toCharArray();
        for (int left = 0, right = characters.length - 1; left < right; left++, right--) {
            char swapped = characters[left];
            characters[left] = characters[right];
            characters[right] = swapped;
        }
        return new String(characters);
    }

    /** Whether no byte is greater than 7f. */
    public static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static byte[] strict(String name, int start, int end) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name, start, end));
            byte[] result = new byte[bytes.remaining()];
            bytes.get(result);
            return result;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not a name: \"" + name + "\"", e);
        }
    }
}
