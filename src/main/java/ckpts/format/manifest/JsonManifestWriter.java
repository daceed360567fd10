package ckpts.format.manifest;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.json.JsonText;
import ckpts.naming.LayerTemplates;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a manifest as a file that {@link JsonManifest} reads back to an equal one, variables in the same order.
 *
 * <p>One line per variable. Neighbours that differ only in their numbers or words become one line, if that line expands
 * to exactly them in this order.
 */
public final class JsonManifestWriter {
    private JsonManifestWriter() {}

    /** The file's text, ASCII except for characters of names. */
    public static String write(Manifest manifest) {
        List<String> lines = new ArrayList<>();
        List<Expected> variables = List.copyOf(manifest.variables());
        int start = 0;
        while (start < variables.size()) {
            int end = start + 1;
            while (end < variables.size() && folds(variables.get(start), variables.get(end))) {
                end++;
            }
            writeRun(variables.subList(start, end), lines);
            start = end;
        }
        StringBuilder text = new StringBuilder("{\n  \"ckpts_manifest\": 1,\n");
        manifest.restoredBy()
                .ifPresent(call -> text.append("  \"restored_by\": ")
                        .append(quoted(call.word()))
                        .append(",\n"));
        text.append("  \"variables\": [");
        text.append(lines.stream().collect(Collectors.joining(",\n    ", "\n    ", "\n  ]")));
        if (!manifest.optimizerOrder().isEmpty()) {
            text.append(",\n  \"optimizer_order\": [");
            text.append(manifest.optimizerOrder().stream()
                    .map(name -> quoted(NamePattern.quote(name)))
                    .collect(Collectors.joining(",\n    ", "\n    ", "\n  ]")));
        }
        return text.append("\n}\n").toString();
    }

    /** Whether two variables can share a line. */
    private static boolean folds(Expected left, Expected right) {
        boolean alone = left.aliases().isEmpty() && left.slotOf().isEmpty();
        return alone
                && right.aliases().isEmpty()
                && right.slotOf().isEmpty()
                && left.type().equals(right.type())
                && left.initializer().equals(right.initializer())
                && left.trainable().equals(right.trainable())
                && left.optional() == right.optional();
    }

    private static void writeRun(List<Expected> run, List<String> lines) {
        List<String> names = run.stream().map(Expected::name).toList();
        List<String> templates = LayerTemplates.of(names).stream()
                .map(LayerTemplates.Template::text)
                .toList();
        List<String> expanded = new ArrayList<>();
        for (String template : templates) {
            ManifestReader.pattern(template).expansion(names.size()).stream()
                    .map(Match::name)
                    .forEach(expanded::add);
        }
        boolean lossless = expanded.equals(names);
        for (int i = 0; i < (lossless ? templates.size() : run.size()); i++) {
            lines.add(line(lossless ? templates.get(i) : NamePattern.quote(names.get(i)), run.get(lossless ? 0 : i)));
        }
    }

    private static String line(String name, Expected variable) {
        List<String> fields = new ArrayList<>();
        fields.add("\"name\": " + quoted(name));
        fields.add("\"dtype\": " + quoted(variable.type().dtype().text()));
        fields.add("\"shape\": " + variable.type().shape());
        variable.initializer().ifPresent(text -> fields.add("\"initializer\": " + quoted(text)));
        variable.trainable().ifPresent(flag -> fields.add("\"trainable\": " + flag));
        if (variable.optional()) {
            fields.add("\"optional\": true");
        }
        if (!variable.aliases().isEmpty()) {
            fields.add(variable.aliases().stream()
                    .map(alias -> quoted(NamePattern.quote(alias)))
                    .collect(Collectors.joining(", ", "\"aliases\": [", "]")));
        }
        variable.slotOf().ifPresent(owner -> fields.add("\"slot_of\": " + quoted(NamePattern.quote(owner))));
        return "{" + String.join(", ", fields) + "}";
    }

    /** A JSON string; surrogates that represent stray bytes of a name are escaped, since UTF-8 cannot encode them. */
    private static String quoted(String text) {
        return JsonText.quoted(text, c -> Character.isSurrogate((char) c));
    }
}
