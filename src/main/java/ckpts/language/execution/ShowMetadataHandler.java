package ckpts.language.execution;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Step;
import ckpts.inspection.CheckpointCard;
import ckpts.language.syntax.Statement;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.state.Loaded;
import java.util.ArrayList;
import java.util.List;

/** {@code show metadata}: shows what is known of the checkpoint besides its tensors. */
final class ShowMetadataHandler implements Handler<Statement.ShowMetadata> {
    @Override
    public State execute(Statement.ShowMetadata show, Step step, State state, Execution execution) {
        Loaded subject = execution.context(state).subject(show.span());
        List<Report.Field> fields = new ArrayList<>();
        fields.add(new Report.Field("path", "path", Cell.text(subject.path().toString())));
        fields.add(new Report.Field("format", "format", Cell.text(subject.format())));
        fields.add(new Report.Field("files", "files", Cell.whole(subject.files().size())));
        CheckpointCard.of(subject.current()).fields().stream()
                .filter(field -> fields.stream().noneMatch(known -> known.key().equals(field.key())))
                .forEach(fields::add);
        Attribute.Fields metadata = subject.current().metadata();
        subject.current()
                .conventions()
                .map(own -> own.remarks(metadata))
                .orElse(List.of())
                .forEach(
                        remark -> fields.add(new Report.Field(remark.key(), remark.label(), Cell.text(remark.text()))));
        metadata.values()
                .forEach((key, value) ->
                        fields.add(new Report.Field("metadata." + key, "\"" + key + "\"", Cell.text(value.text()))));
        return state.saying(new Event.Shown(show.span(), new Report.Fields(subject.name(), fields)));
    }
}
