package ckpts.language.execution;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.MetadataValues;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.JsonStep;
import ckpts.state.Loaded;
import java.util.List;
import java.util.Optional;

/** {@code drop metadata.field}: removes a value of the subject's metadata. */
final class DropMetadataHandler implements Handler<Statement.DropMetadata> {
    @Override
    public State execute(Statement.DropMetadata drop, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(drop.span());
        Attribute.Fields metadata = subject.current().metadata();
        AttributePath path = MetadataValues.path(drop.steps(), metadata, Evaluator.in(context));
        JsonStep last = drop.steps().get(drop.steps().size() - 1);
        List<AttributePath.Step> steps = path.steps();
        if (steps.get(steps.size() - 1) instanceof AttributePath.Step.Position) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT, MetadataValues.span(last), "an item of a list cannot be dropped")
                    .help("set the whole list to what is to stay"));
        }
        if (path.in(metadata).isPresent()) {
            return state.with(state.workspace().describing(subject.name(), path, Optional.empty(), step))
                    .saying(new Event.Done(drop.span(), "dropped metadata" + path.written()));
        }
        if (drop.optional()) {
            return state.saying(new Event.Done(drop.span(), "dropped no metadata"));
        }
        Attribute within = steps.size() == 1
                ? metadata
                : new AttributePath(steps.subList(0, steps.size() - 1))
                        .in(metadata)
                        .orElseThrow();
        throw MetadataValues.missing(within, steps.get(steps.size() - 1), last);
    }
}
