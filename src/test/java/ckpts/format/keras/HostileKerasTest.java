package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verification;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Keras that claim more than they hold are listed and read in little memory; what Keras says of them is told. */
@Timeout(20)
class HostileKerasTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/hdf5/hostile");
    private static final long MOST_ALLOCATED = 32L << 20;

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shape", "unwritten"})
    void fourTerabytesOfWhichNothingIsStored(String name) throws IOException {
        Path path = FIXTURES.resolve(name + ".h5");
        long before = allocated();
        try (OpenedCheckpoint opened = new KerasH5Format().open(path, new RealDisk())) {
            Tensor kernel = opened.checkpoint().entry("d/k").orElseThrow().tensor();
            assertThat(kernel.type()).hasToString("float32[1099511627776]");
            try (TensorReader reader = kernel.open(new Scratch(1 << 24))) {
                ByteBuffer last = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
                reader.read(kernel.byteSize() - 4, last);
                assertThat(last.getFloat(0)).isEqualTo(0.5f);
            }
        }
        assertThat(allocated() - before).as("allocated").isLessThan(MOST_ALLOCATED);
        Verification verification = new KerasH5Format().verify(path, new RealDisk());
        assertThat(verification.isSound()).isTrue();
        assertThat(verification.findings())
                .containsExactly(new Verification.Finding(
                        Verification.Kind.ODD,
                        path + ", d/k",
                        "has 4398046511104 bytes, more than 1000 times those of the file: Keras 3 refuses to load it"));
    }

    @Test
    void textsThatNobodyWrote() {
        Path path = FIXTURES.resolve("texts.h5");
        long before = allocated();
        assertThatThrownBy(() -> new KerasH5Format().open(path, new RealDisk()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(path + ", data of /x, byte 0: 1073741824 strings of 16 bytes; the limit of this reader is"
                        + " 67108864 bytes");
        assertThat(allocated() - before).as("allocated").isLessThan(MOST_ALLOCATED);
    }
}
