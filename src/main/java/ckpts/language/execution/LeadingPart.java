package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.NamePath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules that are written as if they replaced the beginning of names: {@code "model." -> ""}, {@code "m.**" -> ""}. A
 * rule gives whole names; the error says how the rule must be written.
 */
final class LeadingPart {
    /** A capture with a kind, {@code {i:int}}; a target writes {@code {i}}. */
    private static final Pattern KIND = Pattern.compile("\\{([A-Za-z_]\\w*):[^}]*\\}");

    private final String verb;
    private final Span pattern;
    private final Span target;
    /** The {@code /} of an absolute pattern. */
    private final String lead;
    /** The pattern as written, without its quotes and the leading slash. */
    private final String source;

    private final Checkpoint checkpoint;
    private final String prefix;

    private LeadingPart(String verb, Span pattern, Span target, Checkpoint checkpoint, String scope) {
        this.verb = verb;
        this.pattern = pattern;
        this.target = target;
        this.checkpoint = checkpoint;
        String written = between(pattern);
        this.lead = written.startsWith("/") ? "/" : "";
        this.source = written.substring(lead.length());
        this.prefix = lead.isEmpty() ? scope : "";
    }

    /**
     * Checks that the rule of a statement is not of this kind.
     *
     * @param scope the scope's prefix
     * @throws StatementException if the target is empty, or pattern and target end where a segment ends
     */
    static void forbid(Selector selector, StringLiteral target, String verb, Checkpoint checkpoint, String scope) {
        Selector.Item first = selector.include().get(0);
        if (selector.include().size() == 1 && first.quoted().isPresent()) {
            new LeadingPart(verb, first.span(), target.span(), checkpoint, scope).forbid();
        }
    }

    private void forbid() {
        String said = between(target);
        if (said.isEmpty()) {
            Diagnostic problem =
                    Diagnostic.error(Code.BAD_PATTERN, target, "the target is empty: every tensor needs a name");
            throw new StatementException(problem.help(withoutFront().orElse("to remove tensors, write drop")));
        }
        if (NamePath.endsSegment(source) && NamePath.endsSegment(said) && !checkpoint.contains(prefix + source)) {
            throw new StatementException(Diagnostic.error(Code.NO_MATCH, pattern, "no tensor matches " + pattern.text())
                    .labelled("a pattern matches whole names")
                    .help("for names that begin like this, write " + rule(source + "**", said + "**")));
        }
    }

    /** The rule that removes the beginning of names; empty if the rule seems to mean tensors. */
    private Optional<String> withoutFront() {
        int wild = firstWildcard();
        if (wild == source.length()) {
            return separator().map(end -> without(source + end, source + end + "**", "**"));
        }
        int separator = NamePath.lastStart(source.substring(0, wild));
        int cut = separator > 0 ? separator : wild;
        String rest = KIND.matcher(source.substring(cut)).replaceAll("{$1}");
        return cut == 0 ? Optional.empty() : Optional.of(without(source.substring(0, cut), source, rest));
    }

    private String without(String front, String wholePattern, String wholeTarget) {
        return "for the names without \"" + front + "\" the target is \"" + lead + wholeTarget + "\": "
                + rule(wholePattern, lead + wholeTarget);
    }

    /** The rule with another pattern and target, all else as written. */
    private String rule(String newPattern, String newTarget) {
        String between = pattern.source().text().substring(pattern.end(), target.start());
        return verb + " \"" + lead + newPattern + "\"" + between + "\"" + newTarget + "\"";
    }

    private int firstWildcard() {
        int at = 0;
        while (at < source.length() && "*?[{$".indexOf(source.charAt(at)) < 0) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, source.length());
    }

    /** The separator after the segment that a pattern without wildcards seems to be; empty if no name begins with it. */
    private Optional<String> separator() {
        List<String> ends = NamePath.endsSegment(source) ? List.of("") : NamePath.SEPARATORS;
        return ends.stream()
                .filter(end -> !checkpoint.namesLike(prefix + source + end, "").isEmpty())
                .findFirst();
    }

    private static String between(Span quoted) {
        String text = quoted.text();
        return text.substring(1, text.length() - 1);
    }
}
