package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Suggestions;
import ckpts.language.source.Code;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import java.util.Optional;
import java.util.Set;

/** {@code drop metadata "key"}: removes an entry of the subject's metadata. */
final class DropMetadataHandler implements Handler<Statement.DropMetadata> {
    @Override
    public State execute(Statement.DropMetadata drop, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(drop.span());
        String key = Evaluator.in(context).plain(drop.key());
        Set<String> known = subject.current().metadata().keySet();
        if (known.contains(key)) {
            return state.with(state.workspace().describing(subject.name(), key, Optional.empty(), step))
                    .saying(new Event.Done(drop.span(), "dropped metadata \"" + key + "\""));
        }
        if (drop.optional()) {
            return state.saying(new Event.Done(drop.span(), "dropped no metadata"));
        }
        throw new StatementException(Suggestions.unknown(
                Code.NO_MATCH, drop.key().span(), "there is no metadata \"" + key + "\"", key, known));
    }
}
