package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Reinitialized;
import ckpts.diagnosis.Restoration;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.Counted;
import ckpts.naming.LayerTemplates;
import ckpts.state.Fate;
import ckpts.state.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The error for weights lost while variables are reinitialized: which ones, and the two ways to resolve it. */
final class ForgottenRenames {
    private final LostWeights weights;
    private final Checkpoint judged;
    private final String subject;
    private final Workspace workspace;

    /**
     * @param judged the checkpoint in which the variables are
     * @param subject the name of the checkpoint in scripts
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
     * @param promise the assertion, to which patterns of lost weights may be added
     * @param prefix the prefix of the scope that contains the assertion
     */
    Diagnostic diagnostic(Span place, BindingAssertion promise, String prefix) {
        int lost = weights.lost().size();
        int reinitialized = weights.reinitialized().size();
        Set<String> names =
                weights.lost().stream().map(Lost::name).collect(Collectors.toCollection(LinkedHashSet::new));
        return Diagnostic.error(
                        Code.NOT_CONSUMED,
                        place,
                        "looks like a rename: " + Counted.of(lost, "loaded weight")
                                + (lost == 1 ? " is" : " are")
                                + " lost, " + Counted.of(reinitialized, "variable") + " of the same "
                                + (reinitialized == 1 ? "shape is" : "shapes are") + " reinitialized")
                .detailed(details())
                .help(new RenameAdvice(Restoration.of(weights, subject), judged, subject, workspace).text())
                .help("if the weights are meant to be lost, say so: " + promise.text()
                        + RenameAdvice.patterns(names, prefix));
    }

    private List<String> details() {
        List<String> lines = new ArrayList<>();
        Map<String, Map<String, Lost>> byCheckpoint = new LinkedHashMap<>();
        weights.lost()
                .forEach(weight -> byCheckpoint
                        .computeIfAbsent(weight.input().checkpoint(), checkpoint -> new LinkedHashMap<>())
                        .put(weight.name(), weight));
        byCheckpoint.forEach((checkpoint, lost) -> lines.addAll(described(
                "lost           ",
                lost.keySet(),
                name -> (checkpoint.equals(subject) ? "" : "from " + checkpoint + ", ")
                        + left(lost.get(name).input()))));
        Set<String> reinitialized = weights.reinitialized().stream()
                .map(Reinitialized::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        lines.addAll(described(
                "reinitialized  ",
                reinitialized,
                name -> "at "
                        + RenameAdvice.maker(judged.entry(name).orElseThrow()).place()));
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
        return fate.step().map(step -> fate.word() + " at " + step.place()).orElse("nothing of it is left");
    }
}
