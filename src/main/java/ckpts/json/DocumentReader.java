package ckpts.json;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.naming.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * An object in JSON, field by field, as strict as readers are that take nothing but UTF-8 and whole characters. It may have
 * a million fields; how long it may be, callers limit.
 */
public final class DocumentReader {
    /** Strings may be as long as the longest documents. */
    private static final int LONGEST = 100_000_000;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(127)
            .maxNameLength(LONGEST)
            .maxStringLength(LONGEST)
            .build();

    private static final JsonFactory WITH_TABLE =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();

    /**
     * Does not keep a table of the names that it has read: names of tensors never repeat, and a million of them would
     * make its lookups slow. Such a parser counts characters, which in ASCII are bytes.
     */
    private static final JsonFactory WITHOUT_TABLE = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final ByteSource source;
    private final JsonParser parser;

    /** Reads a result from the document, whose opening brace has been read. */
    @FunctionalInterface
    public interface Body<T> {
        /** @throws MalformedFileException if the document is not what it should be */
        T read(DocumentReader document) throws MalformedFileException;
    }

    private DocumentReader(ByteSource source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /**
     * Reads an object and the end of the document after it.
     *
     * @param bytes all bytes of {@code source}
     * @param what name in messages: "a header"
     * @throws MalformedFileException if it is not JSON or not an object, or as {@code body} throws it
     */
    public static <T> T read(byte[] bytes, ByteSource source, String what, Body<T> body) throws MalformedFileException {
        requireText(bytes, source);
        JsonFactory json = Names.isAscii(bytes) ? WITHOUT_TABLE : WITH_TABLE;
        return JsonText.read(bytes, source, json, "not JSON", parser -> {
            DocumentReader document = new DocumentReader(source, parser);
            document.expect(parser.nextToken(), JsonToken.START_OBJECT, what + " must be an object");
            T result = body.read(document);
            if (parser.nextToken() != null) {
                throw document.malformed("there is something after the object");
            }
            return result;
        });
    }

    /** All bytes of a part of a file. */
    public static byte[] bytes(ByteSource source) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(source.size())];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** As {@link #bytes}, for callers that cannot throw the exception: it becomes the cause of an unchecked one. */
    public static byte[] unchecked(ByteSource source) {
        try {
            return bytes(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parser would also accept other encodings, and some bytes that are not UTF-8. */
    private static void requireText(byte[] bytes, ByteSource source) throws MalformedFileException {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            throw new MalformedFileException(source, 0, "begins with a byte order mark");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r') {
                throw new MalformedFileException(
                        source, i, String.format("holds the control character %02x", bytes[i]));
            }
        }
        int stray = Names.firstStray(bytes);
        if (stray >= 0) {
            throw new MalformedFileException(source, stray, "is not UTF-8");
        }
    }

    /** Moves to the next field of an object; false at the object's end. */
    public boolean nextField() throws MalformedFileException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return false;
        }
        requireWhole(parser.currentName());
        return true;
    }

    /** The field that {@link #nextField} found. */
    public String field() {
        return parser.currentName();
    }

    /** The offset in the document at which the last token begins. */
    public long position() {
        return JsonText.offset(parser.currentTokenLocation());
    }

    /** Enters the value that comes next, an object; its fields follow. */
    public void enter(String rule) throws MalformedFileException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, rule);
    }

    /** As {@link #enter}, but {@code null} is allowed and gives false. */
    public boolean enterUnlessNull(String rule) throws MalformedFileException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        expect(token, JsonToken.START_OBJECT, rule);
        return true;
    }

    /** The string that comes next. */
    public String string(String rule) throws MalformedFileException {
        parser.nextToken();
        return text(rule);
    }

    /** The value at which the reader is, a string. */
    public String text(String rule) throws MalformedFileException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, rule);
        String text = parser.getString();
        requireWhole(text);
        return text;
    }

    /** Moves to the value that comes next; whether it is a list. */
    public boolean nextIsList() {
        return parser.nextToken() == JsonToken.START_ARRAY;
    }

    /** The rest of the list at whose beginning the reader is, of strings. */
    public List<String> texts(String rule) throws MalformedFileException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(rule));
        }
        return texts;
    }

    /** A list of whole numbers that are not negative, written without sign, point or exponent. */
    public long[] numbers(String rule, int most) throws MalformedFileException {
        expect(parser.nextToken(), JsonToken.START_ARRAY, rule);
        long[] numbers = new long[4];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, rule);
            if (count == most) {
                throw malformed("has more than " + most + " numbers");
            }
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number(rule);
        }
        return Arrays.copyOf(numbers, count);
    }

    private long number(String rule) throws MalformedFileException {
        String digits = parser.getString();
        if (digits.charAt(0) == '-') {
            throw malformed(rule + ", found one with a sign");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw malformed("a number is larger than " + Long.MAX_VALUE);
        }
    }

    /** The value that comes next, whatever it is, as JSON without blanks in ASCII; numbers as they are written. */
    public String json() {
        StringBuilder text = new StringBuilder();
        parser.nextToken();
        print(text);
        return text.toString();
    }

    /** As deep as documents may be nested. */
    private void print(StringBuilder text) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            text.append(JsonText.ascii(parser.getString()));
        } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            boolean fields = token == JsonToken.START_OBJECT;
            JsonToken end = fields ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
            text.append(token.asString());
            for (String comma = ""; parser.nextToken() != end; comma = ",") {
                text.append(comma);
                if (fields) {
                    text.append(JsonText.ascii(parser.currentName())).append(':');
                    parser.nextToken();
                }
                print(text);
            }
            text.append(end.asString());
        } else {
            text.append(parser.getString());
        }
    }

    /** Skips the value that comes next. */
    public void skip() {
        parser.nextToken();
        parser.skipChildren();
    }

    /** A string with half of a surrogate pair cannot be encoded in UTF-8. */
    private void requireWhole(String text) throws MalformedFileException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw malformed(String.format("a string has half of a surrogate pair, \\u%04x", (int) c));
            }
        }
    }

    private void expect(JsonToken token, JsonToken expected, String rule) throws MalformedFileException {
        if (token != expected) {
            throw malformed(rule + ", found " + JsonText.kind(token));
        }
    }

    /** An error at the last token. */
    public MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, position(), problem);
    }
}
