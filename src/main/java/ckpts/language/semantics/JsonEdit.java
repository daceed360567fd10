package ckpts.language.semantics;

import ckpts.bytes.MalformedFileException;
import ckpts.json.JsonDocument;
import ckpts.json.JsonNode;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.JsonStep;
import ckpts.language.syntax.Word;
import ckpts.naming.NearNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code json(PATH).field = EXPR}: one value of a JSON file, set at its place. */
public final class JsonEdit {
    private final Statement.SetJson set;
    private final Evaluator evaluator;

    /**
     * A file after an edit.
     *
     * @param path as it is read
     * @param bytes of all of it
     * @param place of the value, as the statement writes it: {@code rope.theta}
     * @param old JSON before, on one line; empty if there was nothing
     * @param value JSON now
     * @param doubt a remark, if the field is new and its name nearly that of another one, or the value of another kind
     */
    public record Edited(
            Path path, byte[] bytes, String place, Optional<String> old, String value, Optional<Diagnostic> doubt) {
        /** {@code set rope.theta of config.json to 10000.0, was 500.0}. */
        public String summary() {
            return "set " + place + " of " + path.getFileName() + " to " + JsonValues.shortened(value) + ", "
                    + old.map(text -> "was " + JsonValues.shortened(text)).orElse("new");
        }
    }

    private JsonEdit(Statement.SetJson set, Evaluator evaluator) {
        this.set = set;
        this.evaluator = evaluator;
    }

    /** @throws StatementException if the file cannot be read, the place is not there, or JSON cannot represent the value */
    public static Edited of(Statement.SetJson set, Evaluator evaluator) {
        return new JsonEdit(set, evaluator).edited();
    }

    private Edited edited() {
        JsonDocument document = FilesRead.json(set.path(), evaluator);
        List<JsonStep> steps = set.steps();
        JsonNode node = document.root();
        for (JsonStep step : steps.subList(0, steps.size() - 1)) {
            node = existing(node, step, document);
        }
        JsonStep last = steps.get(steps.size() - 1);
        Value value = evaluator.value(set.value());
        String json = JsonValues.text(value, set.value().span());
        Optional<String> added = node instanceof JsonNode.Fields object
                ? field(last).filter(name -> !object.fields().containsKey(name))
                : Optional.empty();
        try {
            return added.isPresent()
                    ? added(document, (JsonNode.Fields) node, added.get(), json)
                    : replaced(document, existing(node, last, document), value, json);
        } catch (MalformedFileException e) {
            throw new StatementException(
                    Diagnostic.error(Code.BAD_VALUE, set.value().span(), e.getMessage()));
        }
    }

    private Edited replaced(JsonDocument document, JsonNode old, Value value, String json)
            throws MalformedFileException {
        String before = document.text(old).replaceAll("\\s+", " ");
        String oldKind = JsonValues.kind(JsonValues.of(old, document, set.path().span()));
        String newKind = JsonValues.kind(value);
        boolean other = !(oldKind.isEmpty() || newKind.isEmpty() || oldKind.equals(newKind));
        Optional<Diagnostic> doubt = other
                ? Optional.of(Diagnostic.remark(
                        Code.REMARK,
                        set.value().span(),
                        place() + " was " + oldKind + " and is now " + newKind + ", " + JsonValues.shortened(json)))
                : Optional.empty();
        return edited(document.replacing(old, json), Optional.of(before), json, doubt);
    }

    private Edited added(JsonDocument document, JsonNode.Fields object, String name, String json)
            throws MalformedFileException {
        JsonStep last = set.steps().get(set.steps().size() - 1);
        // Names in brackets are mostly data, such as the numbers of labels, which lie near each other.
        Optional<String> meant =
                last.either(field -> NearNames.nearestWord(name, object.fields().keySet()), key -> Optional.empty());
        Optional<Diagnostic> doubt = meant.map(near -> Diagnostic.warning(
                        Code.REMARK, span(last), "the JSON object had no field `" + name + "`; it is added")
                .help("did you mean `" + near + "`?"));
        return edited(document.adding(object, name, json), Optional.empty(), json, doubt);
    }

    private Edited edited(JsonDocument document, Optional<String> old, String json, Optional<Diagnostic> doubt) {
        return new Edited(evaluator.path(set.path()), document.bytes(), place(), old, json, doubt);
    }

    /** The place that the statement sets, as it writes it: {@code rope.theta}, {@code ["a"]}. */
    private String place() {
        Span first = set.steps().get(0).span();
        String text = first.to(set.steps().get(set.steps().size() - 1).span()).text();
        return text.startsWith(".") ? text.substring(1) : text;
    }

    /** The name that a step gives; empty for a position. */
    private Optional<String> field(JsonStep step) {
        return step.either(
                field -> Optional.of(field.text()),
                key -> evaluator.value(key) instanceof Value.Text text ? Optional.of(text.value()) : Optional.empty());
    }

    private JsonNode existing(JsonNode node, JsonStep step, JsonDocument document) {
        Optional<String> name = field(step);
        if (name.isPresent() && node instanceof JsonNode.Fields object) {
            return Optional.ofNullable(object.fields().get(name.get()))
                    .map(JsonNode.Field::value)
                    .orElseThrow(() -> Members.noField(
                            name.get(), span(step), object.fields().keySet()));
        }
        if (step instanceof JsonStep.Entry entry && node instanceof JsonNode.Items list) {
            return list.items()
                    .get((int) Indexing.position(entry.key(), list.items().size(), evaluator));
        }
        Value value = JsonValues.of(node, document, step.span());
        String wanted = name.map(field -> "a JSON object with the field `" + field + "`")
                .orElse("a list");
        throw Evaluator.wrongKind(span(step), wanted, value);
    }

    private static Span span(JsonStep step) {
        return step.either(Word::span, Expression::span);
    }
}
