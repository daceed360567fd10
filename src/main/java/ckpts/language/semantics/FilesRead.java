package ckpts.language.semantics;

import ckpts.json.JsonDocument;
import ckpts.language.files.FileTrouble;
import ckpts.language.syntax.Expression;
import ckpts.state.EditedFile;
import ckpts.state.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Files that expressions name, read; problems with one are reported at the place that names it. */
final class FilesRead {
    private FilesRead() {}

    /** A way to read a file. */
    @FunctionalInterface
    interface FileReader<T> {
        T of(Documents documents, Path file) throws IOException;
    }

    /** A JSON file, as the script has edited it so far for the checkpoint that it works on. */
    static JsonDocument json(Expression path, Evaluator evaluator) {
        Workspace workspace = evaluator.context().workspace();
        return of(path, evaluator, (documents, file) -> {
            Optional<EditedFile> edited = workspace.subject().flatMap(subject -> subject.edited(file));
            return edited.isPresent()
                    ? JsonDocument.of(file.toString(), edited.get().bytes())
                    : documents.json(file);
        });
    }

    static <T> T of(Expression path, Evaluator evaluator, FileReader<T> reader) {
        Path file = evaluator.path(path);
        Documents documents = evaluator.context().documents();
        try {
            return reader.of(documents, file);
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(path.span(), file, e, documents.disk()));
        }
    }
}
