package ckpts.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ckpts.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** The beginning of a file, which shows its kind; for an archive also its end, where its entries are listed. */
final class FirstBytes {
    private static final int HEAD = 512;
    private static final int TAIL = 1 << 16;

    private static final String ARCHIVE = "PK\u0003\u0004";

    /** Signature of each entry of the list; its name is at {@link #NAME}, the length of the name at {@link #LENGTH}. */
    private static final String ENTRY = "PK\u0001\u0002";

    private static final int LENGTH = 28;
    private static final int NAME = 46;

    /** The bytes as text, a character for each byte. */
    private final String head;

    private final String tail;

    FirstBytes(ByteSource file) throws IOException {
        this.head = text(file, 0, (int) Math.min(HEAD, file.size()));
        int end = (int) Math.min(TAIL, file.size());
        this.tail = head.startsWith(ARCHIVE) ? text(file, file.size() - end, end) : "";
    }

    private static String text(ByteSource file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(offset, bytes);
        return new String(bytes.array(), ISO_8859_1);
    }

    boolean startsWith(String text) {
        return head.startsWith(text);
    }

    boolean matches(String regex) {
        return Pattern.matches(regex, head);
    }

    /** Whether this is an archive (zip) with an entry whose name is like this. */
    boolean isArchiveWith(String regex) {
        Pattern pattern = Pattern.compile(regex);
        for (int at = tail.indexOf(ENTRY); at >= 0 && at + NAME <= tail.length(); at = tail.indexOf(ENTRY, at + 1)) {
            int begin = at + NAME;
            int end = begin + (tail.charAt(at + LENGTH) | tail.charAt(at + LENGTH + 1) << 8);
            if (end <= tail.length()
                    && pattern.matcher(tail.substring(begin, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Whether this is a small map of MessagePack whose first key is a short word: {@code 81 a6 p a r a m s}. */
    boolean isMapOfWords() {
        if (!matches("(?s)[\u0081-\u008f][\u00a1-\u00bf].+")) {
            return false;
        }
        int end = 2 + (head.charAt(1) & 0x1f);
        return end <= head.length() && head.substring(2, end).matches("[A-Za-z0-9_ ./-]+");
    }
}
