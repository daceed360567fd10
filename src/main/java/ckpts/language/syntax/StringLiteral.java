package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A quoted string: literal parts and insertions ({@code $x}, {@code ${expr}}).
 *
 * @param span with the quotes
 * @param parts in order; an empty string has none
 */
public record StringLiteral(Span span, List<Part> parts) implements Node {
    public StringLiteral {
        parts = List.copyOf(parts);
    }

    /**
     * A string that means exactly this text, in the place of a path or another plain string.
     *
     * @return empty if the text has a carriage return, which no string can hold
     */
    public static Optional<StringLiteral> meaning(Span span, String text) {
        return raw(text).map(raw -> new StringLiteral(span, List.of(new Literal(span, raw))));
    }

    /** {@link #meaning} as it is written in a script, with its quotes. */
    public static Optional<String> quoted(String text) {
        return raw(text).map(raw -> "\"" + raw + "\"");
    }

    private static Optional<String> raw(String text) {
        StringBuilder raw = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\\', '"', '$' -> raw.append('\\').append(c);
                case '\n' -> raw.append("\\n");
                case '\t' -> raw.append("\\t");
                case '\r' -> {
                    return Optional.empty();
                }
                default -> raw.append(c);
            }
        }
        return Optional.of(raw.toString());
    }

    /**
     * A pattern or a target as it is written outside a script, where quotes and dollar signs are like all other characters.
     *
     * @return empty if it spans lines or ends within an escape, which no string can hold
     */
    public static Optional<StringLiteral> pattern(Span span, String text) {
        StringBuilder raw = new StringBuilder();
        boolean escaped = false;
        for (char c : text.toCharArray()) {
            if (c == '\n' || c == '\r') {
                return Optional.empty();
            }
            if (!escaped && (c == '"' || c == '$')) {
                raw.append('\\');
            }
            raw.append(c);
            escaped = !escaped && c == '\\';
        }
        return escaped
                ? Optional.empty()
                : Optional.of(new StringLiteral(span, List.of(new Literal(span, raw.toString()))));
    }

    public sealed interface Part extends Node {
        <R> R either(Function<Literal, R> ofLiteral, Function<Insertion, R> ofInsertion);
    }

    /** The inserted values, in order. */
    public Stream<Insertion> insertions() {
        return parts.stream().flatMap(part -> part.either(literal -> Stream.empty(), Stream::of));
    }

    /** The literal characters, where nothing else is between the quotes. */
    public Optional<Literal> literal() {
        return parts.size() == 1 ? start() : Optional.empty();
    }

    /** The literal characters that it begins with. */
    public Optional<Literal> start() {
        return parts.stream().findFirst().flatMap(part -> part.either(Optional::of, insertion -> Optional.empty()));
    }

    /**
     * Literal characters.
     *
     * @param raw as in the source, escapes not decoded, since patterns and plain strings read them differently
     */
    public record Literal(Span span, String raw) implements Part {
        @Override
        public <R> R either(Function<Literal, R> ofLiteral, Function<Insertion, R> ofInsertion) {
            return ofLiteral.apply(this);
        }
    }

    /** A value inserted as literal text. */
    public record Insertion(Span span, Expression expression) implements Part {
        @Override
        public <R> R either(Function<Literal, R> ofLiteral, Function<Insertion, R> ofInsertion) {
            return ofInsertion.apply(this);
        }
    }
}
