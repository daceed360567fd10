package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.format.tensorflow.bundle.BigEndianStrings;
import ckpts.format.tensorflow.bundle.PartitionedStrings;
import ckpts.format.tensorflow.bundle.SliceSpec;
import ckpts.format.tensorflow.bundle.SliceSpec.Extent;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strings that are put together are put together when they are read: a plan opens them to see what they hold. */
class StringTensorsTest {
    private static final long MEMORY = 1 << 20;

    /** Lengths 1, 0, their checksum, one byte. */
    private static final byte[] STRINGS = {1, 0, 0, 0, 0, 0, 'a'};

    private static void opensWithoutReading(Tensor tensor, Leaf... leaves) throws IOException {
        Scratch rehearsal = Scratch.rehearsal(MEMORY, MEMORY);
        tensor.open(rehearsal).close();
        Scratch real = new Scratch(MEMORY);
        tensor.open(real).close();

        assertThat(leaves).allSatisfy(leaf -> assertThat(leaf.reads()).isZero());
        assertThat(rehearsal.peak()).isEqualTo(real.peak()).isPositive();
        assertThat(rehearsal.used()).isZero();
        assertThat(real.used()).isZero();
    }

    private static byte[] read(Tensor tensor) throws IOException {
        byte[] bytes = new byte[(int) tensor.byteSize()];
        Scratch scratch = new Scratch(MEMORY);
        try (TensorReader reader = tensor.open(scratch)) {
            reader.read(0, ByteBuffer.wrap(bytes));
            reader.read(0, ByteBuffer.wrap(bytes));
        }
        assertThat(scratch.used()).isZero();
        return bytes;
    }

    @Test
    void ofABigEndianFile() throws IOException {
        Leaf stored = Leaf.of(DType.STRING, Shape.of(2), STRINGS);
        Tensor strings = new BigEndianStrings(stored.type(), stored);
        opensWithoutReading(strings, stored);

        assertThat(read(strings)).startsWith(1, 0).endsWith('a').hasSize(STRINGS.length);
    }

    @Test
    void ofPartitions() throws IOException {
        Leaf first = Leaf.of(DType.STRING, Shape.of(2), STRINGS);
        Leaf second = Leaf.of(DType.STRING, Shape.of(2), STRINGS);
        Tensor strings = new PartitionedStrings(
                new TensorType(DType.STRING, Shape.of(4)),
                List.of(new SliceSpec(List.of(new Extent(0, 2))), new SliceSpec(List.of(new Extent(2, 2)))),
                List.of(first, second));
        opensWithoutReading(strings, first, second);

        assertThat(read(strings)).startsWith(1, 0, 1, 0).endsWith('a', 'a').hasSize(2 * STRINGS.length - 4);
    }
}
