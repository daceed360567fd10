package ckpts.format.tensorflow.object;

import static ckpts.format.tensorflow.object.Graphs.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is wrong or odd in object graphs, one thing after the other, with the words that say so. */
class GraphVerificationTest {
    @Test
    void nothing() throws IOException {
        ObjectGraph graph = Graphs.of(
                "net=1 opt=2 self=0 tied=3 values",
                "w=3 table=5 values",
                "slot:3:m:4 hyper=6 values",
                "@net/w values",
                "@net/w/.OPTIMIZER_SLOT/opt/m",
                "@@net/table/.ATTRIBUTES/table#table values",
                "none",
                "none");

        assertThat(findings(
                        graph,
                        key("net/w"),
                        key("net/w/.OPTIMIZER_SLOT/opt/m"),
                        "net/table/.ATTRIBUTES/table-keys",
                        "net/table/.ATTRIBUTES/table-values"))
                .isEmpty();
    }

    @Test
    void aKeyWithoutTensor() throws IOException {
        assertThat(findings(Graphs.of("net=1", "a=2 b=3", "@net/a", "@net/b"), key("net/a")))
                .containsExactly("LOSS object graph, node 3 (\"net/b\"): the index has no tensor under its key"
                        + " \"net/b/.ATTRIBUTES/VARIABLE_VALUE\"");
    }

    @Test
    void aTensorThatNoNodeRefersTo() throws IOException {
        assertThat(findings(Graphs.of("a=1", "@a"), key("a"), "forgotten", key("gone")))
                .containsExactly(
                        "NOTE \"forgotten\": 2 bytes that belong to no object: TensorFlow never reads them",
                        "NOTE \"gone/.ATTRIBUTES/VARIABLE_VALUE\": 3 bytes that belong to no object: TensorFlow never"
                                + " reads them");
    }

    @Test
    void anOrphan() throws IOException {
        assertThat(findings(Graphs.of("a=1", "@a", "w=3", "@lost/w", "-"), key("a"), key("lost/w")))
                .containsExactly("LOSS object graph, node 3: has values, but nothing leads to it: no object is restored"
                        + " from it, and TensorFlow's checks of a restore raise a KeyError");
    }

    @Test
    void whatOnlyASlotHolds() throws IOException {
        assertThat(findings(
                        Graphs.of("w=1 opt=2", "@w", "slot:1:m:3", "@m inner=4", "@inner"),
                        key("w"),
                        key("m"),
                        key("inner")))
                .containsExactly("LOSS object graph, node 4: has values, but nothing leads to it: no object is restored"
                        + " from it, and TensorFlow's checks of a restore raise a KeyError");
    }

    @Test
    void slotsOfWhatIsGone() throws IOException {
        assertThat(findings(
                        Graphs.of("w=1 opt=2", "@w", "slot:4:m:3", "@m", "-", "slot:1:v:6", "@v"),
                        key("w"),
                        key("m"),
                        key("v")))
                .containsExactly(
                        "ERROR object graph, node 2 (\"opt\"): has a slot \"m\" for node 4, to which nothing leads:"
                                + " TensorFlow's checks of a restore raise a KeyError",
                        "LOSS object graph, node 3: has values, but nothing leads to it: no object is restored from it,"
                                + " and TensorFlow's checks of a restore raise a KeyError",
                        "ERROR object graph, node 5: has a slot \"v\" for node 1 (\"w\"), but nothing leads to the optimizer"
                                + " itself: TensorFlow's checks of a restore raise a KeyError",
                        "LOSS object graph, node 6: has values, but nothing leads to it: no object is restored from it,"
                                + " and TensorFlow's checks of a restore raise a KeyError");
    }

    @Test
    void aSlotWithoutValue() throws IOException {
        assertThat(findings(Graphs.of("w=1 opt=2", "@w", "slot:1:m:3", "-"), key("w")))
                .containsExactly(
                        "ERROR object graph, node 2 (\"opt\"): has a slot \"m\" for node 1 (\"w\") in node 3, which"
                                + " has no value: TensorFlow leaves that slot unchanged without a warning");
    }

