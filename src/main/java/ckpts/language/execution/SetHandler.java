package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.state.Loaded;
import ckpts.state.SlotConflictException;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/** {@code set T = EXPR}: makes one tensor, or replaces it. */
final class SetHandler implements Handler<Statement.SetTensor> {
    @Override
    public State execute(Statement.SetTensor set, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(set.span());
        Checkpoint checkpoint = subject.current();
        String name = Evaluator.in(context).name(set.target());
        if (checkpoint.aliases().containsKey(name)) {
            throw new StatementException(Diagnostic.error(
                            Code.ALIAS_ONLY,
                            set.target().span(),
                            "\"" + name + "\" is an alias of \""
                                    + checkpoint.aliases().get(name) + "\"")
                    .help("set that one, or make this a tensor of its own first: untie \"" + name + "\""));
        }
        Optional<Entry> old = checkpoint.entry(name);
        if (old.isPresent() && set.slots() != SlotChoice.WITHOUT) {
            requireNoSlots(checkpoint, name);
        }
        Optional<TensorType> wanted = old.map(entry -> entry.tensor().type())
                .or(() -> context.manifest(Optional.empty())
                        .flatMap(manifest -> manifest.variable(name))
                        .map(Manifest.Expected::type));
        Evaluator evaluator = Evaluator.forName(context, name);
        Tensor value = evaluator.tensor(set.value(), wanted);
        Entry made = Entry.made(name, value, old.map(Entry::role).orElse(Role.VARIABLE), step);
        State done = state.with(state.workspace()
                        .placing(subject.name(), List.of(made), step)
                        .using(InputUses.of(evaluator), step))
                .saying(new Event.Done(
                        set.span(), (old.isPresent() ? "replaced" : "created") + " \"" + name + "\", " + value.type()));
        return old.map(entry -> entry.tensor().type())
                .filter(type -> !type.equals(value.type()))
                .map(type -> done.saying(new Event.Reported(
                        set.span(),
                        Diagnostic.remark(
                                Code.REMARK,
                                set.target().span(),
                                "\"" + name + "\" was " + type + " and is now " + value.type()))))
                .orElse(done);
    }

    private static void requireNoSlots(Checkpoint checkpoint, String name) {
        for (String slot : checkpoint.slotsOf(name)) {
            throw new SlotConflictException(
                    "\"" + name + "\" has the slot \"" + slot + "\", which cannot follow set",
                    "drop the optimizer's tensors first (drop slots), or leave the slots as they are: without slots");
        }
    }
}
