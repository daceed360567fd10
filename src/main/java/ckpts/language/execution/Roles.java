package ckpts.language.execution;

import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.NamePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Query, key and value: their order in what holds all three, against what their names say they are. */
final class Roles {
    private static final List<String> ORDER = List.of("query", "key", "value");
    private static final Pattern NAMED =
            Pattern.compile("(?:to_|in_|w_?)?(q|query|queries|k|key|keys|v|value|values)(?:_?(?:proj|lin|layer))?");

    private Roles() {}

    /** Texts in the order of the roles that they name; as they are if one of them names none, or two the same. */
    static List<String> inOrder(List<String> texts) {
        boolean told = texts.stream()
                        .map(Roles::of)
                        .filter(role -> role >= 0)
                        .distinct()
                        .count()
                == ORDER.size();
        return told && texts.size() == ORDER.size()
                ? texts.stream().sorted(Comparator.comparingInt(Roles::of)).toList()
                : texts;
    }

    /**
     * Three names that are about to be taken for query, key and value, in this order.
     *
     * @throws StatementException if they name these roles in another order
     */
    static void require(List<String> names, Span place) {
        List<String> telling = telling(names);
        List<String> right = inOrder(telling);
        for (int i = 0; i < telling.size(); i++) {
            if (!telling.get(i).equals(right.get(i))) {
                throw new StatementException(Diagnostic.error(
                                Code.BAD_PATTERN,
                                place,
                                "\"" + names.get(i) + "\" stands where the " + ORDER.get(i) + " belongs")
                        .labelled("query, key and value come in this order")
                        .help("list them so: {" + String.join(",", right) + "}"));
            }
        }
    }

    /** The one segment in which names differ; nothing if they differ in several. */
    private static List<String> telling(List<String> names) {
        List<List<String>> split =
                names.stream().map(name -> NamePath.of(name).segments()).toList();
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; i < split.get(0).size(); i++) {
            int column = i;
            if (split.stream()
                    .anyMatch(segments -> segments.size() != split.get(0).size())) {
                return List.of();
            }
            List<String> texts =
                    split.stream().map(segments -> segments.get(column)).toList();
            if (texts.stream().distinct().count() > 1) {
                columns.add(texts);
            }
        }
        return columns.size() == 1 ? columns.get(0) : List.of();
    }

    /** The role that a text names, by its place; -1 if none. */
    private static int of(String text) {
        Matcher named = NAMED.matcher(text.toLowerCase(Locale.ROOT));
        if (!named.matches()) {
            return -1;
        }
        return "qkv".indexOf(named.group(1).charAt(0));
    }
}
