package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import java.util.List;
import java.util.OptionalInt;

/**
 * A parsed script.
 *
 * @param source what was parsed
 * @param language the version that the first line fixes, if it does
 * @param statements in order
 */
public record Script(SourceText source, OptionalInt language, List<Statement> statements) {
    public Script {
        statements = List.copyOf(statements);
    }
}
