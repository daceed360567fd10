package ckpts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A script with one line left out, or with one thing in one line altered: a number, a word, a name, the order of two. Lines that
 * only look or assert are left alone.
 */
final class Mutants {
    private static final Pattern COMMENT = Pattern.compile("\\s*(?<!\\S)# .*");
    private static final Pattern ONLY_LOOKS = Pattern.compile("\\s*(assert|show|print|plan|stats|diff)\\b.*");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+(?:\\.\\d+)?(?=\\D|$)|(?<=\\.\\.|_|\\w)\\d+");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"|/[^/ ]+/(?= ->)");
    private static final Pattern WORD = Pattern.compile("(?<![\\w$.\"/])[a-z_0-9]+\\b|==|(?<= )[-+*](?= )");
    private static final Pattern ARROW = Pattern.compile("(\"[^\"]*\"|/[^ ]*/) +-> +(\"[^\"]*\")");
    private static final Pattern ALTERNATIVES = Pattern.compile("\\{([^{},]*),([^{},]*)(?=[,}])");
    private static final Pattern LIST = Pattern.compile("\\[([^\\[\\],]*), ([^\\[\\],]*)(?=[,\\]])");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("float32", "float16"),
            Map.entry("bfloat16", "float16"),
            Map.entry("true", "false"),
            Map.entry("zeros", "ones"),
            Map.entry("truncated_normal", "normal"),
            Map.entry("normal", "uniform"),
            Map.entry("glorot_uniform", "he_uniform"),
            Map.entry("default", "zeros"),
            Map.entry("mean", "max"),
            Map.entry("bicubic", "bilinear"),
            Map.entry("hwio", "ohwi"),
            Map.entry("oihw", "oiwh"),
            Map.entry("in_out", "out_in"),
            Map.entry("out_in", "in_out"),
            Map.entry("blocked", "interleaved"),
            Map.entry("interleaved", "blocked"),
            Map.entry("optimizer", "averages"),
            Map.entry("latest", ""),
            Map.entry("is_slot", "(not is_slot)"),
            Map.entry("==", "!="),
            Map.entry("+", "-"),
            Map.entry("-", "+"),
            Map.entry("*", "+"));

    private final List<String> lines;
    private final Set<Mutant> mutants = new LinkedHashSet<>();

    /**
     * One of them.
     *
     * @param change the line and what became of it: {@code 12: axis 0 -> axis 1}
     * @param text of the whole script
     */
    record Mutant(String change, String text) {
        @Override
        public String toString() {
            return change;
        }
    }

    private Mutants(String script) {
        lines = script.lines().toList();
    }

    static List<Mutant> of(String script) {
        Mutants made = new Mutants(script);
        for (int line = 0; line < made.lines.size(); line++) {
            made.mutate(line);
        }
        return new ArrayList<>(made.mutants);
    }

    private void mutate(int line) {
        String text = lines.get(line);
        String code = COMMENT.matcher(text).replaceFirst("");
        if (code.isBlank() || ONLY_LOOKS.matcher(code).matches()) {
            return;
        }
        add(line, "");
        replace(line, code, NUMBER, Mutants::another);
        replace(line, code, STRING, found -> longer(found.group()));
        replace(line, code, WORD, found -> WORDS.getOrDefault(found.group(), found.group()));
        replace(line, code, LIST, found -> "[" + found.group(2) + ", " + found.group(1));
        if (code.contains("->")) {
            replace(line, code, ARROW, found -> "%s -> %s".formatted(found.group(2), found.group(1)));
            replace(line, code, ALTERNATIVES, found -> "{" + found.group(2) + "," + found.group(1));
        }
    }

    private static String another(MatchResult found) {
        String number = found.group();
        return number.contains(".") ? number + "1" : String.valueOf(Long.parseLong(number) + 1);
    }

    /** Before the quotation mark or slash that ends it. */
    private static String longer(String quoted) {
        return quoted.substring(0, quoted.length() - 1) + "x" + quoted.charAt(quoted.length() - 1);
    }

    private interface Replacement {
        String of(MatchResult found);
    }

    /** At each place in turn. */
    private void replace(int line, String code, Pattern pattern, Replacement replacement) {
        Matcher matcher = pattern.matcher(code);
        while (matcher.find()) {
            add(line, code.substring(0, matcher.start()) + replacement.of(matcher) + code.substring(matcher.end()));
        }
    }

    private void add(int line, String replaced) {
        String before = lines.get(line);
        if (replaced.equals(COMMENT.matcher(before).replaceFirst(""))) {
            return;
        }
        List<String> altered = new ArrayList<>(lines);
        altered.set(line, replaced);
        String change =
                "%d: %s".formatted(line + 1, replaced.isEmpty() ? "without " + before.strip() : replaced.strip());
        mutants.add(new Mutant(change, altered.stream().collect(Collectors.joining("\n", "", "\n"))));
    }
}
