package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which node goes to which object: checkpoint_test.py and the restoring code of TensorFlow. */
class MatchingTest {
    /** {@code node > object path}, in the order of binding. */
    private static List<String> bound(ObjectGraph stored, ObjectGraph model) {
        return Matching.of(stored, model).bindings().stream()
                .map(binding -> binding.node() + " > " + binding.object() + " " + binding.path())
                .toList();
    }

    /** Nodes by the objects that they restore. */
    private static List<String> restored(ObjectGraph stored, ObjectGraph model) {
        return Matching.of(stored, model).restored().stream()
                .map(binding -> binding.node() + " > " + binding.object())
                .toList();
    }

    private static ObjectGraph saying(boolean hasValues, int node, ObjectGraph graph) {
        List<ObjectGraph.Node> nodes = new ArrayList<>(graph.nodes());
        ObjectGraph.Node old = nodes.get(node);
        nodes.set(
                node,
                new ObjectGraph.Node(
                        old.children(),
                        old.attributes(),
                        old.slots(),
                        old.saver(),
                        Optional.of(hasValues),
                        ByteString.EMPTY));
        return new ObjectGraph(nodes, ByteString.EMPTY);
    }

    @Test
    void edgesAreFollowedByNameWhateverTheKeysSay() {
        assertThat(bound(Graphs.of("a=1 b=2", "@anything", "@a"), Graphs.of("b=1 a=2", "@b", "@a")))
                .containsExactly("0 > 0 ", "1 > 2 a", "2 > 1 b");
    }

    @Test
    void theSearchIsBreadthFirst() {
        // The deep path stands first, the short one comes first.
        assertThat(bound(Graphs.of("deep=1 w=2", "w=2", "@w"), Graphs.of("deep=1 w=3", "w=2", "@deep/w", "@w")))
                .containsExactly("0 > 0 ", "1 > 1 deep", "2 > 3 w");
    }

    @Test
    void childrenAreTakenInTheOrderOfTheCheckpoint() {
        ObjectGraph model = Graphs.of("a=1 b=2", "@a", "@b");

        assertThat(bound(Graphs.of("a=1 b=1", "@x"), model)).containsExactly("0 > 0 ", "1 > 1 a");
        assertThat(bound(Graphs.of("b=1 a=1", "@x"), model)).containsExactly("0 > 0 ", "1 > 2 b");
    }

    @Test
    void cyclesEnd() {
        ObjectGraph graph = Graphs.of("me=0 a=1", "up=0 a=1 w=2", "@a/w");

        assertThat(bound(graph, graph)).containsExactly("0 > 0 ", "1 > 1 a", "2 > 2 a/w");
    }

    @Test
    void anObjectOfSeveralNodesIsRestoredFromTheFirst() {
        ObjectGraph stored = Graphs.of("a=1 b=2", "w=3", "w=4", "@a/w", "@b/w");
        ObjectGraph model = Graphs.of("a=1 b=1", "w=2", "@a/w");

        assertThat(bound(stored, model)).containsExactly("0 > 0 ", "1 > 1 a", "2 > 1 b", "3 > 2 a/w", "4 > 2 b/w");
        assertThat(restored(stored, model)).containsExactly("0 > 0", "1 > 1", "3 > 2");
    }

    @Test
    void whatTheModelLacksIsLeft() {
        assertThat(bound(Graphs.of("a=1 gone=2", "@a", "w=3", "@gone/w"), Graphs.of("a=1 fresh=2", "@a", "@fresh")))
                .containsExactly("0 > 0 ", "1 > 1 a");
    }

    @Test
    void slotsFollowTheirVariableAndTheirOptimizer() {
        ObjectGraph stored = Graphs.of("v=1 w=2 opt=3", "@v", "@w", "slot:1:m:4 slot:2:m:5", "@v-m", "@w-m");
        ObjectGraph model = Graphs.of("w=1 v=2 opt=3", "@w", "@v", "slot:1:m:4 slot:2:m:5", "@w-m", "@v-m");

        assertThat(bound(stored, model))
                .containsExactly(
                        "0 > 0 ",
                        "1 > 2 v",
                        "2 > 1 w",
                        "3 > 3 opt",
                        "4 > 5 v/.OPTIMIZER_SLOT/opt/m",
                        "5 > 4 w/.OPTIMIZER_SLOT/opt/m");
    }

    @Test
    void slotsWaitForAnOptimizerThatIsFoundLater() {
        ObjectGraph graph = Graphs.of("v=1 inner=2", "@v", "opt=3", "slot:1:m:4", "@v-m");

        assertThat(bound(graph, graph))
                .containsExactly(
                        "0 > 0 ", "1 > 1 v", "2 > 2 inner", "3 > 3 inner/opt", "4 > 4 v/.OPTIMIZER_SLOT/inner/opt/m");
    }

    @Test
    void slotsOfVariablesThatAreNotBoundStayUnresolved() {
        ObjectGraph stored = Graphs.of("v=1 opt=2", "@v", "slot:1:m:3", "@v-m");

        assertThat(Matching.of(stored, Graphs.of("opt=1", "-")).unresolvedSlots())
                .containsExactly(new Matching.Kept(2, new ObjectGraph.SlotReference(1, "m", 3)));
        assertThat(Matching.of(stored, Graphs.of("v=1", "@v")).unresolvedSlots())
                .isEmpty();
    }

    @Test
    void theCounterIsAttachedLast() {
        ObjectGraph stored = Graphs.of("save_counter=1 a=2", "@save_counter", "w=3", "@a/w");

        assertThat(bound(stored, stored)).containsExactly("0 > 0 ", "2 > 2 a", "3 > 3 a/w", "1 > 1 save_counter");
    }

    @Test
    void onlyWhatHasValuesIsRememberedForLater() {
        ObjectGraph stored = Graphs.of("save_counter=1", "@save_counter");

        assertThat(bound(saying(false, 1, stored), stored)).containsExactly("0 > 0 ");
        assertThat(bound(saying(true, 1, stored), stored)).containsExactly("0 > 0 ", "1 > 1 save_counter");
    }
}
