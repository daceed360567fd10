package ckpts.language.semantics;

import ckpts.bytes.OutsideRootsException;
import ckpts.language.files.FileTrouble;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as scripts write them: relative to the folder of the script, from a prompt to the working directory. */
final class Paths {
    private Paths() {}

    /** @throws StatementException if the text is empty, not a path, or one that this run must not use */
    static Path resolve(Value.Text value, Span place, Documents documents) {
        String text = value.value();
        if (text.isEmpty()) {
            throw new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, place, "the path is empty"));
        }
        try {
            Path path = Path.of(text);
            Path resolved = value.outside()
                    ? path
                    : place.source()
                            .folder()
                            .map(folder -> folder.resolve(path))
                            .orElse(path);
            documents.requireWithinRoots(resolved);
            return resolved;
        } catch (InvalidPathException e) {
            throw new StatementException(FileTrouble.of(e).at(place));
        } catch (OutsideRootsException e) {
            throw new StatementException(FileTrouble.of(e).at(place));
        }
    }
}
