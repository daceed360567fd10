package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Made;
import ckpts.checkpoint.LostWeights.Pair;
import ckpts.checkpoint.RenameLines;
import ckpts.checkpoint.Step;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.LayerTemplates;
import ckpts.workspace.Fate;
import ckpts.workspace.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How lost weights beside variables made anew are told: what was lost, what was made, and the two ways out. */
final class ForgottenRenames {
    private final LostWeights weights;
    private final Checkpoint judged;
    private final String subject;
    private final Workspace workspace;

    /**
     * @param judged the checkpoint in which the variables are
     * @param subject the alias under which it was loaded
     */
    ForgottenRenames(LostWeights weights, Checkpoint judged, String subject, Workspace workspace) {
        this.weights = weights;
        this.judged = judged;
        this.subject = subject;
        this.workspace = workspace;
    }

    /**
     * The failure.
     *
     * @param discarding the assertion up to where patterns of lost weights may be added
     * @param prefix of the scope that the assertion stands in
     */
    Diagnostic told(Span place, String discarding, String prefix) {
        int lost = weights.lost().size();
        int made = weights.made().size();
        Set<String> names = weights.lost().stream().map(Lost::name).collect(Collectors.toCollection(TreeSet::new));
        String patterns = LayerTemplates.of(names).stream()
                .map(template -> "\"" + (prefix.isEmpty() ? "" : "/") + template.text() + "\"")
                .collect(Collectors.joining(", "));
        return Diagnostic.error(
                        Code.NOT_CONSUMED,
                        place,
                        "looks like a rename: " + Touched.counted(lost, "loaded weight") + (lost == 1 ? " is" : " are")
                                + " lost, " + Touched.counted(made, "variable") + " of the same "
                                + (made == 1 ? "shape is" : "shapes are") + " made anew")
                .detailed(details())
                .help(renames())
                .help("if the weights are meant to be lost, say so: " + discarding + patterns);
    }

    private List<String> details() {
        List<String> lines = new ArrayList<>();
        Map<String, Map<String, Lost>> byCheckpoint = new LinkedHashMap<>();
        weights.lost().forEach(weight -> byCheckpoint
                .computeIfAbsent(weight.input().checkpoint(), alias -> new LinkedHashMap<>())
                .put(weight.name(), weight));
        byCheckpoint.forEach((alias, lost) -> lines.addAll(described(
                "lost       ",
                lost.keySet(),
                name -> (alias.equals(subject) ? "" : "of " + alias + ", ")
                        + left(lost.get(name).input()))));
        Set<String> made = weights.made().stream().map(Made::name).collect(Collectors.toCollection(LinkedHashSet::new));
        lines.addAll(described("made anew  ", made, name -> "at " + touched(name).place()));
        return lines;
    }

    private static List<String> described(String word, Set<String> names, Function<String, String> description) {
        return CheckHandler.shortened(LayerTemplates.of(names, description).stream()
                .map(template -> word + template + "   "
                        + description.apply(template.names().get(0)))
                .toList());
    }

    private String left(InputId input) {
        Fate fate = workspace.ledger().account(input).fate();
        return fate.step()
                .map(step -> fate.word() + " at " + step.place())
                .orElse("of which nothing is left");
    }

    /** The last statement that touched a variable: mostly the one that made it. */
    private Step touched(String name) {
        return judged.entry(name).orElseThrow().steps().get(0);
    }

    private String renames() {
        List<Pair> pairs = weights.pairs();
        Set<InputId> lost = new HashSet<>();
        Set<String> made = new HashSet<>();
        Set<Step> steps = new TreeSet<>(Comparator.comparingInt(Step::number));
        for (Pair pair : pairs) {
            lost.add(pair.lost().input());
            made.add(pair.made().name());
            workspace.ledger().account(pair.lost().input()).fate().step().ifPresent(steps::add);
            steps.add(touched(pair.made().name()));
        }
        String places = steps.stream().map(Step::place).distinct().collect(Collectors.joining(" and "));
        String first = steps.iterator().next().place();
        String lead = "if " + (pairs.size() == 1 ? "it is" : "they are") + " the same, write "
                + (areAll(steps, lost, made)
                        ? "in place of " + places + ":"
                        : "above " + first + ", and see that " + places + " no longer select"
                                + (steps.size() == 1 ? "s " : " ") + (pairs.size() == 1 ? "it:" : "them:"));
        return lead + "\n" + String.join("\n", RenameLines.of(pairs, subject));
    }

    /** Whether these statements did nothing else than to lose these weights and to make these variables. */
    private boolean areAll(Set<Step> steps, Set<InputId> lost, Set<String> made) {
        boolean otherLost = workspace.ledger().accounts().entrySet().stream()
                .anyMatch(account -> !lost.contains(account.getKey())
                        && account.getValue().fate().step().filter(steps::contains).isPresent());
        boolean otherMade = judged.entries().stream()
                .anyMatch(entry -> !made.contains(entry.name())
                        && !entry.steps().isEmpty()
                        && steps.contains(entry.steps().get(0)));
        return !otherLost && !otherMade;
    }

    /** The failure of entries that let nothing go. */
    static Optional<Diagnostic> idle(Discarding discarding, List<Lost> lost, Optional<Span> place) {
        List<Discarding.Listed> idle = discarding.idle(lost);
        if (idle.isEmpty()) {
            return Optional.empty();
        }
        String texts = idle.stream().map(listed -> listed.span().text()).collect(Collectors.joining(", "));
        return Optional.of(Diagnostic.error(
                        Code.NOT_CONSUMED,
                        place.orElse(idle.get(0).span()),
                        texts + (idle.size() == 1 ? " was" : " were") + " not lost")
                .labelled("0 of " + Touched.counted(lost.size(), "lost weight"))
                .help("leave " + (idle.size() == 1 ? "it" : "them") + " out of `discarding`"));
    }
}
