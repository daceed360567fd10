package ckpts.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON file as maps, lists, strings, longs, doubles, booleans and, for null, the text "null". */
public final class Json {
    private Json() {}

    @SuppressWarnings("unchecked") // the files of fixtures hold one object each
    public static Map<String, Object> object(Path file) throws IOException {
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            in.nextToken();
            return (Map<String, Object>) value(in);
        }
    }

    private static Object value(JsonParser in) {
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    in.nextToken();
                    object.put(name, value(in));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(in));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> in.getString();
        };
    }
}
