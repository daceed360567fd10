package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.Json;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.execution.Outcome;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Cast;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Scripts on safetensors files, against what NumPy and PyTorch make of the same tensors. The Python scripts beside the tables
 * say what these hold, and write them again.
 */
class GoldenOperationsTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures");

    @TestFactory
    Stream<DynamicTest> asInNumPy() throws IOException {
        return cases("numpy", "operations", 153);
    }

    @TestFactory
    Stream<DynamicTest> mergesAsInTorch() throws IOException {
        return cases("torch", "merges", 9);
    }

    @SuppressWarnings("unchecked") // the script that writes the table says what it holds
    private static Stream<DynamicTest> cases(String folder, String table, int least) throws IOException {
        List<Map<String, Object>> cases = (List<Map<String, Object>>)
                Json.object(FIXTURES.resolve(folder).resolve(table + ".json")).get("cases");
        assertThat(cases).hasSizeGreaterThanOrEqualTo(least);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest((String) one.get("name"), () -> holds(folder, table, one)));
    }

    @SuppressWarnings("unchecked") // as above
    private static void holds(String folder, String table, Map<String, Object> one) throws IOException {
        List<String> results = (List<String>) one.get("results");
        Program program = Program.parse(
                (String) one.get("name"),
                "# given fixture %s\nload \"%s/%s.inputs.safetensors\"\n%s\nsave \"out.safetensors\" only %s\n"
                        .formatted(
                                folder,
                                folder,
                                table,
                                one.get("script"),
                                results.stream().collect(Collectors.joining("\", \"", "\"", "\""))));
        try (Playground playground = new Playground(program)) {
            Outcome outcome = playground.evaluate(program);
            assertThat(outcome.diagnostics()).isEmpty();
            assertThat(playground.save(outcome).report()).isPresent();
            Path expectedFile = FIXTURES.resolve(folder).resolve(table + ".expected.safetensors");
            Path foundFile = Path.of(Playground.FOLDER, "out.safetensors");
            try (OpenedCheckpoint expected = Playground.formats().open(expectedFile, new RealDisk());
                    OpenedCheckpoint found = Playground.formats().open(foundFile, playground.disk())) {
                assertThat(found.checkpoint().names()).containsExactlyInAnyOrderElementsOf(results);
                for (String result : results) {
                    assertNear(result, tensor(found.checkpoint(), result), tensor(expected.checkpoint(), result), (Long)
                            one.get("ulps"));
                }
            }
        }
    }

    private static Tensor tensor(Checkpoint checkpoint, String name) {
        return checkpoint.entry(name).map(Entry::tensor).orElseThrow();
    }

    /** Equal bits, NaN where NaN is expected, or floats that are at most so many units in the last place apart. */
    private static void assertNear(String name, Tensor found, Tensor expected, long ulps) {
        assertThat(found.type()).as(name).isEqualTo(expected.type());
        DType dtype = expected.type().dtype();
        // A complex number is two floats.
        int width = dtype == DType.COMPLEX64 ? DType.FLOAT32.width() : dtype.width();
        ByteBuffer foundBytes = Numbers.bytes(found);
        ByteBuffer expectedBytes = Numbers.bytes(expected);
        for (int i = 0; expectedBytes.hasRemaining(); i++) {
            long a = bits(foundBytes, width);
            long b = bits(expectedBytes, width);
            boolean same = a == b || dtype.isFloat() && isNaN(found, i) && isNaN(expected, i);
            boolean near = ulps > 0 && Math.abs(place(a, width) - place(b, width)) <= ulps;
            assertThat(same || near)
                    .as("%s: the bits of element %d are %x, expected %x within %d", name, i, a, b, ulps)
                    .isTrue();
        }
    }

    private static long bits(ByteBuffer bytes, int width) {
        long bits = 0;
        for (int i = 0; i < width; i++) {
            bits |= (bytes.get() & 0xffL) << 8 * i;
        }
        return bits;
    }

    /** The place of a float among all of its type: neighbours are one apart, both zeros are at 0. */
    private static long place(long bits, int width) {
        long sign = 1L << 8 * width - 1;
        return (bits & sign) == 0 ? bits : -(bits & ~sign);
    }

    private static boolean isNaN(Tensor floats, int at) {
        return Double.isNaN(Numbers.bytes(Cast.of(floats, DType.FLOAT64)).getDouble(8 * at));
    }
}