    @Test
    void oneSlotOfTwoVariables() throws IOException {
        assertThat(findings(
                        Graphs.of("a=1 b=2 opt=3", "@a", "@b", "slot:1:m:4 slot:2:m:4 slot:1:m:4", "@m"),
                        key("a"),
                        key("b"),
                        key("m")))
                .containsExactly(
                        "FRAGILE object graph, node 4: is the slot \"m\" of node 1 (\"a\") and of node 2 (\"b\"):"
                                + " it is listed and edited as a slot of only one of the two");
    }

    @Test
    void twoNodesOfOneKey() throws IOException {
        assertThat(findings(Graphs.of("a=1 b=2 c=3", "@a", "@a", "@c @c"), key("a"), key("c")))
                .containsExactly(
                        "LOSS object graph, node 2 (\"b\"): its key \"a/.ATTRIBUTES/VARIABLE_VALUE\" is also that"
                                + " of node 1 (\"a\"): TensorFlow restores only one of the two");
    }

    @Test
    void keysThatTensorFlowDoesNotFind() throws IOException {
        assertThat(findings(
                        Graphs.of(
                                "a=1 b=2 .ATTRIBUTES=3 d=4",
                                "@@w",
                                "@@b/.ATTRIBUTES/value",
                                "@..ATTRIBUTES",
                                "@@d/.ATTRIBUTES/value#value"),
                        "w",
                        "b/.ATTRIBUTES/value",
                        key("..ATTRIBUTES"),
                        "d/.ATTRIBUTES/value"))
                .containsExactly(
                        "ERROR object graph, node 1 (\"a\"): its key \"w\" does not contain \".ATTRIBUTES/\": restoring a"
                                + " variable fails in TensorFlow, \"substring not found\"",
                        "ERROR object graph, node 2 (\"b\"): is a variable under the key \"b/.ATTRIBUTES/value\":"
                                + " TensorFlow looks for \"b/.ATTRIBUTES/VARIABLE_VALUE\"",
                        "ERROR object graph, node 3 (\"..ATTRIBUTES\"): is a variable under the key"
                                + " \"..ATTRIBUTES/.ATTRIBUTES/VARIABLE_VALUE\": TensorFlow looks for"
                                + " \"..ATTRIBUTES/VARIABLE_VALUE\"");
    }

    @Test
    void valuesBelowAMarkThatThereAreNone() throws IOException {
        assertThat(findings(
                        Graphs.of("net=1 w=4 none", "w=2 empty=3 none", "@net/w none", "none", "@w values"),
                        key("net/w"),
                        key("w")))
                .containsExactly(
                        "ERROR object graph, node 0 (the root): is marked as having no values, but there are some in or"
                                + " below it: objects that a program creates after the restore do not get them",
                        "ERROR object graph, node 1 (\"net\"): is marked as having no values, but there are some in or"
                                + " below it: objects that a program creates after the restore do not get them",
                        "ERROR object graph, node 2 (\"net/w\"): is marked as having no values, but there are some in or"
                                + " below it: objects that a program creates after the restore do not get them");
    }

    @Test
    void childrenOfOneName() throws IOException {
        assertThat(findings(Graphs.of("w=1 w=1 x=1 x=2 y=2 y=3", "@w", "@x", "z=3 z=4", "none"), key("w"), key("x")))
                .containsExactly(
                        "NOTE object graph, node 0 (the root): names its child \"w\" twice",
                        "ERROR object graph, node 0 (the root): has two children \"x\", node 1 and node 2: TensorFlow"
                                + " uses the first",
                        "NOTE object graph, node 0 (the root): has two children \"y\", node 2 and node 3: TensorFlow"
                                + " uses the first",
                        "NOTE object graph, node 3 (\"y\"): has two children \"z\", node 3 and node 4: TensorFlow uses the"
                                + " first");
    }

    @Test
    void whatRegisteredSaversStoreIsNotInTheIndex() throws IOException {
        assertThat(findings(Graphs.of("part=1 values", "saver @@part#value values")))
                .isEmpty();
    }

    /** Findings as sentences; the n-th key has n bytes. */
    private static List<String> findings(ObjectGraph graph, String... keys) throws IOException {
        TreeMap<String, Long> sizes = new TreeMap<>();
        for (String key : keys) {
            sizes.put(key, sizes.size() + 1L);
        }
        return GraphVerification.of(ObjectNames.of(graph, sizes.navigableKeySet()), sizes).stream()
                .map(finding -> finding.severity() + " " + finding.place() + ": " + finding.message())
                .toList();
    }
}
