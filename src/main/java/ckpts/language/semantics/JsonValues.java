package ckpts.language.semantics;

import ckpts.json.JsonDocument;
import ckpts.json.JsonNode;
import ckpts.json.JsonText;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.DoubleRange;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Conversion between JSON and values of the language. */
final class JsonValues {
    private JsonValues() {}

    /**
     * A whole document: objects as {@link Value.Fields}, lists as {@link Value.Items}.
     *
     * @param place that names the file
     * @throws StatementException if a whole number does not fit in 64 bits
     */
    static Value of(JsonDocument document, Span place) {
        return of(document.root(), document, place);
    }

    /** One value of a document. */
    static Value of(JsonNode node, JsonDocument document, Span place) {
        if (node instanceof JsonNode.Fields object) {
            Map<String, Value> fields = new LinkedHashMap<>();
            object.fields().forEach((name, field) -> fields.put(name, of(field.value(), document, place)));
            return new Value.Fields(fields);
        }
        if (node instanceof JsonNode.Items list) {
            return new Value.Items(
                    list.items().stream().map(item -> of(item, document, place)).toList());
        }
        if (node instanceof JsonNode.Number number) {
            return number(number, document, place);
        }
        if (node instanceof JsonNode.Text text) {
            return new Value.Text(text.text());
        }
        return node instanceof JsonNode.Truth truth ? new Value.Truth(truth.value()) : new Value.Nothing();
    }

    /** Whole numbers beyond 64 bits, such as 1e30 written out, become numbers where no digit is lost. */
    private static Value number(JsonNode.Number number, JsonDocument document, Span place) {
        double real = Double.parseDouble(number.text());
        if (!number.isWhole()) {
            requireRepresentable(real, number, document, place);
            return new Value.Real(real);
        }
        try {
            return new Value.Whole(Long.parseLong(number.text()));
        } catch (NumberFormatException e) {
            if (Double.isFinite(real) && new BigDecimal(real).compareTo(new BigDecimal(number.text())) == 0) {
                return new Value.Real(real);
            }
            throw new StatementException(Diagnostic.error(
                    Code.FILE_DAMAGED,
                    place,
                    document.name() + ", byte " + number.start() + ": a whole number that does not fit in 64 bits"));
        }
    }

    private static void requireRepresentable(double real, JsonNode.Number number, JsonDocument document, Span place) {
        DoubleRange range = DoubleRange.of(number.text(), real);
        if (range != DoubleRange.WITHIN) {
            throw new StatementException(Diagnostic.error(
                    Code.FILE_DAMAGED,
                    place,
                    document.name() + ", byte " + number.start() + ": a number too "
                            + (range == DoubleRange.TOO_NEAR_TO_ZERO ? "close to zero" : "large") + " for a double"));
        }
    }

    /**
     * A value as JSON, on one line.
     *
     * @param place that gives the value
     * @throws StatementException if JSON cannot represent it
     */
    static String text(Value value, Span place) {
        if (value instanceof Value.Text || value instanceof Value.ElementType) {
            return quoted(value.text());
        }
        if (value instanceof Value.Whole || value instanceof Value.Truth || value instanceof Value.Nothing) {
            return value.text();
        }
        if (value instanceof Value.Real real && Double.isFinite(real.value())) {
            return real.text().replace(".0E", "e").replace('E', 'e');
        }
        if (value instanceof Value.Items items) {
            return items.values().stream().map(item -> text(item, place)).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Value.Fields fields) {
            return fields.values().entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ": " + text(field.getValue(), place))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        String what = value instanceof Value.Real ? "a number that is not finite" : value.kind();
        throw new StatementException(
                Diagnostic.error(Code.BAD_ARGUMENT, place, what + " cannot be written to a JSON file"));
    }

    /** The kind of a value in JSON, where all numbers are of the same kind; empty for null, which anything may replace. */
    static String kind(Value value) {
        if (value instanceof Value.Nothing) {
            return "";
        }
        if (value instanceof Value.Whole || value instanceof Value.Real) {
            return "a number";
        }
        return value instanceof Value.ElementType ? "a string" : value.kind();
    }

    /** Long strings cut short, for messages. */
    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, text.offsetByCodePoints(0, 30)) + "...";
    }

    /** In ASCII, as most programs write JSON. */
    private static String quoted(String text) {
        return JsonText.quoted(text, c -> c > '~');
    }
}
