package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.NamePattern;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Evaluation of quoted strings: to plain text, where escapes are decoded, and to a pattern or target, where they are
 * left for the pattern to read and inserted values are quoted.
 */
final class Strings {
    private final Evaluator evaluator;

    Strings(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    String plain(StringLiteral text) {
        return text.parts().stream()
                .map(part -> part.either(Strings::decoded, this::inserted))
                .collect(Collectors.joining());
    }

    /** Whether the string begins with a value that came from the command line. */
    boolean beginsOutside(StringLiteral text) {
        return text.start().isEmpty()
                && text.insertions()
                        .limit(1)
                        .anyMatch(insertion ->
                                evaluator.value(insertion.expression()) instanceof Value.Text value && value.outside());
    }

    /** For {@link NamePattern} and name templates. */
    String patternText(StringLiteral text) {
        return written(text, (before, inserted) -> {
            String quoted = NamePattern.quote(inserted);
            // A slash that a script writes first makes a name absolute; one that is inserted is text.
            return before.isEmpty() && quoted.startsWith("/") ? "\\" + quoted : quoted;
        });
    }

    /** The first insertion with pattern characters, which are literal; empty if there is none. */
    Optional<StringLiteral.Insertion> patternInsertion(StringLiteral text) {
        return text.insertions()
                .filter(insertion -> inserted(insertion).chars().anyMatch(c -> "*?[{".indexOf(c) >= 0))
                .findFirst();
    }

    /** The pattern that a string would be if the inserted values had been written in it. */
    String withoutQuoting(StringLiteral text) {
        return written(text, (before, inserted) -> inserted);
    }

    /** @param insertion what is written for an inserted value, given what is written before it */
    private String written(StringLiteral text, BiFunction<CharSequence, String, String> insertion) {
        StringBuilder out = new StringBuilder();
        text.parts()
                .forEach(part -> out.append(
                        part.either(StringLiteral.Literal::raw, inserted -> insertion.apply(out, inserted(inserted)))));
        return out.toString();
    }

    /** The place of an offset of {@link #patternText} in the source; the whole string where insertions shift it. */
    static Span place(StringLiteral text, int offset, int length) {
        if (text.literal().isPresent()) {
            Span span = text.literal().get().span();
            int start = Math.min(span.start() + offset, span.end());
            int end = Math.min(Math.max(start + length, start + 1), text.span().end());
            return new Span(span.source(), Math.min(start, end), end);
        }
        return text.span();
    }

    private String inserted(StringLiteral.Insertion insertion) {
        Value value = evaluator.value(insertion.expression());
        if (value instanceof Value.OfTensor || value instanceof Value.Recipe || value instanceof Value.Fields) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_ARGUMENT, insertion.span(), value.kind() + " cannot be inserted into a string"));
        }
        return value.text();
    }

    private static String decoded(StringLiteral.Literal literal) {
        StringBuilder out = new StringBuilder();
        String raw = literal.raw();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                out.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case '"', '\\', '$', '*', '?', '[', '{', '/' -> out.append(escaped);
                default -> {
                    Span span = literal.span();
                    int start = span.start() + i - 1;
                    throw new StatementException(Diagnostic.error(
                                    Code.BAD_STRING,
                                    new Span(span.source(), start, start + 2),
                                    "`\\" + escaped + "` is not an escape")
                            .help("a backslash is written \\\\"));
                }
            }
        }
        return out.toString();
    }
}
