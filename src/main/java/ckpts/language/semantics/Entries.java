package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of a vocabulary or a list of classes, in the order of the rows that belong to them. A file whose name ends
 * in {@code .json} holds a list, an object of numbers by entry, or one of entries by number; any other holds an entry a
 * line.
 */
public final class Entries {
    private Entries() {}

    /** @throws StatementException if the file cannot be read, has another form, or has an entry twice */
    public static List<String> of(Expression path, Evaluator evaluator) {
        List<String> entries = evaluator.path(path).toString().endsWith(".json")
                ? ofJson(JsonValues.of(FilesRead.json(path, evaluator), path.span()), path)
                : FilesRead.of(path, evaluator, Documents::lines);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Integer other = places.putIfAbsent(entries.get(i), i);
            if (other != null) {
                throw wrong(path, "an entry appears twice, as number " + other + " and number " + i);
            }
        }
        return entries;
    }

    private static List<String> ofJson(Value json, Expression path) {
        if (json instanceof Value.Items items) {
            return items.values().stream().map(item -> text(item, path)).toList();
        }
        if (!(json instanceof Value.Fields fields)) {
            throw wrong(path, "a vocabulary is a JSON list or object, not " + json.kind());
        }
        Map<Long, String> byNumber = new HashMap<>();
        fields.values().forEach((key, value) -> {
            boolean numberFirst = !(value instanceof Value.Whole) && key.matches("[0-9]{1,18}");
            long number = numberFirst ? Long.parseLong(key) : number(value, path);
            String entry = numberFirst ? text(value, path) : key;
            if (byNumber.putIfAbsent(number, entry) != null) {
                throw wrong(path, "two entries have number " + number);
            }
        });
        List<String> entries = new ArrayList<>();
        for (long i = 0; i < byNumber.size(); i++) {
            if (!byNumber.containsKey(i)) {
                throw wrong(path, "its " + byNumber.size() + " entries have no number " + i);
            }
            entries.add(byNumber.get(i));
        }
        return entries;
    }

    private static long number(Value value, Expression path) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        throw wrong(path, "an entry has " + value.kind() + ", not a whole number");
    }

    private static String text(Value value, Expression path) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw wrong(path, "an entry is " + value.kind() + ", not a string");
    }

    private static StatementException wrong(Expression path, String message) {
        return new StatementException(Diagnostic.error(Code.FILE_DAMAGED, path.span(), message));
    }
}
