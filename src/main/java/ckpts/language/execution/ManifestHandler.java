package ckpts.language.execution;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Step;
import ckpts.format.ManifestSource;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Word;
import ckpts.naming.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** {@code manifest PATH [as M]}. */
final class ManifestHandler implements Handler<Statement.ManifestFrom> {
    @Override
    public State execute(Statement.ManifestFrom statement, Step step, State state, Execution execution) {
        String name = statement.name().map(Word::text).orElse(Context.DEFAULT_MANIFEST);
        LoadHandler.requireFree(name, statement.name().map(Word::span).orElse(statement.span()), state);
        Path path = Evaluator.in(execution.context(state)).path(statement.path());
        Manifest manifest = read(path, statement.path().span(), execution)
                .titled(Objects.toString(path.getFileName(), path.toString()));
        return state.with(state.workspace().withManifest(name, manifest))
                .saying(new Event.Done(
                        statement.span(), "the model expects " + Counted.of(manifest.size(), "variable")));
    }

    private static Manifest read(Path path, Span place, Execution execution) {
        try {
            Optional<ManifestSource> source = execution.formats().manifestAt(path, execution.disk());
            if (source.isPresent()) {
                return source.get().read(path, execution.disk());
            }
            try (OpenedCheckpoint opened = execution.formats().open(path, execution.disk())) {
                return Manifest.of(opened.checkpoint());
            }
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(place, path, e, execution.disk()));
        }
    }
}
