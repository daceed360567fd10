package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as scripts write them: relative to the folder of the script, from a prompt to the working directory. */
final class Paths {
    private Paths() {}

    /** @throws StatementException if the text is empty or no path */
    static Path resolve(Value.Text value, Span place) {
        String text = value.value();
        if (text.isEmpty()) {
            throw new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, place, "the path is empty"));
        }
        try {
            Path path = Path.of(text);
            return value.outside()
                    ? path
                    : place.source()
                            .folder()
                            .map(folder -> folder.resolve(path))
                            .orElse(path);
        } catch (InvalidPathException e) {
            throw new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, place, "not a path: " + e.getReason()));
        }
    }
}
