package ckpts.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.format.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that h5py wrote reads as h5py reads it: objects, their order, attributes, types, values. */
class Hdf5FileTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/hdf5");

    private static byte[] contents(String name) throws IOException {
        return Files.readAllBytes(FIXTURES.resolve(name + ".h5"));
    }

    private static Stream<String> fixtures() throws IOException {
        return Json.object(FIXTURES.resolve("expected.json")).keySet().stream()
                .filter(name -> !name.equals("made with"));
    }

    /** Spells floating-point numbers as Java does. */
    @SuppressWarnings("unchecked") // as the script writes it
    private static void spell(Map<String, Object> object) {
        object.computeIfPresent(
                "numbers",
                (key, numbers) -> ((List<String>) numbers)
                        .stream()
                                .map(text ->
                                        text.matches("-?[0-9]+") ? text : Double.toString(Double.parseDouble(text)))
                                .toList());
        ((List<Map<String, Object>>) object.getOrDefault("attributes", List.of())).forEach(Hdf5FileTest::spell);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    @SuppressWarnings("unchecked") // as the script writes it
    void readsWhatH5pyReads(String name) throws IOException {
        List<Map<String, Object>> expected = (List<Map<String, Object>>)
                Json.object(FIXTURES.resolve("expected.json")).get(name);

        List<Map<String, Object>> found = Described.objects(Described.file(contents(name)));

        expected.forEach(Hdf5FileTest::spell);
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
        assertThat(found).hasSameSizeAs(expected);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void readsTheSameBytesInPiecesOfAnySize(String name) throws IOException {
        Described.file(contents(name)).walk(new Hdf5File.Visitor() {
            @Override
            public void group(Group group) {}

            @Override
            public void dataset(Dataset dataset) throws IOException {
                int size = Math.toIntExact(dataset.bytes());
                if (size > 1 << 13) {
                    return;
                }
                ByteBuffer whole = ByteBuffer.allocate(size);
                dataset.open(0).read(0, whole);
                for (int piece : new int[] {1, 3, 7, 16, 100}) {
                    ByteBuffer pieces = ByteBuffer.allocate(size);
                    DatasetReader reader = dataset.open(piece * 20L);
                    for (int at = 0; at < size; at += piece) {
                        reader.read(at, pieces.limit(Math.min(size, at + piece)));
                    }
                    assertThat(pieces.array()).as(dataset.path()).isEqualTo(whole.array());
                }
                dataset.verbatim().ifPresent(bytes -> assertThat(bytes.size()).isEqualTo(size));
            }
        });
    }

    @Test
    void followsSoftLinksAndKnowsObjectsWithSeveralNames() throws IOException {
        Group root = Described.file(contents("tree_earliest")).root();

        Node soft = root.child("a/soft").orElseThrow();
        assertThat(soft.path()).isEqualTo("/z/deep/er/w");
        assertThat(soft.address())
                .isEqualTo(root.child("/a/again").orElseThrow().address());
        assertThat(root.child("a/relative").orElseThrow().path()).isEqualTo("/a/x");
        assertThat(root.child("a/dangling")).isEmpty();
        assertThat(root.child("a/missing/x")).isEmpty();
        assertThat(root.child("z/back/back/deep").orElseThrow().path()).isEqualTo("/z/back/back/deep");
        assertThat(root.attribute("text").orElseThrow().strings()).containsExactly("naïve");
        assertThat(root.attribute("missing")).isEmpty();
    }
}
