package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.format.tensorflow.object.GraphEdit.Edited;
import ckpts.format.tensorflow.object.ObjectGraph.Attribute;
import ckpts.format.tensorflow.object.ObjectGraph.Node;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What TensorFlow's restore does otherwise than names say, and which of its assertions tells; numbers are those of the
 * behaviours in its test suite that the format's reference lists.
 */
class RestoreCheckTest {
    private static List<String> findings(ObjectGraph stored, ObjectGraph model) {
        return findings(stored, model, Optional.empty());
    }

    private static List<String> findings(ObjectGraph stored, ObjectGraph model, Optional<LoadingCall> call) {
        return findings(Graphs.names(stored), model, call);
    }

    private static List<String> findings(ObjectNames stored, ObjectGraph model, Optional<LoadingCall> call) {
        Map<String, String> keys = new HashMap<>();
        Map<String, String> reached = new HashMap<>();
        for (Named named : stored.tensors()) {
            keys.put(named.name(), named.key());
            named.aliases().forEach(alias -> reached.putIfAbsent(alias, named.name()));
            reached.put(named.name(), named.name());
        }
        ObjectNames names = Graphs.names(model);
        List<Expected> variables = new ArrayList<>();
        Map<String, String> standing = new HashMap<>();
        for (Named named : names.tensors()) {
            if (!named.name().equals(SaveCounter.NAME)) {
                variables.add(new Expected(
                        named.name(),
                        new TensorType(DType.FLOAT32, Shape.scalar()),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.copyOf(named.aliases()),
                        Optional.empty()));
                List<String> paths = new ArrayList<>(List.of(named.name()));
                paths.addAll(named.aliases());
                paths.stream()
                        .filter(reached::containsKey)
                        .findFirst()
                        .ifPresent(path -> standing.put(named.name(), reached.get(path)));
            }
        }
        ModelGraph objects = ModelGraph.of(names, new Manifest(variables, call))
                .orElseThrow()
                .loadedBy(call, stored.graph());
        return RestoreCheck.findings(new Edited(stored.graph(), keys, List.of()), objects, standing).stream()
                .map(finding -> finding.effect() + " " + finding.notice() + " " + finding.text())
                .toList();
    }

