package ckpts.language.semantics;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement.JsonStep;
import ckpts.language.syntax.Word;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conversion between metadata and values of the language, and the places in metadata that statements name. */
public final class MetadataValues {
    private MetadataValues() {}

    /**
     * Metadata as {@code metadata} in expressions: objects as {@link Value.Fields}, lists as {@link Value.Items}.
     *
     * @param place that asks for them
     * @throws StatementException if a whole number does not fit in 64 bits
     */
    static Value of(Attribute attribute, Span place) {
        if (attribute instanceof Attribute.Fields fields) {
            Map<String, Value> values = new LinkedHashMap<>();
            fields.values().forEach((name, value) -> values.put(name, of(value, place)));
            return new Value.Fields(values);
        }
        if (attribute instanceof Attribute.Items items) {
            return new Value.Items(
                    items.values().stream().map(item -> of(item, place)).toList());
        }
        if (attribute instanceof Attribute.Whole whole) {
            return whole(whole.value(), place);
        }
        if (attribute instanceof Attribute.Real real) {
            return new Value.Real(real.value());
        }
        if (attribute instanceof Attribute.Text text) {
            return new Value.Text(text.value());
        }
        return attribute instanceof Attribute.Truth truth ? new Value.Truth(truth.value()) : new Value.Nothing();
    }

    private static Value whole(BigInteger value, Span place) {
        if (value.bitLength() > 63) {
            throw Evaluator.bad(place, "the metadata have " + value + ", a whole number that does not fit in 64 bits");
        }
        return new Value.Whole(value.longValueExact());
    }

    /**
     * A value as it is kept in metadata.
     *
     * @throws StatementException if metadata cannot hold it
     */
    public static Attribute attribute(Value value, Span place) {
        if (value instanceof Value.Text || value instanceof Value.ElementType) {
            return new Attribute.Text(value.text());
        }
        if (value instanceof Value.Whole whole) {
            return new Attribute.Whole(BigInteger.valueOf(whole.value()));
        }
        if (value instanceof Value.Real real) {
            return new Attribute.Real(real.value());
        }
        if (value instanceof Value.Truth truth) {
            return new Attribute.Truth(truth.value());
        }
        if (value instanceof Value.Nothing) {
            return new Attribute.Nothing();
        }
        if (value instanceof Value.Items items) {
            return new Attribute.Items(
                    items.values().stream().map(item -> attribute(item, place)).toList());
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Attribute> values = new LinkedHashMap<>();
            fields.values().forEach((name, field) -> values.put(name, attribute(field, place)));
            return new Attribute.Fields(values);
        }
        throw new StatementException(
                Diagnostic.error(Code.BAD_ARGUMENT, place, value.kind() + " cannot be kept in metadata"));
    }

    /**
     * The place that steps lead to. All but the last must lead to a value that is there; the last may be a new field.
     *
     * @throws StatementException if one does not
     */
    public static AttributePath path(List<JsonStep> steps, Attribute.Fields metadata, Evaluator evaluator) {
        List<AttributePath.Step> path = new ArrayList<>();
        Attribute within = metadata;
        for (int i = 0; i < steps.size(); i++) {
            AttributePath.Step step = step(steps.get(i), within, evaluator);
            path.add(step);
            if (i < steps.size() - 1) {
                within = existing(within, step, steps.get(i));
            }
        }
        return new AttributePath(path);
    }

    private static Attribute existing(Attribute within, AttributePath.Step step, JsonStep place) {
        return AttributePath.inside(within, step).orElseThrow(() -> missing(within, step, place));
    }

    /** The error for a field that is not there. */
    public static StatementException missing(Attribute within, AttributePath.Step step, JsonStep place) {
        String name = step instanceof AttributePath.Step.Field field ? field.name() : "";
        Map<String, Attribute> known =
                within instanceof Attribute.Fields fields ? fields.values() : Map.<String, Attribute>of();
        return Members.noField("the metadata have", name, span(place), known.keySet());
    }

    private static AttributePath.Step step(JsonStep step, Attribute within, Evaluator evaluator) {
        if (within instanceof Attribute.Items items && step instanceof JsonStep.Entry entry) {
            long position = Indexing.position(entry.key(), items.values().size(), evaluator);
            return new AttributePath.Step.Position((int) position);
        }
        if (within instanceof Attribute.Fields) {
            return new AttributePath.Step.Field(step.either(Word::text, evaluator::string));
        }
        String wanted = step instanceof JsonStep.Field field
                ? "an object with the field `" + field.name().text() + "`"
                : "a list or an object";
        throw Evaluator.wrongKind(span(step), wanted, of(within, span(step)));
    }

    /** The place of a step in the script. */
    public static Span span(JsonStep step) {
        return step.either(Word::span, Expression::span);
    }
}
