package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.format.Json;
import ckpts.format.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that TensorFlow does not write: what is found in them, beside what TensorFlow answers. */
class BrokenGraphTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute_without_entry",
                "dangling_child",
                "false_flags",
                "key_without_mark",
                "no_nodes",
                "orphan",
                "slot_out_of_range",
                "stale_slot",
                "two_edges_of_one_name"
            })
    void damagedWhereTensorFlowFails(String name) throws IOException {
        assertThat(verification(name).isSound()).isFalse();
        assertThat(failure(name)).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"shared_key, 2", "negative_child, 1"})
    void damagedWhereTensorFlowSaysNothing(String name, int findings) throws IOException {
        assertThat(verification(name).isSound()).isFalse();
        assertThat(verification(name).findings()).hasSize(findings);
        assertThat(failure(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "emptied_orphan, 2",
        "entry_without_node, 2",
        "node_without_attributes, 1",
        "other_attribute_name, 0",
        "other_keys, 0",
        "renumbered, 0",
        "self_circle, 0",
        "unchanged, 0",
        "without_flags, 0"
    })
    void soundWhereTensorFlowRestoresAll(String name, int notes) throws IOException {
        assertThat(verification(name).isSound()).isTrue();
        assertThat(verification(name).findings()).hasSize(notes);
        assertThat(failure(name)).isEmpty();
    }

    private static Path folder(String name) {
        return TensorFlowFormatTest.FIXTURES.resolve("object_broken").resolve(name);
    }

    private static Verification verification(String name) throws IOException {
        return new TensorFlowFormat().verify(folder(name).resolve("ckpt-1"), new RealDisk());
    }

    /** What TensorFlow raises on the way to {@code restore(...).assert_consumed()}; empty if nothing. */
    private static String failure(String name) throws IOException {
        Map<String, Object> expected = Json.object(folder(name).resolve("expected.json"));
        for (String step : List.of("restore", "assert_consumed")) {
            if (expected.get(step) instanceof String error && !error.equals("null")) {
                return error;
            }
        }
        return "";
    }
}
