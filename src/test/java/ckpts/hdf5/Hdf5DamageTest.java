package ckpts.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give values or errors of files, and nothing else, soon. */
@Timeout(120)
class Hdf5DamageTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/hdf5");

    /** Whatever sizes the bytes claim: reading, describing and rewriting a file of a few kilobytes takes less. */
    private static final long MOST_ALLOCATED = 16L << 20;

    private static byte[] contents(String name) throws IOException {
        return Files.readAllBytes(FIXTURES.resolve(name + ".h5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small_earliest",
                "small_latest",
                "small_text_earliest",
                "small_chunks_earliest",
                "small_chunks_latest",
                "small_growing_latest",
                "small_dense_earliest",
                "small_dense_latest"
            })
    void cutOffAnywhere(String name) throws IOException {
        byte[] whole = contents(name);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Described.file(cut)).isInstanceOf(MalformedFileException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small_earliest",
                "small_latest",
                "small_text_earliest",
                "small_chunks_earliest",
                "small_chunks_latest",
                "small_growing_latest",
                "small_dense_earliest",
                "small_dense_latest"
            })
    void anyBitFlipped(String name) throws IOException {
        byte[] bytes = contents(name);
        for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
            flip(bytes, bit);
            read(bytes, bit);
            flip(bytes, bit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small_latest", "small_chunks_latest", "small_growing_latest", "small_dense_latest"})
    void aBitOfEachByteFlippedUnderChecksumsThatHold(String name) throws IOException {
        byte[] bytes = contents(name);
        for (int i = 0; i < bytes.length; i++) {
            int bit = Byte.SIZE * i + i % Byte.SIZE;
            flip(bytes, bit);
            read(AnyBytes.repaired(bytes), bit);
            flip(bytes, bit);
        }
    }

    /** By this thread, ever. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }

    private static void read(byte[] bytes, int bit) {
        long before = allocated();
        try {
            AnyBytes.read(bytes);
            assertThat(allocated() - before).as("allocated").isLessThan(MOST_ALLOCATED);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("bit " + bit + " flipped", e);
        }
    }

    /** Every byte of metadata of the newest format is covered by a checksum: no flip gives other names, types or shapes. */
    @ParameterizedTest
    @ValueSource(strings = {"small_dense_latest", "small_chunks_latest"})
    void checksumsVouchForMetadataAndFletcher32ForChunks(String name) throws IOException {
        byte[] bytes = contents(name);
        List<Map<String, Object>> whole = Described.objects(Described.file(bytes));
        for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
            flip(bytes, bit);
            try {
                assertThat(Described.objects(Described.file(bytes)))
                        .as("bit " + bit)
                        .isEqualTo(whole);
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith("m.h5");
            }
            flip(bytes, bit);
        }
    }
}
