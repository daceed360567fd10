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