    /** A graph in which the only attribute of a node has another key. */
    private static ObjectGraph keyed(int node, String key, ObjectGraph graph) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        Node old = nodes.get(node);
        Attribute attribute = new Attribute(old.attributes().get(0).name(), "", key);
        nodes.set(
                node,
                new Node(
                        old.children(),
                        List.of(attribute),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        ByteString.EMPTY));
        return new ObjectGraph(nodes, ByteString.EMPTY);
    }

    @Test
    void aModelTakesItsOwnCheckpoint() {
        ObjectGraph graph = Graphs.of(
                "net=1 opt=2 table=3 save_counter=4",
                "w=5 tied=5 me=1 empty=6",
                "iter=7 slot:5:m:8",
                "@table#table-keys @table#table-values",
                "@save_counter",
                "@net/w",
                "-",
                "@opt/iter",
                "@net/w/.OPTIMIZER_SLOT/opt/m");

        assertThat(findings(graph, graph, Optional.of(TensorFlowCalls.RESTORE))).isEmpty();
    }

    @Test
    void cyclesDoNotHang22() {
        ObjectGraph graph = Graphs.of("me=0 a=1", "up=0 w=2", "@a/w");

        assertThat(findings(graph, graph)).isEmpty();
    }

    @Test
    void oneStoredObjectCannotFillTwo23() {
        assertThat(findings(Graphs.of("a=1 b=1", "@a"), Graphs.of("a=1 b=2", "@a", "@b")))
                .containsExactly(
                        "UNFILLED ASSERT_EXISTING_OBJECTS_MATCHED \"b\" keeps its initial value: in the checkpoint"
                                + " \"b\" and \"a\" are the same object, and TensorFlow restores it as \"a\": untie \"b\"");
    }

    @Test
    void oneStoredHolderCannotFillTwo23() {
        assertThat(findings(Graphs.of("a=1 b=1", "w=2", "@a/w"), Graphs.of("a=1 b=2", "-", "w=3", "@b/w")))
                .containsExactly("UNFILLED ASSERT_EXISTING_OBJECTS_MATCHED \"b/w\" keeps its initial value: in the"
                        + " checkpoint \"b\" and \"a\" are the same object, and TensorFlow restores it as \"a\"");
    }

    @Test
    void twoStoredHoldersMayFillOne24() {
        assertThat(findings(
                        Graphs.of("a=1 b=2", "x=3", "y=4", "@a/x", "@b/y"),
                        Graphs.of("a=1 b=1", "x=2 y=3", "@a/x", "@a/y")))
                .isEmpty();
    }

    @Test
    void emptyContainersOfTheModelNeedNoValues25() {
        assertThat(findings(Graphs.of("w=1", "@w"), Graphs.of("w=1 list=2", "@w", "-")))
                .isEmpty();
    }

    @Test
    void valuesOfAnObjectThatTakesNoneAreUnused26() {
        assertThat(findings(Graphs.of("a=1", "@a#v1"), Graphs.of("a=1", "-")))
                .containsExactly("UNUSED ASSERT_CONSUMED \"a/.ATTRIBUTES/v1\" is not loaded: the model has no such"
                        + " value at \"a\"");
    }

    @Test
    void whatTheModelDoesNotHoldYetIsUnusedOnly27() {
        assertThat(findings(Graphs.of("w=1 late=2", "@w", "b=3", "@late/b"), Graphs.of("w=1", "@w")))
                .containsExactly("UNUSED ASSERT_CONSUMED \"late/b\" is not loaded: no path of the model leads to it");
    }

    @Test
    void objectsWithoutValuesMayBeMissingInTheModel28() {
        assertThat(findings(Graphs.of("w=1 gone=2", "@w", "-"), Graphs.of("w=1", "@w")))
                .isEmpty();
    }

    @Test
    void aRootAndKeywordsAreBothEdgesOfTheRoot29() {
        ObjectGraph rooted = Graphs.of("w=1 root=0 x=2", "@w", "@x");
        ObjectGraph keywords = Graphs.of("w=1 x=2", "@w", "@x");

        assertThat(findings(rooted, keywords)).isEmpty();
        assertThat(findings(keywords, rooted)).isEmpty();
    }

    @Test
    void restoreMakesACounterAndReadDoesNot30() {
        ObjectGraph saved = Graphs.of("w=1 save_counter=2", "@w", "@save_counter");
        ObjectGraph written = Graphs.of("w=1", "@w");

        assertThat(findings(saved, saved, Optional.of(TensorFlowCalls.RESTORE))).isEmpty();
        assertThat(findings(saved, saved, Optional.of(TensorFlowCalls.READ)))
                .containsExactly("UNUSED ASSERT_CONSUMED \"save_counter\" is not loaded: read() does not create a"
                        + " counter: drop \"save_counter\"");
        assertThat(findings(written, saved, Optional.of(TensorFlowCalls.READ))).isEmpty();
        assertThat(findings(written, saved, Optional.of(TensorFlowCalls.RESTORE)))
                .containsExactly("UNFILLED ASSERT_EXISTING_OBJECTS_MATCHED \"save_counter\" is missing, and restore()"
                        + " creates one: load the checkpoint with read(), and let the manifest say so:"
                        + " \"restored_by\": \"read\"");
        assertThat(findings(written, saved)).isEmpty();
        assertThat(findings(saved, written)).isEmpty();
    }

    @Test
    void objectsTakeTheirValuesByName32() {
        ObjectGraph graph = Graphs.of("child=1", "@child#v1 @child#v2");

        assertThat(findings(graph, graph)).isEmpty();
        assertThat(findings(Graphs.of("child=1", "@child#v1"), graph)).isEmpty();
        assertThat(findings(Graphs.of("child=1", "@child#v1 @child#other"), graph))
                .containsExactly("UNUSED ASSERT_CONSUMED \"child/.ATTRIBUTES/other\" is not loaded: the model has no"
                        + " such value at \"child\"");
    }

    @Test
    void aVariableIsNotRestoredFromATable() {
        assertThat(findings(Graphs.of("x=1 a=2", "@x#table", "@a"), Graphs.of("x=1 a=1", "@x")))
                .containsExactly(
                        "UNFILLED RESTORE \"x\" cannot be restored: TensorFlow reaches it first through \"x\", and looks"
                                + " for the key \"x/.ATTRIBUTES/VARIABLE_VALUE\", which is missing");
    }

    @Test
    void aNodeWithoutValuesKeepsTheOthersOfItsObjectFromIt() {
        assertThat(findings(
                        Graphs.of("first=1 second=2", "w=3", "w=4", "-", "@second/w"),
                        Graphs.of("first=1 second=1", "w=2", "@first/w")))
                .containsExactly(
                        "UNFILLED NONE \"first/w\" keeps its initial value, without a warning: TensorFlow reaches it first"
                                + " through \"first/w\", which has no value");
    }

    @Test
    void theFirstOfTwoNodesFillsAVariableTheOtherIsLost() {
        assertThat(findings(Graphs.of("a=1 b=2", "@a", "@b"), Graphs.of("a=1 b=1", "@a")))
                .containsExactly("UNUSED NONE \"b\" is not loaded, without a warning: TensorFlow has restored \"a\""
                        + " through \"a\" already: drop one");
    }

    @Test
    void aListInAnotherOrderGivesVariablesEachOthersValues() {
        ObjectGraph model = Graphs.of(
                "optimizer=1 model=2",
                "_trainable_variables=3 _iterations=4 _learning_rate=5",
                "deep=6",
                "0=7 1=8",
                "@i",
                "@r",
                "a=7 b=8",
                "@a",
                "@b");
        ObjectGraph stored = Graphs.of(
                "optimizer=1 model=2",
                "_trainable_variables=3 _iterations=4 _learning_rate=5",
                "deep=6",
                "0=8 1=7",
                "@i",
                "@r",
                "a=7 b=8",
                "@a",
                "@b");

        assertThat(findings(stored, model))
                .containsExactly(
                        "UNFILLED NONE \"model/deep/a\" gets the values of \"model/deep/b\", without a warning: TensorFlow reaches"
                                + " it first through \"optimizer/_trainable_variables/0\": give the model's order in the"
                                + " manifest, as \"optimizer_order\"",
                        "UNFILLED NONE \"model/deep/b\" gets the values of \"model/deep/a\", without a warning: TensorFlow reaches"
                                + " it first through \"optimizer/_trainable_variables/1\": give the model's order in the"
                                + " manifest, as \"optimizer_order\"");
    }

    @Test
    void ofTwoNodesWithOneKeyTheLastIsRestored() {
        ObjectGraph model = Graphs.of("a=1 b=2", "@a", "@b");

        assertThat(findings(Graphs.of("a=1 b=2", "@a", "@a"), model))
                .containsExactly(
                        "UNFILLED NONE \"a\" keeps its initial value, without a warning: its key is also that of \"b\","
                                + " and TensorFlow restores one of them");
    }

    @Test
    void aKeyWithoutAttributesFailsToRestore() {
        ObjectGraph model = Graphs.of("w=1", "@w");

        assertThat(findings(keyed(1, "w/VARIABLE_VALUE", model), model))
                .containsExactly(
                        "UNFILLED RESTORE \"w\" cannot be restored: TensorFlow reaches it first through \"w\", with"
                                + " the key \"w/VARIABLE_VALUE\", which does not contain \".ATTRIBUTES/\"");
    }

    @Test
    void whatAVariablesAttributeIsCalledDoesNotMatter() {
        ObjectGraph stored = Graphs.of("w=1", "@w#anything");

        assertThat(findings(keyed(1, "w/.ATTRIBUTES/VARIABLE_VALUE", stored), Graphs.of("w=1", "@w")))
                .isEmpty();
    }

    @Test
    void aTensorOutsideTheGraphIsNotFound() throws IOException {
        ObjectGraph stored = Graphs.of("v=1", "@v");
        ObjectNames names =
                ObjectNames.of(stored, new java.util.TreeSet<>(List.of("v/.ATTRIBUTES/VARIABLE_VALUE", "w")));

        assertThat(findings(names, Graphs.of("v=1 w=2", "@v", "@w"), Optional.empty()))
                .containsExactly(
                        "UNFILLED ASSERT_EXISTING_OBJECTS_MATCHED \"w\" keeps its initial value: the checkpoint has"
                                + " it, but not in its object graph");
    }

    @Test
    void slotsOfTiedVariablesAreSaidToGoAstrayWithThem() {
        assertThat(findings(
                        Graphs.of("a=1 b=1 opt=2", "@a", "iter=3 slot:1:m:4", "@i", "@a/.OPTIMIZER_SLOT/opt/m"),
                        Graphs.of("b=1 a=2 opt=3", "@b", "@a", "iter=4 slot:1:m:5", "@i", "@b/.OPTIMIZER_SLOT/opt/m")))
                .containsExactly(
                        "UNFILLED ASSERT_EXISTING_OBJECTS_MATCHED \"b\" keeps its initial value: in the checkpoint \"b\" and"
                                + " \"a\" are the same object, and TensorFlow restores it as \"a\": untie \"b\"",
                        "UNUSED ASSERT_CONSUMED \"a/.OPTIMIZER_SLOT/opt/m\" is not loaded: no path of the model"
                                + " leads to it");
    }

    @Test
    void referencesToSlotsOfNothingAreReported() {
        assertThat(findings(
                        Graphs.of("w=1 opt=2 v=3", "@w", "slot:3:m:4", "-", "-"), Graphs.of("w=1 opt=2", "@w", "-")))
                .containsExactly(
                        "UNUSED ASSERT_CONSUMED node 2 of the object graph has the slot \"m\" for node 3, which no path of"
                                + " the model leads to");
    }
}
