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

/** Query, key and value: their order in a fused tensor, checked against the roles in their names. */
final class Roles {
    private static final List<String> ORDER = List.of("query", "key", "value");
    private static final Pattern NAMED =
            Pattern.compile("(?:to_|in_|w_?)?(q|query|queries|k|key|keys|v|value|values)(?:_?(?:proj|lin|layer))?");

    private Roles() {}

    /** Words in the order of the roles that they name; unchanged if one names no role, or two name the same. */
    static List<String> inOrder(List<String> words) {
        boolean complete = words.stream()
                        .map(Roles::of)
                        .filter(role -> role >= 0)
                        .distinct()
                        .count()
                == ORDER.size();
        return complete && words.size() == ORDER.size()
                ? words.stream().sorted(Comparator.comparingInt(Roles::of)).toList()
                : words;
    }

    /**
     * Requires that three names can be query, key and value, in this order.
     *
     * @throws StatementException if they name these roles in another order
     */
    static void require(List<String> names, Span place) {
        List<String> words = roleWords(names);
        List<String> right = inOrder(words);
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).equals(right.get(i))) {
                throw new StatementException(Diagnostic.error(
                                Code.BAD_PATTERN,
                                place,
                                "\"" + names.get(i) + "\" is where the " + ORDER.get(i) + " belongs")
                        .labelled("query, key and value come in this order")
                        .help("list them in this order: {" + String.join(",", right) + "}"));
            }
        }
    }

    /** The one segment of each name in which they differ; empty if they differ in several. */
    private static List<String> roleWords(List<String> names) {
        List<List<String>> split =
                names.stream().map(name -> NamePath.of(name).segments()).toList();
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; i < split.get(0).size(); i++) {
            int column = i;
            if (split.stream()
                    .anyMatch(segments -> segments.size() != split.get(0).size())) {
                return List.of();
            }
            List<String> words =
                    split.stream().map(segments -> segments.get(column)).toList();
            if (words.stream().distinct().count() > 1) {
                columns.add(words);
            }
        }
        return columns.size() == 1 ? columns.get(0) : List.of();
    }

    /** The role that a word names, by its place; -1 if none. */
    private static int of(String word) {
        Matcher named = NAMED.matcher(word.toLowerCase(Locale.ROOT));
        if (!named.matches()) {
            return -1;
        }
        return "qkv".indexOf(named.group(1).charAt(0));
    }
}
