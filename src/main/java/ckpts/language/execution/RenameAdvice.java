package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.diagnosis.Restoration;
import ckpts.diagnosis.Restoration.Pair;
import ckpts.language.advice.AdviceText;
import ckpts.language.syntax.Selector;
import ckpts.naming.LayerTemplates;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Advice on how a script keeps the weights that it loses: the renames, and the changes to the statements that lost the
 * weights and made the variables. One that did nothing else is removed; one that also makes other variables must leave
 * these out, so that it does not give the weights new values under their new names.
 */
final class RenameAdvice {
    private final Restoration restoration;
    private final Checkpoint judged;
    private final String subject;
    private final Workspace workspace;
    private final Set<InputId> lost = new HashSet<>();
    private final Set<String> made = new LinkedHashSet<>();
    /** The statements, in their order. */
    private final Set<Step> steps = new TreeSet<>(Comparator.comparingInt(Step::number));

    private final Set<Step> withOthers = new HashSet<>();
    private final Map<Step, Set<String>> makers = new TreeMap<>(Comparator.comparingInt(Step::number));

    RenameAdvice(Restoration restoration, Checkpoint judged, String subject, Workspace workspace) {
        this.restoration = restoration;
        this.judged = judged;
        this.subject = subject;
        this.workspace = workspace;
        for (Pair pair : restoration.pairs()) {
            lost.add(pair.lost().input());
            made.add(pair.reinitialized().name());
            workspace.ledger().account(pair.lost().input()).fate().step().ifPresent(steps::add);
            Step maker = maker(judged.entry(pair.reinitialized().name()).orElseThrow());
            makers.computeIfAbsent(maker, step -> new LinkedHashSet<>())
                    .add(pair.reinitialized().name());
        }
        steps.addAll(makers.keySet());
        findOthers();
    }

    /** The last statement that touched a variable: mostly the one that made it. */
    static Step maker(Entry variable) {
        return variable.steps().get(0);
    }

    /** The instructions, then the lines to write. */
    String text() {
        List<String> gone =
                places(steps.stream().filter(step -> !withOthers.contains(step)).toList());
        List<String> all = places(List.copyOf(steps));
        List<String> parts = new ArrayList<>();
        // Copies from another checkpoint belong where the variables were made: there the subject is in use.
        boolean foreign = restoration.pairs().stream()
                .anyMatch(pair -> !pair.lost().input().checkpoint().equals(subject));
        if (withOthers.isEmpty() && !foreign) {
            parts.add("write in place of " + enumerated(all));
        } else {
            parts.add("write above "
                    + (foreign ? places(List.copyOf(makers.keySet())).get(0) : all.get(0)));
            if (!gone.isEmpty()) {
                parts.add("remove " + enumerated(gone));
            }
            makers.forEach((step, names) -> {
                if (withOthers.contains(step) && !step.text().startsWith("reinit missing")) {
                    parts.add("add to " + step.place() + " `except " + patterns(names, step.scope()) + "`");
                }
            });
        }
        return (restoration.pairs().size() == 1 ? "if it is" : "if they are") + " the same, " + enumerated(parts)
                + ":\n" + String.join("\n", AdviceText.script(restoration.repairs(), scope()));
    }

    /** The scope of the statements that the lines replace; a name that is absolute there is absolute outside as well. */
    private String scope() {
        return steps.stream()
                .map(Step::scope)
                .filter(scope -> !scope.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Patterns that match exactly these names: {@code "dense_{1..2}/kernel", "head"}. */
    static String patterns(Set<String> names, String scope) {
        return LayerTemplates.of(names).stream()
                .map(template -> "\"" + Selector.written(template.text(), scope) + "\"")
                .collect(Collectors.joining(", "));
    }

    private static List<String> places(List<Step> steps) {
        return steps.stream().map(Step::place).distinct().toList();
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    private static String enumerated(List<String> items) {
        int last = items.size() - 1;
        return last == 0 ? items.get(0) : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** Finds the statements that lost or made something else, too; slots do not count, they follow their variables. */
    private void findOthers() {
        workspace.ledger().accounts().forEach((input, account) -> {
            if (!lost.contains(input) && !follows(input)) {
                account.fate().step().filter(steps::contains).ifPresent(withOthers::add);
            }
        });
        for (Entry entry : judged.entries()) {
            boolean follows = entry.role() instanceof Role.Slot slot && made.contains(slot.owner());
            if (!made.contains(entry.name()) && !follows && !entry.steps().isEmpty() && steps.contains(maker(entry))) {
                withOthers.add(maker(entry));
            }
        }
    }

    private boolean follows(InputId input) {
        return workspace
                .checkpoint(input.checkpoint())
                .map(Loaded::original)
                .flatMap(original -> original.entry(input.name()))
                .filter(entry -> entry.role() instanceof Role.Slot slot
                        && lost.contains(new InputId(input.checkpoint(), slot.owner())))
                .isPresent();
    }
}
