package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.OpenedCheckpoint.Absent;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.naming.NamePattern;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a checkpoint that a {@code load} takes. What {@code only} leaves out may be missing: an index may name
 * tensors that no file has.
 */
record PartialLoad(OpenedCheckpoint opened, Path path, Statement.Load load, Execution execution) {
    private static final int MOST_NAMED = 3;

    /** A placeholder for matching names whose tensors are unknown; no workspace ever holds it. */
    private static final Tensor UNKNOWN = Constant.ofLong(new TensorType(DType.INT64, Shape.scalar()), 0);

    /** @throws StatementException if a tensor is wanted that is missing */
    Checkpoint chosen(Context context) {
        Checkpoint there = opened.checkpoint();
        if (load.only().isEmpty()) {
            requireNone(opened.absent());
            return there;
        }
        Selector only = load.only().get();
        Checkpoint all = there.with(placeholders());
        Selection selection = new Selection(context);
        if (!opened.absent().isEmpty()) {
            // A condition on a missing tensor would be a guess: only names can leave it out.
            Selector byName = new Selector(only.span(), only.include(), only.except(), Optional.empty(), only.from());
            Set<String> wanted = names(selection.among(all, byName));
            requireNone(opened.absent().stream()
                    .filter(absent -> wanted.contains(absent.name()))
                    .toList());
        }
        Set<String> unwanted = new HashSet<>(there.names());
        unwanted.removeAll(names(selection.among(all, only)));
        return there.without(unwanted);
    }

    private List<Entry> placeholders() {
        List<Entry> placeholders = new ArrayList<>();
        for (Absent absent : opened.absent()) {
            long order = opened.checkpoint().size() + (long) placeholders.size();
            placeholders.add(Entry.read(absent.name(), UNKNOWN, Role.VARIABLE, order));
        }
        return placeholders;
    }

    private static Set<String> names(List<Selected> selected) {
        return selected.stream().map(Selected::name).collect(Collectors.toSet());
    }

    private void requireNone(List<Absent> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        Diagnostic problem =
                FileTrouble.at(load.path().span(), path, wanted.get(0).reason(), execution.disk());
        boolean few = wanted.size() <= MOST_NAMED;
        String names = wanted.stream()
                .map(absent -> "\"" + NamePattern.quote(absent.name()) + "\"")
                .collect(Collectors.joining(", "));
        String rest = (load.only().isEmpty() ? "only \"**\" except " : "except ") + names;
        throw new StatementException(
                few
                        ? problem.help("to load the rest, leave out what is missing: " + rest)
                        : problem.note(wanted.size() + " tensors are missing; `only` can leave them out"));
    }
}
