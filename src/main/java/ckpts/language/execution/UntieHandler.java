package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Suggestions;
import ckpts.language.source.Code;
import ckpts.language.syntax.Statement;
import ckpts.state.Loaded;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code untie "b"}: an alias becomes a tensor of its own, with the same value. */
final class UntieHandler implements Handler<Statement.Untie> {
    @Override
    public State execute(Statement.Untie untie, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(untie.span());
        Checkpoint checkpoint = subject.current();
        String alias = Evaluator.in(context).name(untie.alias());
        String name = checkpoint.aliases().get(alias);
        if (name == null) {
            throw new StatementException(Suggestions.unknown(
                    Code.NO_SUCH_TENSOR,
                    untie.alias().span(),
                    "\"" + alias + "\" is not an alias of a tensor",
                    alias,
                    checkpoint.aliases().keySet()));
        }
        Map<String, String> aliases = new TreeMap<>(checkpoint.aliases());
        aliases.remove(alias);
        Entry source = checkpoint.entry(name).orElseThrow();
        Entry own = Entry.made(alias, source.tensor(), Role.VARIABLE, step).after(source);
        return state.with(state.workspace()
                        .aliasing(subject.name(), aliases)
                        .placing(subject.name(), List.of(own), step)
                        .using(source.holds().stream().toList(), step))
                .saying(new Event.Done(untie.span(), "untied \"" + alias + "\" from \"" + name + "\""));
    }
}
