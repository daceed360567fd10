package ckpts.language.source;

import java.util.Objects;

/**
 * An edit of the script that does what a diagnostic proposes, to be applied as it is.
 *
 * @param span the text to replace; an empty one is where text is inserted
 * @param replacement the text in its place
 */
public record Fix(Span span, String replacement) {
    public Fix {
        Objects.requireNonNull(span, "span is null");
        Objects.requireNonNull(replacement, "replacement is null");
    }

    /** The whole source after the edit. */
    public String applied() {
        String text = span.source().text();
        return text.substring(0, span.start()) + replacement + text.substring(span.end());
    }
}
