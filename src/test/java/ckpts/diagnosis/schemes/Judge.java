package ckpts.diagnosis.schemes;

import ckpts.diagnosis.schemes.Judgement.Verdict;
import ckpts.diagnosis.schemes.Truth.Counterpart;
import ckpts.engine.Cancellation;
import ckpts.engine.Progress;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes advice at its word and says what came of it. The whole script is one thing: it holds or not. What each tensor
 * got is another: there statements that fail are passed over, as somebody would who tries one after the other.
 */
final class Judge {
    private static final String END = "assert consumed%nsave \"%s\"%n".formatted(Scene.RESULT);

    private final Pair pair;
    private final Truth truth;
    private final Scene scene;
    private final Map<Long, String> origins = new HashMap<>();
    private final Map<String, int[]> expected = new HashMap<>();
    private final List<String> right = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private final List<String> anew = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> invented = new ArrayList<>();

    private Judge(Pair pair) throws IOException {
        this.pair = pair;
        truth = new Truth(pair);
        scene = new Scene(pair, truth);
        truth.values().forEach((name, grid) -> Arrays.stream(grid.elements()).forEach(e -> origins.put(e, name)));
        pair.to().tensors().forEach(tensor -> expected.put(tensor.name(), tensor.shape()));
    }

    static Judgement judge(Pair pair) throws IOException {
        Judge judge = new Judge(pair);
        return judge.judged(Advice.of(judge.scene));
    }

    /** As if the program had proposed something else. */
    static Judgement judge(Pair pair, List<String> statements) throws IOException {
        return new Judge(pair).judged(new Advice(0, statements));
    }

    private Judgement judged(Advice advice) throws IOException {
        count(oneByOne(advice.statements()));
        Optional<String> complaint = complaint(advice.statements());
        Verdict verdict = Verdict.OPEN;
        String because = complaint.orElse("");
        if (complaint.isEmpty()) {
            Map<String, Grid> saved = scene.result();
            Optional<String> first = truth.counterparts().entrySet().stream()
                    .filter(entry -> !entry.getValue().value().equals(saved.get(entry.getKey())))
                    .map(entry ->
                            entry.getKey() + " is not what " + entry.getValue().sources() + " was")
                    .findFirst();
            verdict = first.isPresent() ? Verdict.WRONG_GREEN : Verdict.SOLVED;
            because = first.orElse("");
        }
        return new Judgement(pair, verdict, because, advice.findings(), right, wrong, open, anew, dropped, invented);
    }

    private Map<String, Grid> oneByOne(List<String> statements) throws IOException {
        try (Session session = scene.session()) {
            Outcome opening = Scene.evaluate(session, opening());
            if (!opening.holds()) {
                throw new AssertionError(pair.name() + ": " + opening.diagnostics());
            }
            statements.forEach(statement -> Scene.evaluate(session, statement));
            return Scene.values(session.workspace().subject().orElseThrow().current());
        }
    }

    private Optional<String> complaint(List<String> statements) throws IOException {
        try (Session session = scene.session()) {
            Outcome outcome = Scene.evaluate(session, opening() + String.join("\n", statements) + "\n" + END);
            List<Diagnostic> diagnostics = outcome.holds()
                    ? session.save(outcome.plan(), Progress.SILENT, Cancellation.NEVER)
                            .diagnostics()
                    : outcome.diagnostics();
            return diagnostics.stream()
                    .filter(Diagnostic::isError)
                    .map(Diagnostic::message)
                    .findFirst();
        }
    }

    private String opening() {
        return "load \"%s\"%nmanifest \"%s\"%n".formatted(scene.checkpoint(), Scene.MANIFEST);
    }

    private void count(Map<String, Grid> after) {
        truth.counterparts()
                .forEach((name, counterpart) ->
                        verdict(name, counterpart, after.get(name)).add(name));
        Set<String> kept = new HashSet<>();
        after.values().forEach(grid -> kept.addAll(origins(grid)));
        truth.needed().stream().filter(name -> !kept.contains(name)).forEach(dropped::add);
        after.forEach((name, grid) -> {
            boolean free =
                    !truth.counterparts().containsKey(name) && !truth.resized().contains(name);
            if (free && expected.containsKey(name) && !origins(grid).isEmpty() && fits(name, grid)) {
                invented.add(name);
            }
        });
    }

    private List<String> verdict(String name, Counterpart counterpart, Grid found) {
        if (found == null) {
            return open;
        }
        if (found.equals(counterpart.value())) {
            return right;
        }
        Set<String> origins = origins(found);
        if (origins.isEmpty()) {
            return anew;
        }
        boolean onItsWay = counterpart.sources().containsAll(origins) && !fits(name, found);
        return onItsWay ? open : wrong;
    }

    private boolean fits(String name, Grid grid) {
        return Arrays.equals(expected.get(name), grid.shape());
    }

    /** The tensors of the checkpoint that these elements are from. */
    private Set<String> origins(Grid grid) {
        Set<String> names = new HashSet<>();
        for (long element : grid.elements()) {
            String origin = origins.get(element);
            if (origin != null) {
                names.add(origin);
            }
        }
        return names;
    }
}
