package ckpts.checkpoint;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NameIndex;
import ckpts.naming.RenameRules;
import ckpts.naming.RenameRules.Rule;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds renamed layers, scopes and leaves: {@code dense_1/* -> fully_connected_a/*}.
 *
 * <p>Every pair of names that agree at one end and in type votes for the rules that would bring them together; the
 * rules with most votes are tried on all names, and the one that brings most home is taken. Two rules that bring home
 * equally much and contradict each other are both told.
 */
final class RenameDiagnosis {
    private static final int MAX_ROUNDS = 64;
    private static final int MAX_TRIALS = 32;

    private final Evidence evidence;
    private final NameIndex fitting;
    private final Set<String> leftOpen = new HashSet<>();

    /**
     * A rule and what it does.
     *
     * @param moves old to new name, where the new one is missing
     * @param score what speaks for it
     */
    private record Trial(RenameVotes.Candidate candidate, Rule rule, Map<String, String> moves, int score) {
        boolean contradicts(Trial other) {
            Map<String, String> back = new HashMap<>();
            other.moves().forEach((from, to) -> back.put(to, from));
            for (Map.Entry<String, String> move : moves.entrySet()) {
                String elsewhere = other.moves().get(move.getKey());
                String rival = back.get(move.getValue());
                if (elsewhere != null && !elsewhere.equals(move.getValue())
                        || rival != null && !rival.equals(move.getKey())) {
                    return true;
                }
            }
            return false;
        }
    }

    private RenameDiagnosis(Evidence evidence) {
        this.evidence = evidence;
        this.fitting = new NameIndex(evidence.placed());
    }

    static void explain(Evidence evidence) {
        RenameDiagnosis diagnosis = new RenameDiagnosis(evidence);
        int rounds = 0;
        while (rounds < MAX_ROUNDS && diagnosis.explainMost()) {
            rounds++;
        }
        diagnosis.leftOpen.forEach(evidence.openUnexpected()::remove);
    }

    /** One round; whether anything was explained. */
    private boolean explainMost() {
        Map<String, TensorType> here = new LinkedHashMap<>();
        for (Entry entry : evidence.openUnexpected().values()) {
            if (!entry.role().isOptimizer()) {
                here.put(entry.name(), entry.tensor().type());
            }
        }
        Map<String, TensorType> model = new LinkedHashMap<>();
        for (Expected expected : evidence.openMissing().values()) {
            if (expected.slotOf().isEmpty()) {
                model.put(expected.name(), expected.type());
            }
        }
        if (here.isEmpty() || model.isEmpty()) {
            return false;
        }
        NameIndex index = new NameIndex(here.keySet());
        List<Trial> trials = new ArrayList<>();
        for (RenameVotes.Candidate candidate : RenameVotes.of(here, model).mostVoted(MAX_TRIALS)) {
            Trial trial = tried(candidate, index, here, model);
            if (trial.score() > 0) {
                trials.add(trial);
            }
        }
        trials.sort(Comparator.comparingInt(Trial::score)
                .reversed()
                .thenComparingInt(trial -> trial.candidate().unlikeness())
                .thenComparingInt(trial -> trial.candidate().length()));
        if (trials.isEmpty()) {
            return false;
        }
        Trial best = trials.get(0);
        List<Trial> rivals = trials.stream()
                .filter(trial -> trial.score() == best.score() && trial.contradicts(best))
                .filter(trial ->
                        trial.candidate().unlikeness() <= best.candidate().unlikeness()
                                || !best.candidate().isNear())
                .toList();
        if (rivals.isEmpty()) {
            report(narrowed(best, index, here, model));
        } else {
            tellAll(
                    narrowed(best, index, here, model),
                    rivals.stream()
                            .map(rival -> narrowed(rival, index, here, model))
                            .toList());
        }
        return true;
    }

    private Trial tried(
            RenameVotes.Candidate candidate,
            NameIndex index,
            Map<String, TensorType> here,
            Map<String, TensorType> model) {
        Rule rule = Rule.of(candidate.pattern(), candidate.target());
        RenameRules.Outcome outcome = new RenameRules(List.of(rule)).apply(index);
        Map<String, String> moves = new TreeMap<>();
        int equal = 0;
        int strayed = 0;
        for (Map.Entry<String, String> move : outcome.renames().entrySet()) {
            TensorType wanted = model.get(move.getValue());
            if (wanted == null) {
                strayed++;
            } else {
                moves.put(move.getKey(), move.getValue());
                equal += wanted.equals(here.get(move.getKey())) ? 1 : 0;
            }
        }
        boolean convincing = equal >= 1 && moves.size() >= 2 || candidate.isNear() && !moves.isEmpty();
        boolean harmless = outcome.collisions().isEmpty()
                && rule.pattern().matches(fitting).isEmpty();
        int score = convincing && harmless ? equal * 2 + (moves.size() - equal) - strayed * 2 : 0;
        return new Trial(candidate, rule, moves, score);
    }

    /** The same rule with {@code *} for {@code **} where that does the same. */
    private Trial narrowed(Trial trial, NameIndex index, Map<String, TensorType> here, Map<String, TensorType> model) {
        RenameVotes.Candidate wide = trial.candidate();
        boolean ends =
                wide.pattern().matches(".*[^*][/.]\\*\\*") && wide.target().matches(".*[^*][/.]\\*\\*");
        if (!ends) {
            return trial;
        }
        Trial narrow = tried(wide.narrowed(), index, here, model);
        return narrow.moves().equals(trial.moves()) ? narrow : trial;
    }

    private void report(Trial trial) {
        List<String> targets = evidence.inModelOrder(trial.moves().values());
        evidence.add(
                Finding.of(
                        Finding.Kind.MISSING,
                        subject(trial, targets),
                        targets,
                        "likely renamed from " + trial.candidate().pattern(),
                        trial.candidate().line()),
                List.of(trial.rule().pattern()),
                trial.moves());
    }

    private static String subject(Trial trial, List<String> targets) {
        List<LayerTemplates.Template> templates = LayerTemplates.of(targets);
        return templates.size() == 1
                ? templates.get(0).text()
                : trial.candidate().target().replaceAll("\\{[ijk]\\}", "*");
    }

    /** All rules that bring the same tensors home: none is better than the others. */
    private void tellAll(Trial best, List<Trial> rivals) {
        List<String> targets = evidence.inModelOrder(best.moves().values());
        List<Trial> same = new ArrayList<>(List.of(best));
        rivals.stream()
                .filter(rival -> new HashSet<>(rival.moves().values()).equals(new HashSet<>(targets)))
                .forEach(same::add);
        List<List<String>> repairs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Trial trial : same) {
            if (seen.add(trial.moves().toString())) {
                repairs.add(List.of(trial.candidate().line()));
            }
            leftOpen.addAll(trial.moves().keySet());
        }
        rivals.forEach(rival -> leftOpen.addAll(rival.moves().keySet()));
        String cause = repairs.size() > 1
                ? "renamed from one of " + repairs.size() + ": names and shapes do not tell which"
                : "perhaps renamed from " + best.candidate().pattern() + ", but it would fit elsewhere as well";
        repairs.add(List.of("reinit \"" + subject(best, targets) + "\""));
        evidence.add(new Finding(Finding.Kind.MISSING, subject(best, targets), targets, cause, repairs));
        targets.forEach(evidence.openMissing()::remove);
    }
}
