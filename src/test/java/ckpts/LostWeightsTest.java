package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Role;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code assert consumed} and the weights that a script loses: what it promises, and that its advice can be taken. */
class LostWeightsTest {
    private static final int CASES = 1000;
    private static final int STATEMENTS = 8;
    private static final Pattern PLACE = Pattern.compile("fix\\.ckpts:(\\d+)");
    private static final Pattern EXCEPT = Pattern.compile("add to fix\\.ckpts:(\\d+) `(except [^`]+)`");

    /**
     * A model, what is wanted of it, and a script that holds but for the weights it loses.
     *
     * @param stillLost of what nothing can be kept
     */
    private record Job(String name, Map<String, String> files, List<String> script, List<String> stillLost) {
        Job losing(String... names) {
            return new Job(name, files, script, List.of(names));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Job> jobs() {
        return Stream.of(
                job(
                        "by pattern",
                        "m.0.fc1.w float32[3, 2]\nm.0.fc2.w float32[2, 3]\nm.1.fc1.w float32[3, 2]\nm.1.fc2.w float32[2, 3]",
                        "h.0.up.w float32[3, 2]\nh.0.down.w float32[2, 3]\nh.1.up.w float32[3, 2]\nh.1.down.w float32[2, 3]",
                        "reinit \"h.{0..1}.**\" with normal()",
                        "drop \"m.**\""),
                job(
                                "by sets, with others",
                                "a/w float32[2]\nb/w float32[3]\nz float32[7]",
                                "x/w float32[2]\ny/w float32[3]\nnew float32[9]",
                                "drop unexpected",
                                "reinit missing with normal()")
                        .losing("z"),
                job(
                        "zeros before numbers, another order of axes, another width",
                        "e/block_000/k float32[2, 3]\ne/block_001/k float32[2, 3]\nconv bfloat16[3, 3, 4, 5]",
                        "e.block.0.k.w float32[3, 2]\ne.block.1.k.w float32[3, 2]\nstem.w float32[5, 4, 3, 3]",
                        "drop \"**\"",
                        "reinit missing with normal()"),
                job(
                        "inside a scope",
                        "m/fc1/w float32[3, 2]\nm/fc2/w float32[2, 3]",
                        "n/up/w float32[3, 2]\nn/down/w float32[2, 3]",
                        "scope \"m\" {",
                        "drop \"**\"",
                        "}",
                        "reinit missing with normal()"),
                job(
                        "layers that moved",
                        "h.0.w float32[2]\nh.2.w float32[2]\nh.5.w float32[2]",
                        "g.11.w float32[2]\ng.13.w float32[2]\ng.16.w float32[2]",
                        "drop \"h.**\"",
                        "reinit \"g.*.w\" with normal()"),
                job(
                        "layers with signs of patterns in their names",
                        "a[0]/{w} float32[2]\na[1]/{w} float32[2]",
                        "b*/0 float32[2]\nb*/1 float32[2]",
                        "reinit missing with normal()",
                        "keep \"b\\*/**\""),
                job(
                                "more lost than made",
                                "a/w float32[2]\nb/w float32[2]\nc/w float32[2]",
                                "b/weight float32[2]",
                                "drop \"*/w\"",
                                "set \"b/weight\" = ones(shape = [2])")
                        .losing("a/w", "c/w"),
                new Job(
                        "of another checkpoint",
                        Map.of(
                                "model.sketch", quoted("body/w float32[3]"),
                                "donor.sketch", quoted("head/w float32[2]"),
                                "wanted.sketch", quoted("body/w float32[3]\nhead/w float32[2]")),
                        List.of(
                                "load \"model.sketch\"",
                                "load \"donor.sketch\" as donor",
                                "manifest \"wanted.sketch\"",
                                "use donor",
                                "drop \"**\"",
                                "use model",
                                "reinit missing with zeros()",
                                "assert consumed"),
                        List.of()),
                job(
                        "more made than lost",
                        "a/w float32[2]\nd float32[9]",
                        "d float32[9]\nb/weight float32[2]\nc/weight float32[2]",
                        "drop \"a/w\"",
                        "reinit \"{b,c}/weight\" with normal()"));
    }

    private static Job job(String name, String model, String wanted, String... edits) {
        List<String> script = new ArrayList<>(List.of("load \"model.sketch\"", "manifest \"wanted.sketch\""));
        script.addAll(List.of(edits));
        script.add("assert consumed");
        return new Job(name, Map.of("model.sketch", quoted(model), "wanted.sketch", quoted(wanted)), script, List.of());
    }

    /** Names of a sketch in quotes. */
    private static String quoted(String lines) {
        return lines.replaceAll("(?m)^(\\S+)", "\"$1\"") + "\n";
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theWeightsCanBeKeptAsAdvised(Job job) throws IOException {
        List<String> advice = failure(job).helps().get(0).lines().toList();
        List<String> script = new ArrayList<>(job.script());
        String what = advice.get(0);
        Matcher except = EXCEPT.matcher(what);
        while (except.find()) {
            int line = Integer.parseInt(except.group(1)) - 1;
            script.set(
                    line, script.get(line).replaceFirst("^(reinit .*?)( with .*)?$", "$1 " + except.group(2) + "$2"));
        }
        List<Integer> gone = lines(what.replaceAll("above \\S+|add to .*", ""));
        int first = lines(what).get(0);
        long before = gone.stream().filter(line -> line < first).count();
        gone.stream().sorted(Comparator.reverseOrder()).forEach(line -> script.remove(line - 1));
        script.addAll((int) (first - 1 - before), advice.subList(1, advice.size()));
        try (Playground playground = playground(job.files())) {
            Outcome outcome = evaluate(playground.session(), String.join("\n", script));
            assertThat(outcome.diagnostics()).as(String.join("\n", script)).isEmpty();
            Workspace workspace = playground.session().workspace();
            assertThat(workspace.subject().orElseThrow().original().entries().stream()
                            .filter(entry -> isLost(entry, workspace))
                            .map(Entry::name))
                    .as(String.join("\n", script))
                    .containsExactlyElementsOf(job.stillLost());
        }
    }

    private static List<Integer> lines(String text) {
        return PLACE.matcher(text)
                .results()
                .map(place -> Integer.parseInt(place.group(1)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theWeightsCanBeLetGoAsAdvised(Job job) throws IOException {
        String advice = failure(job).helps().get(1);
        List<String> script = new ArrayList<>(job.script());
        script.set(script.size() - 1, advice.substring(advice.indexOf("assert consumed")));
        try (Playground playground = playground(job.files())) {
            Outcome outcome = evaluate(playground.session(), String.join("\n", script));
            assertThat(outcome.diagnostics()).as(String.join("\n", script)).isEmpty();
        }
    }

    private static Diagnostic failure(Job job) throws IOException {
        try (Playground playground = playground(job.files())) {
            Outcome outcome = evaluate(playground.session(), String.join("\n", job.script()));
            assertThat(outcome.diagnostics()).hasSize(1);
            assertThat(outcome.diagnostics().get(0).message()).contains("looks like a rename");
            return outcome.diagnostics().get(0);
        }
    }

    /** Whatever a script did, the assertion holds exactly if no variable that is reinitialized could be a lost weight. */
    @Test
    void whatHoldsLosesNothing() throws IOException {
        int failed = 0;
        int held = 0;
        for (long seed = 0; seed < CASES; seed++) {
            RandomScript chance = new RandomScript(seed);
            Random random = new Random(seed);
            try (Playground playground = playground(Map.of("model.sketch", chance.sketch()))) {
                Session session = playground.session();
                StringBuilder script = new StringBuilder("load \"model.sketch\"\n");
                evaluate(session, script.toString());
                for (int i = 0; i < STATEMENTS; i++) {
                    String line = random.nextInt(3) == 0
                            ? made(session.workspace(), random)
                            : chance.line(current(session.workspace())).text();
                    if (evaluate(session, line).holds()) {
                        script.append(line).append('\n');
                    }
                }
                boolean holds = evaluate(session, "assert consumed").holds();
                assertThat(holds).as("seed %s:%n%s", seed, script).isEqualTo(!losesSomething(session.workspace()));
                held += holds ? 1 : 0;
                failed += holds ? 0 : 1;
            }
        }
        assertThat(held).isGreaterThan(CASES / 4);
        assertThat(failed).isGreaterThan(CASES / 20);
    }

    /** A tensor of the type of one that was loaded, its axes reversed or not. */
    private static String made(Workspace workspace, Random random) {
        List<Entry> loaded = workspace.subject().orElseThrow().original().entries();
        TensorType type = loaded.get(random.nextInt(loaded.size())).tensor().type();
        List<Long> sizes = new ArrayList<>(type.shape().dimensions());
        if (random.nextBoolean()) {
            Collections.reverse(sizes);
        }
        return "set \"made/" + random.nextInt(4) + "\" = zeros(shape = " + sizes + ", dtype = float16) without slots";
    }

    /** The definition, pair by pair. */
    private static boolean losesSomething(Workspace workspace) {
        Loaded subject = workspace.subject().orElseThrow();
        List<Entry> lost = subject.original().entries().stream()
                .filter(entry -> isWeight(entry) && isLost(entry, workspace))
                .toList();
        List<Entry> made = subject.current().entries().stream()
                .filter(entry -> isWeight(entry) && isMade(entry.tensor()))
                .toList();
        return lost.stream()
                .filter(weight -> standing(weight, workspace).isEmpty())
                .anyMatch(weight -> made.stream()
                        .anyMatch(variable -> isKin(weight, variable)
                                && lost.stream()
                                        .noneMatch(other -> standing(other, workspace)
                                                .filter(variable::equals)
                                                .isPresent())));
    }

    private static boolean isWeight(Entry entry) {
        return entry.role().equals(Role.VARIABLE)
                && entry.tensor().type().shape().rank() > 0;
    }

    private static boolean isLost(Entry loaded, Workspace workspace) {
        return current(workspace).entries().stream()
                .noneMatch(entry -> leaves(entry.tensor()).contains(loaded.tensor()));
    }

    private static boolean isMade(Tensor tensor) {
        return leaves(tensor).stream().noneMatch(leaf -> leaf.origin().isPresent());
    }

    private static Set<Tensor> leaves(Tensor tensor) {
        Set<Tensor> leaves = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        if (tensor.inputs().isEmpty()) {
            leaves.add(tensor);
        }
        tensor.inputs().forEach(input -> leaves.addAll(leaves(input)));
        return leaves;
    }

    private static boolean isKin(Entry left, Entry right) {
        return left.tensor().type().shape().dimensions().stream()
                .sorted()
                .toList()
                .equals(right.tensor().type().shape().dimensions().stream()
                        .sorted()
                        .toList());
    }

    /** What stands in the place of a lost weight: another loaded value, or a new one of its kind. */
    private static Optional<Entry> standing(Entry weight, Workspace workspace) {
        InputId input = new InputId("model", weight.name());
        String last = workspace.ledger().account(input).fate().lastName().orElse(weight.name());
        List<Entry> entries = current(workspace).entries();
        Optional<Entry> successor = entries.stream()
                .filter(entry -> entry.holds().or(entry::replaces).equals(Optional.of(input)))
                .findFirst();
        if (successor.isPresent()) {
            boolean fresh = isWeight(successor.get()) && isMade(successor.get().tensor());
            return successor.filter(entry -> !fresh || isKin(weight, entry));
        }
        return Stream.of(last, weight.name())
                .flatMap(name -> current(workspace).entry(name).stream())
                .filter(entry -> isWeight(entry) && isMade(entry.tensor()) && isKin(weight, entry))
                .findFirst();
    }

    private static Playground playground(Map<String, String> files) throws IOException {
        return new Playground(Program.of("fix.ckpts", "", files));
    }

    private static Outcome evaluate(Session session, String text) {
        return session.evaluate(Playground.source("fix.ckpts", text), Map.of(), false);
    }

    private static Checkpoint current(Workspace workspace) {
        return workspace.subject().orElseThrow().current();
    }
}
