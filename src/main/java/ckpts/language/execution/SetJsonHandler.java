package ckpts.language.execution;

import ckpts.bytes.SeenFile;
import ckpts.checkpoint.Step;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.JsonEdit;
import ckpts.language.semantics.StatementException;
import ckpts.language.syntax.Statement;
import ckpts.state.EditedFile;
import ckpts.state.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code set json(PATH).field = EXPR}: later saves of the subject write the edited file beside their output. */
final class SetJsonHandler implements Handler<Statement.SetJson> {
    @Override
    public State execute(Statement.SetJson set, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(set.span());
        JsonEdit.Edited edited = JsonEdit.of(set, Evaluator.in(context));
        List<EditedFile.Edit> edits = new ArrayList<>(
                subject.edited(edited.path()).map(EditedFile::edits).orElse(List.of()));
        edits.add(new EditedFile.Edit(edited.place(), edited.old(), edited.value(), step));
        SeenFile source = subject.edited(edited.path())
                .map(EditedFile::source)
                .orElseGet(() -> seen(edited.path(), set, execution));
        State next = state.with(
                        state.workspace().editing(subject.name(), new EditedFile(source, edited.bytes(), edits)))
                .saying(new Event.Done(set.span(), edited.summary()));
        return edited.doubt()
                .map(doubt -> next.saying(new Event.Reported(set.span(), doubt)))
                .orElse(next);
    }

    private static SeenFile seen(Path file, Statement.SetJson set, Execution execution) {
        try {
            return execution.disk().seen(file);
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(set.path().span(), file, e, execution.disk()));
        }
    }
}
