package ckpts.language.execution;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Node;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.StringLiteral;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Definitions that are missing because their statements failed: later errors about them follow from the first error and
 * would only hide it.
 */
final class FollowOnErrors {
    private static final Set<Code> ABOUT_NAMES = Set.of(Code.NO_MATCH, Code.NO_SUCH_TENSOR, Code.WRONG_COUNT);
    private static final Set<Code> ABOUT_ALL =
            Set.of(Code.ASSERTION, Code.NOT_CONSUMED, Code.NOT_COVERED, Code.NO_MANIFEST);

    private static final Pattern DEFINING = Pattern.compile("^(?:let|param)\\s+(\\w+)");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final List<String> missingPrefixes = new ArrayList<>();
    private final Set<String> missingWords = new HashSet<>();
    private boolean failed;
    private boolean loadFailed;

    /** The first words of statements that change nothing. */
    private static final Pattern CHANGES_NOTHING =
            Pattern.compile("^(?:assert|check|show|tree|diff|stats|plan|ledger|why|print|save)\\b");

    /** Remembers a statement that did not parse: it may have been about to make any name in quotes on its line. */
    void unparsed(Diagnostic diagnostic) {
        if (diagnostic.primary().isEmpty() || !diagnostic.isError()) {
            return;
        }
        Span place = diagnostic.primary().get();
        String line = place.source().lineText(place.line()).strip();
        failed |= !CHANGES_NOTHING.matcher(line).find();
        if (line.startsWith("load")) {
            loadFailed = true;
        }
        Matcher word = DEFINING.matcher(line);
        if (word.find()) {
            missingWords.add(word.group(1));
        }
        quoted(line).forEach(pattern -> missingPrefixes.add(literalStart(pattern)));
    }

    /** Whether statements see another state than they would if all earlier ones had succeeded. */
    boolean isAstray() {
        return failed;
    }

    /** A copy for an included script: failures in it have consequences only there. */
    FollowOnErrors copy() {
        FollowOnErrors copy = new FollowOnErrors();
        copy.missingPrefixes.addAll(missingPrefixes);
        copy.missingWords.addAll(missingWords);
        copy.failed = failed;
        copy.loadFailed = loadFailed;
        return copy;
    }

    /**
     * Remembers a failed statement.
     *
     * @param reported whether its failure was reported; one that was left out has consequences anyway
     */
    void of(Statement statement, boolean reported) {
        failed |= reported && !CHANGES_NOTHING.matcher(statement.span().text()).find();
        if (statement instanceof Statement.Let let) {
            missingWords.add(let.name().text());
        } else if (statement instanceof Statement.Param param) {
            missingWords.add(param.name().text());
        }
        statement.all().forEach(this::isMissing);
    }

    /** Remembers what a part of a failed statement would have made, such as a statement in a block that never ran. */
    private void isMissing(Node part) {
        if (part instanceof Statement.Load load) {
            loadFailed = true;
            load.name().ifPresent(name -> missingWords.add(name.text()));
        } else if (part instanceof Statement.ManifestFrom manifest) {
            manifest.name().ifPresent(name -> missingWords.add(name.text()));
        } else if (part instanceof Statement.Targeted making) {
            isMissing(making.target());
        } else if (part instanceof Statement.Reinit reinit) {
            reinit.selector().include().forEach(item -> item.quoted().ifPresent(this::isMissing));
        } else if (part instanceof Statement.Scope scope && scope.all().anyMatch(FollowOnErrors::makesNames)) {
            isMissing(scope.prefix());
        } else if (part instanceof Statement.Renumber || part instanceof Statement.Include) {
            missingPrefixes.add("");
        }
    }

    private static boolean makesNames(Node part) {
        return part instanceof Statement.Targeted
                || part instanceof Statement.Reinit
                || part instanceof Statement.Renumber
                || part instanceof Statement.Include;
    }

    private void isMissing(StringLiteral name) {
        missingPrefixes.add(literalStart(raw(name)));
    }

    private static String raw(StringLiteral text) {
        Span span = text.span();
        return span.end() - span.start() >= 2
                ? span.source().text().substring(span.start() + 1, span.end() - 1)
                : span.text();
    }

    private static String literalStart(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("*?[{$".indexOf(pattern.charAt(i)) >= 0) {
                return pattern.substring(0, i);
            }
        }
        return pattern;
    }

    /** Whether a diagnostic about a statement follows from one that failed before. */
    boolean explains(Diagnostic diagnostic, Optional<Statement> statement) {
        Code code = diagnostic.code();
        if (!failed) {
            return false;
        }
        if (ABOUT_ALL.contains(code) || loadFailed && code == Code.NO_SUBJECT) {
            return true;
        }
        String place = diagnostic.primary().map(Span::text).orElse("");
        if (code == Code.UNKNOWN_NAME) {
            String word = place.replaceAll("[${}]", "");
            return missingWords.contains(word)
                    || loadFailed && diagnostic.message().startsWith("no checkpoint");
        }
        if (!ABOUT_NAMES.contains(code)) {
            return false;
        }
        if (loadFailed) {
            return true;
        }
        // A wrong count is reported at its number; the patterns that were counted are in the statement.
        List<String> patterns = code == Code.WRONG_COUNT
                ? statement.map(FollowOnErrors::patterns).orElse(List.of())
                : quoted(place);
        return (patterns.isEmpty() ? List.of("") : patterns).stream().anyMatch(this::couldSelectWhatIsMissing);
    }

    private boolean couldSelectWhatIsMissing(String pattern) {
        String start = literalStart(pattern);
        boolean hasWildcards = pattern.isEmpty() || start.length() < pattern.length();
        return missingPrefixes.stream()
                .anyMatch(made -> start.startsWith(made) || hasWildcards && made.startsWith(start));
    }

    private static List<String> patterns(Statement statement) {
        return statement
                .all(Selector.Glob.class)
                .map(pattern -> raw(pattern.text()))
                .toList();
    }

    /** The strings in quotes in a piece of source. */
    private static List<String> quoted(String text) {
        List<String> quoted = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            quoted.add(matcher.group(1));
        }
        return quoted;
    }
}
