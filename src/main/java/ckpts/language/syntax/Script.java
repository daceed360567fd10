package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import java.util.List;
import java.util.OptionalInt;

/**
 * A parsed script.
 *
 * @param source the text that was parsed
 * @param language the version that the first line fixes, if it does
 * @param statements in order
 */
public record Script(SourceText source, OptionalInt language, List<Statement> statements) {
    public Script {
        statements = List.copyOf(statements);
    }

    /** Whether it has a {@code save}, in any block. */
    public boolean saves() {
        return saves(statements);
    }

    private static boolean saves(List<Statement> statements) {
        return statements.stream().anyMatch(Script::saves);
    }

    private static boolean saves(Statement statement) {
        if (statement instanceof Statement.Scope scope) {
            return saves(scope.body());
        }
        if (statement instanceof Statement.For loop) {
            return saves(loop.body());
        }
        if (statement instanceof Statement.If choice) {
            return saves(choice.thenBody())
                    || choice.elseBody().filter(Script::saves).isPresent();
        }
        return statement instanceof Statement.Save;
    }
}
