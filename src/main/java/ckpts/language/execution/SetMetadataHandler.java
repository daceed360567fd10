package ckpts.language.execution;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.MetadataValues;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import java.util.Optional;

/** {@code set metadata.field = EXPR}: adds a value to the subject's metadata, or replaces one. */
final class SetMetadataHandler implements Handler<Statement.SetMetadata> {
    @Override
    public State execute(Statement.SetMetadata set, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(set.span());
        Evaluator evaluator = Evaluator.in(context);
        Attribute.Fields metadata = subject.current().metadata();
        AttributePath path = MetadataValues.path(set.steps(), metadata, evaluator);
        Attribute value = MetadataValues.attribute(
                evaluator.value(set.value()), set.value().span());
        String done = path.in(metadata).isPresent() ? "replaced" : "added";
        return state.with(state.workspace().describing(subject.name(), path, Optional.of(value), step))
                .saying(new Event.Done(set.span(), done + " metadata" + path.written()));
    }
}
