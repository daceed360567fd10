package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import java.util.List;
import java.util.OptionalInt;

/**
 * A parsed script.
 *
 * @param source the text that was parsed
 * @param language the version that the first line fixes, if it does
 * @param statements in order
 */
public record Script(SourceText source, OptionalInt language, List<Statement> statements) implements Node {
    public Script {
        statements = List.copyOf(statements);
    }

    @Override
    public Span span() {
        return new Span(source, 0, source.text().length());
    }

    /** Whether it may save: it has a {@code save}, in any block, or includes a script, which may have one. */
    public boolean saves() {
        return all().anyMatch(node -> node instanceof Statement.Save || node instanceof Statement.Include);
    }
}
