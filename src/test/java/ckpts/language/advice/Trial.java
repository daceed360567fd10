package ckpts.language.advice;

import ckpts.Numbers;
import ckpts.Playground;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.diagnosis.Advice;
import ckpts.diagnosis.Finding;
import ckpts.diagnosis.Repair;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies advice literally, in sessions that have loaded a checkpoint and the manifest of its model. */
public final class Trial {
    private final Opening opening;
    private final Advice advice;

    /** Makes a session of its own each time. */
    public interface Opening {
        Session open() throws IOException;
    }

    /** @throws IOException if the checkpoint cannot be read */
    public Trial(Opening opening) throws IOException {
        this.opening = opening;
        try (Session session = opening.open()) {
            advice = Advice.on(Difference.between(
                    current(session), session.workspace().model().orElseThrow()));
        }
    }

    public Advice advice() {
        return advice;
    }

    /**
     * Every line that does not do what it is printed for: one that is certain and fails or changes nothing, from top to
     * bottom; an alternative that fails in the place of its finding, or makes a later line fail.
     */
    public List<String> complaints() throws IOException {
        List<String> complaints = new ArrayList<>(complaints("certain", certain(), true));
        for (Finding finding : advice.findings()) {
            for (List<Repair> way : finding.alternatives()) {
                complaints.addAll(complaints("alternative", withWay(finding, way), false));
            }
        }
        return complaints;
    }

    /** A tensor as it is now. */
    public record Listed(String type, Set<String> elements) {}

    public Map<String, Listed> before() throws IOException {
        return tensorsAfter(List.of());
    }

    /** The tensors after all that is certain. */
    public Map<String, Listed> after() throws IOException {
        return tensorsAfter(certain());
    }

    private Map<String, Listed> tensorsAfter(List<Repair> repairs) throws IOException {
        try (Session session = opening.open()) {
            repairs.forEach(repair -> run(session, repair));
            Map<String, Listed> tensors = new LinkedHashMap<>();
            for (Entry entry : current(session).entries()) {
                Set<String> elements =
                        new HashSet<>(List.of(Numbers.text(entry.tensor()).split(" ")));
                tensors.put(entry.name(), new Listed(entry.tensor().type().toString(), elements));
            }
            return tensors;
        }
    }

    /** The certain repairs, printed without a word before them, from top to bottom. */
    private List<Repair> certain() {
        return advice.findings().stream()
                .flatMap(finding -> finding.repairs().stream())
                .toList();
    }

    /** One of the alternatives in the place of its finding, with all certain repairs before and after it. */
    private List<Repair> withWay(Finding chosen, List<Repair> way) {
        List<Repair> repairs = new ArrayList<>();
        for (Finding finding : advice.findings()) {
            repairs.addAll(finding == chosen ? way : finding.repairs());
        }
        return repairs;
    }

    private List<String> complaints(String what, List<Repair> repairs, boolean mustChange) throws IOException {
        List<String> complaints = new ArrayList<>();
        try (Session session = opening.open()) {
            for (Repair repair : repairs) {
                List<String> before = mustChange ? Playground.lines(current(session)) : List.of();
                Outcome outcome = run(session, repair);
                if (!outcome.holds()) {
                    complaints.add(what + ": " + text(repairs) + ": `" + text(List.of(repair)) + "` fails: "
                            + outcome.diagnostics().get(0).message());
                    return complaints;
                }
                if (mustChange && before.equals(Playground.lines(current(session)))) {
                    complaints.add(what + ": `" + text(List.of(repair)) + "` changes nothing");
                }
            }
        }
        return complaints;
    }

    private static Outcome run(Session session, Repair repair) {
        String text = text(List.of(repair)) + "\n";
        return session.evaluate(new SourceText("fix.ckpts", text, Optional.empty()), Map.of(), false);
    }

    /** The repairs as they are printed. */
    private static String text(List<Repair> repairs) {
        return String.join("\n", AdviceText.script(repairs));
    }

    private static Checkpoint current(Session session) {
        return session.workspace().subject().orElseThrow().current();
    }
}
