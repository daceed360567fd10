package ckpts.language.semantics;

import ckpts.bytes.MalformedFileException;
import ckpts.bytes.Reason;
import ckpts.bytes.UnopenableName;
import ckpts.json.JsonDocument;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.state.EditedFile;
import ckpts.state.Workspace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Files that expressions name, read; problems with one are reported at the place that names it. */
final class FilesRead {
    private FilesRead() {}

    /** A way to read a file. */
    @FunctionalInterface
    interface Reading<T> {
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

    static <T> T of(Expression path, Evaluator evaluator, Reading<T> reading) {
        Path file = evaluator.path(path);
        try {
            return reading.of(evaluator.context().documents(), file);
        } catch (NoSuchFileException e) {
            throw new StatementException(Diagnostic.error(Code.FILE_MISSING, path.span(), "there is no file " + file));
        } catch (AccessDeniedException e) {
            throw new StatementException(
                    Diagnostic.error(Code.FILE_MISSING, path.span(), "no permission to read " + file));
        } catch (MalformedFileException e) {
            throw new StatementException(Diagnostic.error(Code.FILE_DAMAGED, path.span(), e.getMessage()));
        } catch (IOException e) {
            Optional<String> unopenable = UnopenableName.in(file.toString());
            if (unopenable.isPresent()) {
                throw new StatementException(
                        Diagnostic.error(Code.FILE_MISSING, path.span(), "there is no file " + file)
                                .note(unopenable.get()));
            }
            throw new StatementException(
                    Diagnostic.error(Code.FILE_DAMAGED, path.span(), "cannot read " + file + ": " + Reason.of(e)));
        }
    }
}
