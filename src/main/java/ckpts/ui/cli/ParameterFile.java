package ckpts.ui.cli;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.json.JsonDocument;
import ckpts.json.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values of parameters in a JSON file: an object, {@code {"layers": [1, 3]}}, or what {@code plan --format json} lists,
 * {@code [{"name": "layers", "value": "[1, 3]"}]}. They are read as {@code --set} reads them.
 */
final class ParameterFile {
    private static final int LARGEST = 16 << 20;
    private static final String NAME = "name";
    private static final String VALUE = "value";

    private final JsonDocument document;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private ParameterFile(JsonDocument document) {
        this.document = document;
    }

    /**
     * The values as they would be written after {@code --set NAME=}.
     *
     * @throws MalformedFileException if it is not such a file; its contents are not quoted
     */
    static Map<String, String> read(Path path, Disk disk) throws IOException {
        try (ByteSource file = disk.open(path)) {
            if (file.size() > LARGEST) {
                throw new MalformedFileException(file, 0, "is larger than 16 MiB: not parameters");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            ParameterFile read = new ParameterFile(JsonDocument.of(file.name(), bytes.array()));
            read.all();
            return read.settings;
        }
    }

    private void all() throws MalformedFileException {
        if (document.root() instanceof JsonNode.Fields object) {
            for (Map.Entry<String, JsonNode.Field> field : object.fields().entrySet()) {
                settings.put(field.getKey(), text(field.getValue().value()));
            }
        } else if (document.root() instanceof JsonNode.Items list) {
            for (JsonNode item : list.items()) {
                listed(item);
            }
        } else {
            throw wrong(document.root(), "parameters are an object: {\"NAME\": VALUE}");
        }
    }

    private void listed(JsonNode item) throws MalformedFileException {
        if (item instanceof JsonNode.Fields object
                && object.fields().keySet().equals(Set.of(NAME, VALUE))
                && object.fields().get(NAME).value() instanceof JsonNode.Text name) {
            if (settings.put(name.text(), text(object.fields().get(VALUE).value())) != null) {
                throw wrong(item, "this parameter is in the list already");
            }
            return;
        }
        throw wrong(item, "an item of a list of parameters is {\"name\": NAME, \"value\": VALUE}");
    }

    private String text(JsonNode node) throws MalformedFileException {
        if (node instanceof JsonNode.Text text) {
            return text.text();
        }
        if (node instanceof JsonNode.Items list) {
            StringBuilder items = new StringBuilder();
            for (JsonNode item : list.items()) {
                items.append(items.isEmpty() ? "" : ", ").append(item(item));
            }
            return "[" + items + "]";
        }
        if (node instanceof JsonNode.Number || node instanceof JsonNode.Truth) {
            return document.text(node);
        }
        throw wrong(node, "a parameter is a string, a number, true, false, or a list of these");
    }

    /** Strings of a list in quotes, so that a comma in one does not end it. */
    private String item(JsonNode node) throws MalformedFileException {
        return node instanceof JsonNode.Text text
                ? text.text().codePoints().mapToObj(ParameterFile::escaped).collect(Collectors.joining("", "\"", "\""))
                : text(node);
    }

    private static String escaped(int c) {
        return (c == '"' || c == '\\' ? "\\" : "") + Character.toString(c);
    }

    private MalformedFileException wrong(JsonNode node, String problem) {
        return new MalformedFileException(document.name(), node.start(), problem);
    }
}
