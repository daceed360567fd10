package ckpts.ui.repl;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Pathed;
import ckpts.language.syntax.StringLiteral;
import ckpts.language.syntax.Syntax;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A script for another folder: its paths, relative to the one, are made relative to the other.
 *
 * @param from the folder that the paths are relative to now
 * @param to the folder of the script
 */
record Relocation(Path from, Path to) {
    /** @throws IllegalOperandException if a path is computed, so that it cannot be rewritten */
    String of(String script) throws IllegalOperandException {
        SourceText source = new SourceText("", script, Optional.empty());
        List<Expression> paths = Syntax.parse(source)
                .script()
                .all(Pathed.class)
                .flatMap(part -> part.paths().stream())
                .sorted(Comparator.comparingInt(path -> path.span().start()))
                .toList();
        StringBuilder text = new StringBuilder(script);
        String prefix = to.relativize(from).toString();
        String before = prefix.isEmpty() ? "" : prefix + "/";
        for (int i = paths.size() - 1; i >= 0; i--) {
            int start = relative(paths.get(i));
            if (start >= 0) {
                text.insert(start, before);
            }
        }
        return text.toString();
    }

    /** The offset of a relative path; -1 if the path is absolute. */
    private static int relative(Expression path) throws IllegalOperandException {
        Optional<StringLiteral.Literal> first =
                path instanceof Expression.Quoted quoted ? quoted.text().start() : Optional.empty();
        if (first.isEmpty()) {
            throw computed(text(path.span()));
        }
        return first.get().raw().startsWith("/") ? -1 : first.get().span().start();
    }

    private static String text(Span span) {
        return span.text().lines().findFirst().orElse("");
    }

    private static IllegalOperandException computed(String what) {
        return new IllegalOperandException("the paths of a script are relative to its folder, and " + what
                + " is not a path in quotes: save it in the working directory");
    }
}
