package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.tensorflow.wire.ProtoBytes;
import ckpts.tensor.Shape;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** A field that stands in a message twice: numbers are the last one's, messages are joined, as every reader of protobuf does. */
class RepeatedFieldsTest {
    private static final int FLOAT = 1;

    @Test
    void twoShapesAreOne() throws Exception {
        ByteString entry = new ProtoBytes()
                .number(1, FLOAT)
                .message(2, dimension(2))
                .message(2, dimension(3))
                .number(5, 24)
                .done();
        assertThat(shape(entry)).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void ofTwoSizesTheLastOneCounts() throws Exception {
        ByteString entry = new ProtoBytes()
                .number(1, FLOAT)
                .message(2, dimension(6))
                .number(5, 4)
                .number(5, 24)
                .done();
        assertThat(shape(entry)).isEqualTo(Shape.of(6));
    }

    private static ByteString dimension(long size) {
        return new ProtoBytes()
                .message(2, new ProtoBytes().number(1, size).done())
                .done();
    }

    private static Shape shape(ByteString entry) throws Exception {
        Bundles bundle = new Bundles().data("00".repeat(24)).raw(new byte[] {'w'}, entry.toByteArray());
        try (OpenedCheckpoint opened = new TensorFlowFormat().open(Bundles.PREFIX, bundle.disk())) {
            Checkpoint checkpoint = opened.checkpoint();
            return checkpoint.entry("w").orElseThrow().tensor().type().shape();
        }
    }
}
