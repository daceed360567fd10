package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.List;

/**
 * A quoted string: literal parts and insertions ({@code $x}, {@code ${expr}}).
 *
 * @param span with the quotes
 * @param parts in order; an empty string has none
 */
public record Text(Span span, List<Part> parts) implements Node {
    public Text {
        parts = List.copyOf(parts);
    }

    public sealed interface Part extends Node {}

    /**
     * Literal characters.
     *
     * @param raw as in the source, escapes not decoded, since patterns and plain strings read them differently
     */
    public record Literal(Span span, String raw) implements Part {}

    /** A value inserted as literal text. */
    public record Insertion(Span span, Expression expression) implements Part {}
}
