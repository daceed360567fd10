package ckpts.ui.cli;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.json.JsonDocument;
import ckpts.json.JsonNode;
import ckpts.language.execution.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of parameters in a JSON file: an object, {@code {"layers": [1, 3]}}, or what {@code plan --format json} lists,
 * {@code [{"name": "layers", "value": "[1, 3]"}]}. A string is read as {@code --set} reads it, by
 * the type of the parameter; a number, a truth value or a list is a value of its own type only.
 */
final class ParameterFile {
    private static final int LARGEST = 16 << 20;
    private static final String NAME = "name";
    private static final String VALUE = "value";

    private final JsonDocument document;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private ParameterFile(JsonDocument document) {
        this.document = document;
    }

    /**
     * The values by the names of their parameters.
     *
     * @param operand a path, or {@code -} for standard input
     * @throws MalformedFileException if it is not such a file; its contents are not quoted
     */
    static Map<String, Setting> read(String operand, Surroundings surroundings) throws IOException {
        ParameterFile read = new ParameterFile(
                operand.equals(Scripts.STANDARD_INPUT)
                        ? JsonDocument.of("<stdin>", small("<stdin>", Scripts.input(surroundings, LARGEST + 1)))
                        : stored(Path.of(operand), surroundings.callersDisk().get()));
        read.all();
        return read.settings;
    }

    private static JsonDocument stored(Path path, Disk disk) throws IOException {
        try (ByteSource file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), LARGEST + 1));
            file.read(0, bytes);
            return JsonDocument.of(file.name(), small(file.name(), bytes.array()));
        }
    }

    private static byte[] small(String name, byte[] bytes) throws MalformedFileException {
        if (bytes.length > LARGEST) {
            throw new MalformedFileException(name, 0, "is larger than 16 MiB: not parameters");
        }
        return bytes;
    }

    private void all() throws MalformedFileException {
        if (document.root() instanceof JsonNode.Fields object) {
            for (Map.Entry<String, JsonNode.Field> field : object.fields().entrySet()) {
                settings.put(field.getKey(), setting(field.getValue().value()));
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
            if (settings.put(name.text(), setting(object.fields().get(VALUE).value())) != null) {
                throw wrong(item, "this parameter is in the list already");
            }
            return;
        }
        throw wrong(item, "an item of a list of parameters is {\"name\": NAME, \"value\": VALUE}");
    }

    private Setting setting(JsonNode node) throws MalformedFileException {
        return new Setting(content(node), "in " + document.name());
    }

    private Setting.Content content(JsonNode node) throws MalformedFileException {
        if (node instanceof JsonNode.Text text) {
            return new Setting.Text(text.text());
        }
        if (node instanceof JsonNode.Number number) {
            return new Setting.Number(number.text());
        }
        if (node instanceof JsonNode.Truth truth) {
            return new Setting.Truth(truth.value());
        }
        if (node instanceof JsonNode.Items list) {
            List<Setting.Content> items = new ArrayList<>();
            for (JsonNode item : list.items()) {
                items.add(content(item));
            }
            return new Setting.Items(items);
        }
        throw wrong(node, "a parameter is a string, a number, true, false, or a list of these");
    }

    private MalformedFileException wrong(JsonNode node, String problem) {
        return new MalformedFileException(document.name(), node.start(), problem);
    }
}
