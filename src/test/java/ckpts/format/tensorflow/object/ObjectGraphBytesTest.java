package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The bytes of object graphs; those of real checkpoints are compared whole by the format's own tests. */
class ObjectGraphBytesTest {
    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        ObjectGraph graph = Graphs.of("a=1 opt=2", "@a:name", "slot:1:m:3", "@a/.OPTIMIZER_SLOT/opt/m");

        assertThat(ObjectGraphBytes.parse(ObjectGraphBytes.encoded(graph).toByteArray()))
                .isEqualTo(graph);
    }

    @Test
    void defaultsAreLeftOutAsTensorFlowDoes() {
        // node 0: child "me" of node 0, whose number is left out; values, 1. node 1: no values, an empty message.
        ObjectGraph graph = Graphs.of("me=0");
        assertThat(ObjectGraphBytes.encoded(graph))
                .isEqualTo(bytes(0x0a, 10, 0x0a, 4, 0x12, 2, 'm', 'e', 0x2a, 2, 0x08, 1));
    }

    @Test
    void unknownFieldsOfNodesAndGraphsAreKept() throws IOException {
        byte[] stored = bytes(0x0a, 3, 0x3a, 1, 'x', 0x40, 7).toByteArray();

        assertThat(ObjectGraphBytes.encoded(ObjectGraphBytes.parse(stored)).toByteArray())
                .isEqualTo(stored);
    }

    @Test
    void aMessageThatOccursTwiceInANodeIsMerged() throws IOException {
        ObjectGraph.Node saved = ObjectGraphBytes.parse(
                        bytes(0x0a, 8, 0x22, 2, 0x0a, 0, 0x22, 2, 0x12, 0).toByteArray())
                .node(0);
        assertThat(saved.saver()).contains(bytes(0x0a, 0, 0x12, 0));

        // Whether there are values: said to be so, then nothing is said.
        ObjectGraph.Node values = ObjectGraphBytes.parse(
                        bytes(0x0a, 6, 0x2a, 2, 0x08, 1, 0x2a, 0).toByteArray())
                .node(0);
        assertThat(values.hasValues()).contains(true);
    }

    @Test
    void edgesAndSlotsMustLeadSomewhere() {
        assertRefused(Graphs.of("a=1"), "child \"a\" of node 0 should be node 1, but the object graph has 1 nodes");
        assertRefused(Graphs.of("a=-1"), "child \"a\" of node 0 should be node -1, but the object graph has 1 nodes");
        assertRefused(
                Graphs.of("slot:7:m:0"),
                "the variable of slot \"m\" of the optimizer in node 0 should be node 7, but the object graph has 1"
                        + " nodes");
        assertRefused(
                Graphs.of("slot:0:m:9"),
                "slot \"m\" of the optimizer in node 0 should be node 9, but the object graph has 1 nodes");
    }

    @Test
    void aGraphHasARoot() {
        assertThatThrownBy(() -> ObjectGraphBytes.parse(new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("the object graph has no nodes: node 0 is the root");
    }

    private static void assertRefused(ObjectGraph graph, String message) {
        assertThatThrownBy(() ->
                        ObjectGraphBytes.parse(ObjectGraphBytes.encoded(graph).toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    private static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
