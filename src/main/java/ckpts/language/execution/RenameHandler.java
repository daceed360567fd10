package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.workspace.CollisionException;
import ckpts.workspace.Loaded;
import ckpts.workspace.Workspace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code rename S -> T} and {@code rename { S -> T; ... }}: rules apply at once, the first that matches wins. */
final class RenameHandler implements Handler<Statement.Rename> {
    @Override
    public State execute(Statement.Rename rename, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = Editable.subject(context, rename.span());
        Selection selection = new Selection(context);
        Selection.Names subjects = selection.names(subject);
        Map<String, String> names = new LinkedHashMap<>();
        for (Statement.Rule rule : rename.rules()) {
            requireSubject(rule, selection, subject);
            Targets targets = new Targets(rule.target(), context);
            for (Selected selected : subjects.of(rule.source(), rename.optional(), "rename")) {
                if (!names.containsKey(selected.name())) {
                    names.put(
                            selected.name(), targets.of(selected, rule.source().span()));
                }
            }
        }
        Touched.require(rename.expect(), names.size(), Evaluator.in(context));
        names.entrySet().removeIf(renamed -> renamed.getKey().equals(renamed.getValue()));
        Workspace renamed = renamed(state.workspace(), subject, names, step);
        return state.with(renamed)
                .saying(new Event.Done(
                        rename.span(), "renamed " + Touched.withSlots(subject.current(), names.keySet())));
    }

    private static void requireSubject(Statement.Rule rule, Selection selection, Loaded subject) {
        if (!selection.checkpoint(rule.source()).alias().equals(subject.alias())) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            rule.source().span(),
                            "rename works on the subject, `" + subject.alias() + "`")
                    .help("write `use` before it, or copy from the other checkpoint"));
        }
    }

    /**
     * Second names first, so that they are out of the way of the tensors and follow them: a tensor and its second name
     * can change places.
     */
    private static Workspace renamed(Workspace workspace, Loaded subject, Map<String, String> names, Step step) {
        Checkpoint checkpoint = subject.current();
        Map<String, String> tensors = new LinkedHashMap<>(names);
        tensors.keySet().removeIf(name -> !checkpoint.contains(name));
        Map<String, String> aliases = new LinkedHashMap<>(names);
        aliases.keySet().removeAll(tensors.keySet());
        if (aliases.isEmpty()) {
            return tensors.isEmpty() ? workspace : workspace.renaming(subject.alias(), tensors, step);
        }
        Workspace moved = workspace.aliasing(subject.alias(), movedAliases(checkpoint, aliases, tensors));
        Workspace renamed = tensors.isEmpty() ? moved : moved.renaming(subject.alias(), tensors, step);
        requireNoTensors(
                aliases, renamed.checkpoint(subject.alias()).orElseThrow().current());
        return renamed;
    }

    private static Map<String, String> movedAliases(
            Checkpoint checkpoint, Map<String, String> moves, Map<String, String> tensors) {
        Map<String, String> result = new TreeMap<>(checkpoint.aliases());
        result.keySet().removeAll(moves.keySet());
        Map<String, List<String>> landing = new HashMap<>();
        result.keySet().forEach(alias -> landing.put(alias, List.of(alias)));
        tensors.forEach((old, renamed) -> landing.put(renamed, List.of(old)));
        TreeMap<String, List<String>> collisions = new TreeMap<>();
        moves.forEach((old, renamed) -> {
            result.put(renamed, checkpoint.aliases().get(old));
            List<String> first = landing.putIfAbsent(renamed, List.of(old));
            if (first != null) {
                collisions.put(renamed, List.of(old, first.get(0)));
            }
        });
        requireNone(collisions);
        return result;
    }

    private static void requireNoTensors(Map<String, String> moves, Checkpoint checkpoint) {
        TreeMap<String, List<String>> collisions = new TreeMap<>();
        moves.forEach((old, renamed) -> {
            if (checkpoint.contains(renamed)) {
                collisions.put(renamed, List.of(old, renamed));
            }
        });
        requireNone(collisions);
    }

    private static void requireNone(TreeMap<String, List<String>> collisions) {
        if (!collisions.isEmpty()) {
            throw new CollisionException(collisions);
        }
    }
}
