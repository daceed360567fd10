package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Fix;
import ckpts.language.source.Span;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.NamePattern;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Braces of a pattern bind, so that {@code {i}} matches every layer, while a variable {@code i} is inserted by {@code
 * $i}: a capture that has the name of a variable is refused, whichever was meant.
 */
final class HiddenVariables {
    private static final Pattern CAPTURE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::.*)?", Pattern.DOTALL);
    private static final Pattern COMPUTED = Pattern.compile("[A-Za-z0-9_ ]+(?:[+*-][A-Za-z0-9_ ]+)+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final StringLiteral text;
    private final Environment environment;
    private final String source;
    private final StringBuilder fixed = new StringBuilder();
    private Optional<Diagnostic> problem = Optional.empty();

    private HiddenVariables(StringLiteral text, Environment environment) {
        this.text = text;
        this.environment = environment;
        String quoted = text.span().text();
        this.source = quoted.substring(1, quoted.length() - 1);
    }

    /** @throws StatementException if a pattern has a capture with the name of a variable */
    static void requireNone(StringLiteral text, Environment environment) {
        if (environment.variableNames().isEmpty()) {
            return;
        }
        HiddenVariables braces = new HiddenVariables(text, environment);
        braces.scan();
        if (braces.problem.isPresent()) {
            throw new StatementException(braces.problem
                    .get()
                    .help(
                            "write \"" + braces.fixed + "\" for its value, or give the capture another name",
                            new Fix(text.span(), "\"" + braces.fixed + "\"")));
        }
    }

    /** @throws StatementException if a regular expression has a group with the name of a variable */
    static void requireNone(NamePattern regex, Span place, Environment environment) {
        for (String group : regex.captureNames()) {
            if (environment.variable(group).isPresent()) {
                throw new StatementException(Diagnostic.error(Code.DUPLICATE_NAME, place, hides(group, "the group"))
                        .help("give the group another name"));
            }
        }
    }

    private void scan() {
        int at = 0;
        while (at < source.length()) {
            int next = at + 1;
            if (source.charAt(at) == '\\') {
                next = Math.min(at + 2, source.length());
            } else if (insertionEnd(at) > at) {
                next = insertionEnd(at);
            } else if (source.charAt(at) == '{') {
                next = closing(at);
                braces(at, next);
                at = next;
                continue;
            }
            fixed.append(source, at, next);
            at = next;
        }
    }

    /** The end of the insertion at a place; the place itself if there is none. */
    private int insertionEnd(int at) {
        int offset = text.span().start() + 1 + at;
        return text.insertions()
                .filter(insertion -> insertion.span().start() == offset)
                .mapToInt(insertion -> insertion.span().end() - text.span().start() - 1)
                .findFirst()
                .orElse(at);
    }

    private int closing(int open) {
        int at = open + 1;
        while (at < source.length() && source.charAt(at) != '}') {
            int inserted = insertionEnd(at);
            at = inserted > at ? inserted : at + (source.charAt(at) == '\\' ? 2 : 1);
        }
        return Math.min(at + 1, source.length());
    }

    private void braces(int open, int end) {
        String content = source.substring(open + 1, Math.max(open + 1, end - 1));
        Matcher capture = CAPTURE.matcher(content);
        if (capture.matches() && isVariable(capture.group(1))) {
            String name = capture.group(1);
            report(open, end, hides(name, "the capture"));
            boolean goesOn = end < source.length()
                    && WORD.matcher("_" + source.charAt(end)).matches();
            fixed.append(goesOn ? "${" + name + "}" : "$" + name);
        } else if (COMPUTED.matcher(content).matches() && computesWithVariables(content)) {
            report(open, end, "braces in a pattern do not compute: they bind captures");
            fixed.append("${").append(content).append('}');
        } else {
            fixed.append(source, open, end);
        }
    }

    private static String hides(String name, String what) {
        return "`" + name + "` is a variable here, which " + what + " of that name would hide";
    }

    private boolean isVariable(String name) {
        return environment.variable(name).isPresent();
    }

    private boolean computesWithVariables(String content) {
        boolean some = false;
        Matcher word = WORD.matcher(content);
        while (word.find()) {
            boolean variable = isVariable(word.group());
            if (!variable && !environment.captures().containsKey(word.group())) {
                return false;
            }
            some |= variable;
        }
        return some;
    }

    private void report(int open, int end, String message) {
        if (problem.isEmpty()) {
            int start = text.span().start() + 1;
            Span place = new Span(text.span().source(), start + open, start + end);
            problem = Optional.of(
                    Diagnostic.error(Code.DUPLICATE_NAME, place, message).labelled("braces always bind"));
        }
    }
}
