package ckpts.json;

import ckpts.bytes.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A whole JSON file as bytes and as values with their places, strictly: UTF-8, no duplicate keys, nothing after the
 * value. An edit changes the bytes of one value and no others. Immutable; its bytes are not to be changed.
 */
public final class JsonDocument {
    private static final int DEEPEST = 200;
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String name;
    private final byte[] bytes;
    private final JsonNode root;

    private JsonDocument(String name, byte[] bytes) throws MalformedFileException {
        this.name = name;
        this.bytes = bytes;
        if (bytes.length > 1
                && (bytes[0] == 0 || bytes[1] == 0 || bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF)) {
            throw new MalformedFileException(name, 0, "not JSON: it is not in UTF-8");
        }
        this.root = JsonText.read(bytes, name, 0, STRICT, "not JSON", parser -> {
            parser.nextToken();
            JsonNode value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new MalformedFileException(name, start(parser), "there is something after the JSON value");
            }
            return value;
        });
    }

    /**
     * Reads a document.
     *
     * @param name of the file, for messages
     * @param bytes all of the file
     * @throws MalformedFileException if it is not JSON, or nested deeper than any configuration is
     */
    public static JsonDocument of(String name, byte[] bytes) throws MalformedFileException {
        return new JsonDocument(name, bytes);
    }

    /** The name in messages. */
    public String name() {
        return name;
    }

    public byte[] bytes() {
        return bytes;
    }

    public JsonNode root() {
        return root;
    }

    /** The bytes of a value as a string. */
    public String text(JsonNode node) {
        return text(node.start(), node.end());
    }

    /**
     * With another value in the place of one.
     *
     * @param old a value of this document
     * @param json of the new one
     * @throws MalformedFileException if it is then nested too deep
     */
    public JsonDocument replacing(JsonNode old, String json) throws MalformedFileException {
        return spliced(old.start(), old.end(), json);
    }

    /**
     * With another field at the end of an object, written as those before it are.
     *
     * @param object an object of this document without such a field
     * @param json of the field's value
     * @throws MalformedFileException if it is then nested too deep
     */
    public JsonDocument adding(JsonNode.Fields object, String field, String json) throws MalformedFileException {
        List<JsonNode.Field> fields = List.copyOf(object.fields().values());
        String quoted = JsonText.quoted(field, c -> c > '~');
        if (fields.isEmpty()) {
            return spliced(object.start(), object.end(), only(object, quoted, json));
        }
        JsonNode.Field last = fields.get(fields.size() - 1);
        String colon = text(last.nameEnd(), last.value().start());
        String before = text(object.start() + 1, fields.get(0).nameStart());
        String separator = "," + (before.contains("\n") ? before : " ");
        if (fields.size() > 1) {
            JsonNode.Field previous = fields.get(fields.size() - 2);
            separator = text(previous.value().end(), last.nameStart());
        }
        int end = last.value().end();
        return spliced(end, end, separator + quoted + colon + json);
    }

    /** An object of one field in the place of an empty one: on lines of its own where the document has such. */
    private String only(JsonNode.Fields empty, String quoted, String json) {
        String unit = root instanceof JsonNode.Fields outer && !outer.fields().isEmpty()
                ? text(
                        outer.start() + 1,
                        outer.fields().values().iterator().next().nameStart())
                : "";
        if (!unit.contains("\n")) {
            return "{" + quoted + ": " + json + "}";
        }
        String newline = unit.substring(0, unit.lastIndexOf('\n') + 1);
        String indentation = unit.substring(newline.length());
        int line = empty.start();
        while (line > 0 && bytes[line - 1] != '\n') {
            line--;
        }
        int first = line;
        while (bytes[first] == ' ' || bytes[first] == '\t') {
            first++;
        }
        String margin = text(line, first);
        return "{" + newline + margin + indentation + quoted + ": " + json + newline + margin + "}";
    }

    private JsonDocument spliced(int start, int end, String replacement) throws MalformedFileException {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + replacement.length());
        spliced.write(bytes, 0, start);
        spliced.writeBytes(replacement.getBytes(StandardCharsets.UTF_8));
        spliced.write(bytes, end, bytes.length - end);
        return new JsonDocument(name, spliced.toByteArray());
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private JsonNode value(JsonParser parser, int depth) throws MalformedFileException {
        if (depth > DEEPEST) {
            throw malformed(parser, "nested deeper than " + DEEPEST);
        }
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw malformed(parser, "no JSON value");
        }
        int start = start(parser);
        return switch (token) {
            case START_OBJECT -> fields(parser, start, depth);
            case START_ARRAY -> items(parser, start, depth);
            case VALUE_STRING -> {
                // Read to its end first: the parser is lazy, and the end may be missing.
                String text = parser.getString();
                yield new JsonNode.Text(start, endOfString(start), text);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String number = parser.getString();
                yield new JsonNode.Number(start, start + number.length(), number);
            }
            case VALUE_TRUE -> new JsonNode.Truth(start, start + "true".length(), true);
            case VALUE_FALSE -> new JsonNode.Truth(start, start + "false".length(), false);
            case VALUE_NULL -> new JsonNode.Null(start, start + "null".length());
            default -> throw malformed(parser, "unexpected " + token);
        };
    }

    private JsonNode fields(JsonParser parser, int start, int depth) throws MalformedFileException {
        Map<String, JsonNode.Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            int nameStart = start(parser);
            parser.nextToken();
            fields.put(field, new JsonNode.Field(nameStart, endOfString(nameStart), value(parser, depth + 1)));
        }
        return new JsonNode.Fields(start, start(parser) + 1, fields);
    }

    private JsonNode items(JsonParser parser, int start, int depth) throws MalformedFileException {
        List<JsonNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, depth + 1));
        }
        return new JsonNode.Items(start, start(parser) + 1, items);
    }

    /** Where the current token begins. */
    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Returns the position after the quote that ends the string which begins here. */
    private int endOfString(int start) {
        int at = start + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private MalformedFileException malformed(JsonParser parser, String problem) {
        return new MalformedFileException(
                name, Math.max(0, parser.currentLocation().getByteOffset()), problem);
    }
}
