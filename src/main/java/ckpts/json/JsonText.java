package ckpts.json;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.util.Locale;
import java.util.function.IntPredicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as files hold it. */
public final class JsonText {
    private JsonText() {}

    /** Makes something of a document, token by token. */
    @FunctionalInterface
    public interface Body<T> {
        /** @throws MalformedFileException if the document does not say what it should */
        T read(JsonParser parser) throws MalformedFileException;
    }

    /**
     * Reads one document.
     *
     * @param bytes all bytes of {@code source}
     * @param json what is allowed, and how much of it
     * @param complaint how a message on broken syntax begins: "not JSON"
     * @throws MalformedFileException if it is not JSON, or as {@code body} throws it
     */
    public static <T> T read(byte[] bytes, ByteSource source, JsonFactory json, String complaint, Body<T> body)
            throws MalformedFileException {
        return read(bytes, source.name(), source.fileOffset(), json, complaint, body);
    }

    /**
     * The same for bytes that lie in a file of this name, from this offset on.
     *
     * @throws MalformedFileException if it is not JSON, or as {@code body} throws it
     */
    static <T> T read(byte[] bytes, String name, long fileOffset, JsonFactory json, String complaint, Body<T> body)
            throws MalformedFileException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes)) {
            return body.read(parser);
        } catch (JacksonException e) {
            long offset =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            throw new MalformedFileException(name, fileOffset + offset, complaint + ": " + reason(e));
        }
    }

    /** What the parser says, without its own word on the place. */
    private static String reason(JacksonException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("no reason given");
        int place = message.indexOf(" (start marker at");
        return place < 0 ? message : message.substring(0, place);
    }

    /**
     * A string in quotes. Quotes, backslashes and control characters are always escaped, by a letter where there is one.
     *
     * @param escaped which other characters are written as their number, in lower-case hexadecimal digits
     */
    public static String quoted(String text, IntPredicate escaped) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int letter = "\"\\\b\f\n\r\t".indexOf(c);
            if (letter >= 0) {
                quoted.append('\\').append("\"\\bfnrt".charAt(letter));
            } else if (c < ' ' || escaped.test(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
