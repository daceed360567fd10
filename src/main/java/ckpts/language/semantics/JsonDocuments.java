package ckpts.language.semantics;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Names;
import ckpts.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Files read from the disk; JSON strictly: no duplicate keys, nothing after the value. */
public final class JsonDocuments implements Documents {
    private static final long MOST_BYTES = 64L << 20;
    private static final int DEEPEST = 200;

    private final Disk disk;

    public JsonDocuments(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Value json(Path path) throws IOException {
        try (ByteSource file = disk.open(path)) {
            return parsed(bytes(file, "JSON"), file);
        }
    }

    @Override
    public List<String> lines(Path path) throws IOException {
        try (ByteSource file = disk.open(path)) {
            return Names.decode(bytes(file, "lines")).lines().toList();
        }
    }

    private static byte[] bytes(ByteSource file, String as) throws IOException {
        if (file.size() > MOST_BYTES) {
            throw new MalformedFileException(
                    file, 0, "is " + file.size() + " bytes long, at most " + MOST_BYTES + " are read as " + as);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(0, bytes);
        return bytes.array();
    }

    private static Value parsed(byte[] bytes, ByteSource file) throws MalformedFileException {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonText.read(bytes, file, factory, "not JSON", parser -> {
            parser.nextToken();
            Value value = value(parser, file, 0);
            if (parser.nextToken() != null) {
                throw malformed(parser, file, "something follows the JSON value");
            }
            return value;
        });
    }

    private static Value value(JsonParser parser, ByteSource file, int depth) throws MalformedFileException {
        if (depth > DEEPEST) {
            throw malformed(parser, file, "nested deeper than " + DEEPEST);
        }
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw malformed(parser, file, "no JSON value");
        }
        return switch (token) {
            case START_OBJECT -> fields(parser, file, depth);
            case START_ARRAY -> items(parser, file, depth);
            case VALUE_STRING -> new Value.Text(parser.getString());
            case VALUE_NUMBER_INT -> new Value.Whole(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> new Value.Real(parser.getDoubleValue());
            case VALUE_TRUE -> new Value.Truth(true);
            case VALUE_FALSE -> new Value.Truth(false);
            case VALUE_NULL -> new Value.Nothing();
            default -> throw malformed(parser, file, "unexpected " + token);
        };
    }

    private static Value fields(JsonParser parser, ByteSource file, int depth) throws MalformedFileException {
        Map<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser, file, depth + 1));
        }
        return new Value.Fields(fields);
    }

    private static Value items(JsonParser parser, ByteSource file, int depth) throws MalformedFileException {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, file, depth + 1));
        }
        return new Value.Items(items);
    }

    private static MalformedFileException malformed(JsonParser parser, ByteSource file, String problem) {
        return new MalformedFileException(
                file, Math.max(0, parser.currentLocation().getByteOffset()), problem);
    }
}
