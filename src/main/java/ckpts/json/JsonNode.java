package ckpts.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of a document and its place there: from the byte {@code start} up to, not including, the byte {@code end}.
 */
public sealed interface JsonNode {
    int start();

    int end();

    /** An object; its fields by name, in the order of the document. */
    record Fields(int start, int end, Map<String, Field> fields) implements JsonNode {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * A field of an object.
     *
     * @param nameStart position of the quote before its name
     * @param nameEnd position after the quote that ends it
     */
    record Field(int nameStart, int nameEnd, JsonNode value) {}

    record Items(int start, int end, List<JsonNode> items) implements JsonNode {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A string, decoded. */
    record Text(int start, int end, String text) implements JsonNode {}

    /** A number as it is written: {@code 1e-12}. */
    record Number(int start, int end, String text) implements JsonNode {
        /** Whether it is written without a fraction and an exponent. */
        public boolean isWhole() {
            return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        }
    }

    record Truth(int start, int end, boolean value) implements JsonNode {}

    record Null(int start, int end) implements JsonNode {}
}
