package ckpts.format.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Attribute;
import ckpts.json.JsonDocument;
import ckpts.json.JsonNode;
import ckpts.json.JsonText;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Configurations: JSON in a string, and the same as values. */
final class ConfigText {
    /** More digits than a number has that anything means. */
    private static final int MOST_DIGITS = 400;

    private ConfigText() {}

    /** An object or a list; empty if it is none in strict JSON: Python also writes NaN. */
    static Optional<Attribute> parsed(String text) {
        try {
            JsonNode root = JsonDocument.of("", text.getBytes(UTF_8)).root();
            return root instanceof JsonNode.Fields || root instanceof JsonNode.Items
                    ? Optional.of(value(root))
                    : Optional.empty();
        } catch (MalformedFileException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Attribute value(JsonNode node) {
        if (node instanceof JsonNode.Fields object) {
            Map<String, Attribute> fields = new LinkedHashMap<>();
            object.fields().forEach((name, field) -> fields.put(name, value(field.value())));
            return new Attribute.Fields(fields);
        }
        if (node instanceof JsonNode.Items list) {
            return new Attribute.Items(
                    list.items().stream().map(ConfigText::value).toList());
        }
        if (node instanceof JsonNode.Number number) {
            return number(number);
        }
        if (node instanceof JsonNode.Text text) {
            return new Attribute.Text(text.text());
        }
        return node instanceof JsonNode.Truth truth ? new Attribute.Truth(truth.value()) : new Attribute.Nothing();
    }

    private static Attribute number(JsonNode.Number number) {
        if (number.isWhole() && number.text().length() <= MOST_DIGITS) {
            return new Attribute.Whole(new BigInteger(number.text()));
        }
        double real = Double.parseDouble(number.text());
        if (!Double.isFinite(real)) {
            throw new ArithmeticException(number.text());
        }
        return new Attribute.Real(real);
    }

    /** As Python writes it: on one line, in ASCII. */
    static String text(Attribute value) {
        if (value instanceof Attribute.Fields fields) {
            return fields.values().entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ": " + text(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Attribute.Items items) {
            return items.values().stream().map(ConfigText::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Attribute.Text text) {
            return quoted(text.value());
        }
        return value instanceof Attribute.Real real
                ? Double.toString(real.value()).replace(".0E", "e").replace('E', 'e')
                : value.text();
    }

    private static String quoted(String text) {
        return JsonText.quoted(text, c -> c > '~');
    }
}
