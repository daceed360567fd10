package ckpts.json;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Reading and quoting of JSON as it is in files. */
public final class JsonText {
    /** Beginnings of the parser's messages, and the words reported in their place. */
    private static final List<Mistake> MISTAKES = List.of(
            new Mistake("Duplicate", "a duplicate key in an object"),
            new Mistake("Unrecognized token", "a word that is neither true, false nor null"),
            new Mistake("Unexpected character", "a character that is not allowed here"),
            new Mistake("Unexpected close marker", "a bracket that closes nothing"),
            new Mistake("Illegal unquoted character", "a control character in a string"),
            new Mistake("Unrecognized character escape", "an escape that JSON does not have"),
            new Mistake("Invalid UTF-8", "it is not in UTF-8"),
            new Mistake("Broken surrogate", "half of a surrogate pair"),
            new Mistake("Invalid numeric value", "a number that JSON does not allow"),
            new Mistake("Numeric value", "a number that does not fit in 64 bits"),
            new Mistake("Document nesting depth", "nested deeper than %s"),
            new Mistake("String value length", "a string of more than %s characters"),
            new Mistake("Name length", "a key of more than %s characters"),
            new Mistake("Number value length", "a number of more than %s digits"),
            new Mistake("Token count", "more than %s tokens"));

    /** The limit that was hit, in the parser's message. */
    private static final Pattern LIMIT = Pattern.compile("maximum allowed \\((\\d+)");

    /** @param words with {@code %s} in place of a limit */
    private record Mistake(String beginning, String words) {
        String reported(String message) {
            Matcher limit = LIMIT.matcher(message);
            return words.replace("%s", limit.find() ? limit.group(1) : "is allowed");
        }
    }

    private JsonText() {}

    /** Reads a document token by token into a result. */
    @FunctionalInterface
    public interface Body<T> {
        /** @throws MalformedFileException if the document is not what it should be */
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
            try {
                return body.read(parser);
            } catch (StreamConstraintsException e) {
                // It has no place of its own.
                throw malformed(name, fileOffset, parser.currentLocation(), complaint, e);
            }
        } catch (JacksonException e) {
            throw malformed(name, fileOffset, e.getLocation(), complaint, e);
        }
    }

    private static MalformedFileException malformed(
            String name, long fileOffset, TokenStreamLocation place, String complaint, JacksonException e) {
        long offset = place == null ? 0 : offset(place);
        return new MalformedFileException(name, fileOffset + offset, complaint + ": " + reason(e));
    }

    /** The byte of a document at a place that a parser reports, in bytes or, where these are ASCII, in characters. */
    public static long offset(TokenStreamLocation place) {
        return Math.max(0, Math.max(place.getByteOffset(), place.getCharOffset()));
    }

    /** The kind of mistake. The parser's own message quotes the file, which may not be the intended one. */
    private static String reason(JacksonException e) {
        if (e instanceof UnexpectedEndOfInputException) {
            return "it ends in the middle of a value";
        }
        String message = e.getOriginalMessage();
        return MISTAKES.stream()
                .filter(mistake -> message.startsWith(mistake.beginning()))
                .findFirst()
                .map(mistake -> mistake.reported(message))
                .orElse("its syntax is invalid");
    }

    /** Describes a token for messages that do not quote it. */
    public static String kind(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a number";
            case VALUE_NUMBER_FLOAT -> "a number with a point or an exponent";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "the end of a list or object";
        };
    }

    /** A string in quotes in which all but printable ASCII is escaped, as Python's {@code json.dumps} does. */
    public static String ascii(String text) {
        return quoted(text, c -> c > '~');
    }

    /**
     * JSON on lines of its own, as Python's {@code json.dumps} indents it.
     *
     * @param json without blanks
     * @param indent blanks for each level
     */
    public static String indented(String json, int indent) {
        StringBuilder text = new StringBuilder(2 * json.length());
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean opens = c == '{' || c == '[';
            boolean empty = opens && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']');
            if (c == '"') {
                int end = endOfString(json, i);
                text.append(json, i, end);
                i = end - 1;
            } else if (empty) {
                text.append(c).append(json.charAt(++i));
            } else if (opens || c == ',') {
                depth += opens ? 1 : 0;
                text.append(c).append('\n').append(" ".repeat(indent * depth));
            } else if (c == '}' || c == ']') {
                depth--;
                text.append('\n').append(" ".repeat(indent * depth)).append(c);
            } else {
                text.append(c).append(c == ':' ? " " : "");
            }
        }
        return text.toString();
    }

    private static int endOfString(String json, int begin) {
        int at = begin + 1;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /**
     * A string in quotes. Quotes, backslashes and control characters are always escaped, by a letter where there is
     * one.
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
