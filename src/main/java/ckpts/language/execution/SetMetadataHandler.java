package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import java.util.Optional;

/** {@code set metadata "key" = EXPR}: adds an entry to the subject's metadata, or replaces one. */
final class SetMetadataHandler implements Handler<Statement.SetMetadata> {
    @Override
    public State execute(Statement.SetMetadata set, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(set.span());
        Evaluator evaluator = Evaluator.in(context);
        String key = evaluator.plain(set.key());
        Value value = evaluator.value(set.value());
        if (!(value instanceof Value.Text text)) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT, set.value().span(), "metadata are strings, found " + value.kind())
                    .help("write it in quotes; \"${ ... }\" inserts a value into a string"));
        }
        boolean old = subject.current().metadata().containsKey(key);
        return state.with(state.workspace().describing(subject.name(), key, Optional.of(text.value()), step))
                .saying(new Event.Done(set.span(), (old ? "replaced" : "added") + " metadata \"" + key + "\""));
    }
}
