package ckpts.language.semantics;

import java.util.ArrayList;
import java.util.List;

/** A list as it is typed on a command line: {@code [1, 3]}, {@code [q, "k, v"]}; quotes are needed around commas only. */
final class ListText {
    private ListText() {}

    /** The items between the commas outside quotes and inner brackets, given the contents of the outer brackets. */
    static List<String> items(String inside) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '[' || c == ']')) {
                depth += c == '[' ? 1 : -1;
            } else if (!quoted && depth == 0 && c == ',') {
                items.add(inside.substring(start, i).strip());
                start = i + 1;
            }
        }
        String last = inside.substring(start).strip();
        if (!last.isEmpty()) {
            items.add(last);
        }
        return items;
    }

    /** A string as an item: in quotes where it would be read as something else without them. */
    static String item(String text) {
        boolean plain = !text.isEmpty()
                && text.strip().equals(text)
                && text.chars().noneMatch(c -> c == ',' || c == '[' || c == ']' || c == '"' || c == '\\');
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** An item without its quotes, if it has some. */
    static String unquoted(String item) {
        boolean quoted = item.length() >= 2 && item.startsWith("\"") && item.endsWith("\"");
        return quoted ? item.substring(1, item.length() - 1).replaceAll("\\\\(.)", "$1") : item;
    }
}
