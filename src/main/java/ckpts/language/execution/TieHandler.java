package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.MissingTensor;
import ckpts.language.semantics.StatementException;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code tie "a" -> "b"}: b becomes an alias of a. */
final class TieHandler implements Handler<Statement.Tie> {
    @Override
    public State execute(Statement.Tie tie, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(tie.span());
        Evaluator evaluator = Evaluator.in(context);
        Checkpoint checkpoint = subject.current();
        String written = evaluator.name(tie.name());
        String name = checkpoint.aliases().getOrDefault(written, written);
        if (!checkpoint.contains(name)) {
            throw new StatementException(
                    MissingTensor.diagnostic(subject, name, tie.name().span(), state.environment()));
        }
        String alias = evaluator.name(tie.alias());
        Workspace.requireFree(checkpoint, Map.of(alias, List.of(name)));
        Map<String, String> aliases = new TreeMap<>(checkpoint.aliases());
        aliases.put(alias, name);
        return state.with(state.workspace().aliasing(subject.name(), aliases))
                .saying(new Event.Done(tie.span(), "tied \"" + alias + "\" to \"" + name + "\""));
    }
}
