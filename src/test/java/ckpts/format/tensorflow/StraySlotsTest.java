package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.Playground;
import ckpts.checkpoint.Checkpoint;
import ckpts.engine.Budget;
import ckpts.format.MemoryDisk;
import ckpts.format.tensorflow.object.Graphs;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Slots whose variable lacks a name or a value, in graphs as damage leaves them. */
class StraySlotsTest {
    private static final Path MANIFEST = Path.of("m.json");

    /** Two optimizers refer to one slot, the second for a variable that nothing leads to. */
    private static final ObjectGraph OF_TWO = Graphs.of(
            "a=1 one=2 two=3 values",
            "@a values",
            "iter=6 slot:1:m:4 values",
            "iter=6 slot:5:m:4 values",
            "@m values",
            "@@lost/.ATTRIBUTES/VARIABLE_VALUE values",
            "@iter values");

    private static final ObjectGraph WITHOUT_A_VALUE = Graphs.of(
            "a=1 b=2 optimizer=3 values",
            "@a values",
            "@b values",
            "iter=5 slot:1:m:4 values",
            "@m values",
            "@iter values");

    /** One slot that an optimizer keeps for two variables. */
    private static final ObjectGraph SHARED = Graphs.of(
            "a=1 b=2 optimizer=3 values",
            "@a values",
            "@b values",
            "iter=5 slot:1:m:4 slot:2:m:4 values",
            "@m values",
            "@iter values");

    /** Two slots of one name for one variable. */
    private static final ObjectGraph TWICE = Graphs.of(
            "a=1 optimizer=2 values",
            "@a values",
            "iter=5 slot:1:m:3 slot:1:m:4 values",
            "@m values",
            "@n values",
            "@iter values");

    @Test
    void aSlotOfTwoVariablesIsReported() {
        Outcome outcome = run(SHARED, List.of(), "load \"v\"\nrename \"a\" -> \"c\"\nsave \"y\"");
        assertThat(errors(outcome)).isEmpty();
        assertThat(outcome.allDiagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "object graph, node 4: is the slot \"m\" of node 1 (\"a\") and of node 2 (\"b\"): it is"
                                + " listed and edited as a slot of only one of the two");
    }

    @Test
    void twoSlotsOfOneNameFollowTheirOptimizer() {
        Outcome outcome = run(TWICE, List.of(), "load \"v\"\nrename \"optimizer/**\" -> \"opt/**\"\nsave \"y\"");
        assertThat(errors(outcome)).isEmpty();
        Checkpoint checkpoint = outcome.plan().saves().get(0).request().checkpoint();
        assertThat(checkpoint.names())
                .containsExactlyInAnyOrder("a", "a/.OPTIMIZER_SLOT/opt/m", "a/.OPTIMIZER_SLOT/opt/m'", "opt/iter");
    }

    @Test
    void slotsThatFollowMakeWayForWhatIsThere() {
        String script = "load \"v\"\ncopy \"a\" -> \"a/.OPTIMIZER_SLOT/opt/m\" without slots\n"
                + "rename \"optimizer/**\" -> \"opt/**\"\nassert count slots == 2\n"
                + "assert exists \"a/.OPTIMIZER_SLOT/opt/m\"\nassert exists \"a/.OPTIMIZER_SLOT/opt/m'\"\n"
                + "assert exists \"a/.OPTIMIZER_SLOT/opt/m''\"";
        assertThat(errors(run(TWICE, List.of(), script))).isEmpty();
    }

    @Test
    void aSlotOfTwoOptimizersBelongsToTheOneThatNamesIt() {
        Outcome outcome = run(OF_TWO, List.of(), "load \"v\"\nshow slots\nrename \"a\" -> \"b\"\nsave \"y\"");
        assertThat(errors(outcome)).isEmpty();
        Checkpoint checkpoint = outcome.plan().saves().get(0).request().checkpoint();
        assertThat(checkpoint.slotsOf("b")).containsExactly("b/.OPTIMIZER_SLOT/one/m");
    }

    @Test
    void aSlotOfAVariableWithoutAValueIsNotWrittenAgain() {
        String script = "load \"v\"\nmanifest \"m.json\"\nsave \"y\"";
        assertThat(errors(run(WITHOUT_A_VALUE, List.of("a/.ATTRIBUTES/VARIABLE_VALUE"), script)))
                .containsExactly(
                        "the format `tensorflow` cannot hold this checkpoint: [\"a/.OPTIMIZER_SLOT/optimizer/m\""
                                + " is a slot of \"a\", which has no value: write `drop \"a/.OPTIMIZER_SLOT/optimizer/m\"`]");
        assertThat(errors(run(
                        WITHOUT_A_VALUE,
                        List.of("a/.ATTRIBUTES/VARIABLE_VALUE"),
                        script.replace("save", "drop \"a/.OPTIMIZER_SLOT/optimizer/m\"\nsave"))))
                .isEmpty();
    }

    private static Outcome run(ObjectGraph graph, List<String> missing, String script) {
        TreeSet<String> keys = new TreeSet<>();
        graph.nodes().forEach(node -> node.attributes().forEach(attribute -> keys.add(attribute.key())));
        keys.removeAll(missing);
        String manifest = "{\"ckpts_manifest\": 1, \"restored_by\": \"restore\", \"variables\": []}";
        MemoryDisk disk = new Bundles()
                .objects(ObjectGraphBytes.encoded(graph), keys)
                .disk()
                .put(MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
        try (Session session = new Session(Playground.formats(), disk, Budget.standard())) {
            return session.propose(new SourceText("test", script, Optional.empty()), Map.of(), false);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> errors(Outcome outcome) {
        return outcome.diagnostics().stream()
                .filter(Diagnostic::isError)
                .map(problem -> problem.message() + (problem.details().isEmpty() ? "" : ": " + problem.details()))
                .toList();
    }
}
