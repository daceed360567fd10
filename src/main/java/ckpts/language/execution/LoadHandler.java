package ckpts.language.execution;

import ckpts.bytes.SeenFile;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Word;
import ckpts.plan.SaveRequest;
import ckpts.publication.Interrupted;
import ckpts.report.ByteCount;
import ckpts.state.Loaded;
import ckpts.tensor.ExactSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code load PATH [as A] [only SELECTOR]}. */
final class LoadHandler implements Handler<Statement.Load> {
    static final String FIRST_NAME = "model";

    @Override
    public State execute(Statement.Load load, Step step, State state, Execution execution) {
        boolean first = state.workspace().checkpoints().isEmpty();
        if (!first && load.name().isEmpty()) {
            throw new StatementException(
                    Diagnostic.error(Code.DUPLICATE_NAME, load.span(), "a second checkpoint needs a name of its own")
                            .help("write: load ... as donor"));
        }
        String name = load.name().map(Word::text).orElse(FIRST_NAME);
        requireFree(name, load.name().map(Word::span).orElse(load.span()), state);
        Path path = Evaluator.in(execution.context(state)).path(load.path());
        requireNotSaved(path, load.path().span(), state, execution);
        OpenedCheckpoint opened = open(path, load.path().span(), execution);
        Checkpoint checkpoint = new PartialLoad(opened, path, load, execution).chosen(execution.context(state));
        int leftOut = opened.checkpoint().size() - checkpoint.size();
        Loaded loaded = new Loaded(
                name, opened.path(), opened.format(), seen(opened, path, load, execution), leftOut, checkpoint);
        State next = state.with(state.workspace().loading(loaded));
        List<String> warnings = new ArrayList<>(opened.warnings());
        warnings.addAll(Interrupted.warnings(opened.files(), execution.disk()));
        for (String warning : warnings) {
            next = next.saying(new Event.Reported(
                    load.span(), Diagnostic.warning(Code.REMARK, load.path().span(), warning)));
        }
        long bytes =
                ExactSizes.sum(checkpoint.entries().stream().map(Entry::tensor).mapToLong(tensor -> tensor.byteSize()));
        return next.saying(new Event.Done(
                load.span(),
                "loaded " + MatchCount.tensors(checkpoint.size()) + " (" + ByteCount.text(bytes) + ") as " + name));
    }

    private static List<SeenFile> seen(OpenedCheckpoint opened, Path path, Statement.Load load, Execution execution) {
        try {
            List<SeenFile> files = new ArrayList<>();
            for (Path file : opened.files()) {
                files.add(execution.disk().seen(file));
            }
            return files;
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(load.path().span(), path, e, execution.disk()));
        }
    }

    /** Checkpoints and manifests share one namespace. */
    static void requireFree(String name, Span place, State state) {
        if (state.takenNames().contains(name)) {
            throw new StatementException(Diagnostic.error(Code.DUPLICATE_NAME, place, "`" + name + "` is already taken")
                    .help("give this one another name: as ..."));
        }
    }

    private static OpenedCheckpoint open(Path path, Span place, Execution execution) {
        try {
            OpenedCheckpoint opened = execution.formats().openPartly(path, execution.disk());
            execution.keepOpen(opened.resources());
            return opened;
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(place, path, e, execution.disk()));
        }
    }

    private static void requireNotSaved(Path path, Span place, State state, Execution execution) {
        try {
            for (SaveRequest save : RequestedSave.requests(state.saves())) {
                if (save.isTo(path, execution.disk())) {
                    throw new StatementException(Diagnostic.error(
                                    Code.SAVE_CONFLICT, place, "the script saves " + path + " before it loads it")
                            .note("saves are carried out together, after the last statement: saved by "
                                    + save.step().place()));
                }
            }
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(place, path, e, execution.disk()));
        }
    }
}
