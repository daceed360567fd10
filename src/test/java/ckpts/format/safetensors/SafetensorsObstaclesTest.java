package ckpts.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a file cannot hold, with the way out, one thing after the other. */
class SafetensorsObstaclesTest {
    @Test
    void valuesWithoutWidth() {
        refuses(
                opaque(DType.STRING),
                "\"t\" has elements of type string, which safetensors does not have: write `drop \"t\"`");
        refuses(
                opaque(DType.VARIANT),
                "\"t\" has elements of type variant, which safetensors does not have: write `drop \"t\"`");
        // Resources, and whatever else TensorFlow's list of types has.
        refuses(
                opaque(DType.OPAQUE),
                "\"t\" has a type that only its original format has a name for: write `drop \"t\"`");
    }

    @Test
    void quantizedTypes() {
        for (DType dtype : List.of(DType.QINT8, DType.QUINT8, DType.QINT16, DType.QUINT16, DType.QINT32)) {
            refuses(
                    fixed(dtype),
                    "\"t\" has elements of type " + dtype + ", which safetensors does not have: write `drop \"t\"`");
        }
    }

    @Test
    void typesThatCanBeCast() {
        refuses(
                fixed(DType.COMPLEX128),
                "\"t\" has elements of type complex128, which safetensors does not have: write"
                        + " `cast \"t\" to complex64`, or `drop \"t\"`");
        refuses(
                fixed(DType.INT4),
                "\"t\" has elements of type int4, which safetensors does not have: write `cast \"t\" to int8`, or"
                        + " `drop \"t\"`");
        refuses(
                fixed(DType.UINT2),
                "\"t\" has elements of type uint2, which safetensors does not have: write `cast \"t\" to uint8`, or"
                        + " `drop \"t\"`");
        refuses(
                fixed(DType.FLOAT8_E4M3B11FNUZ),
                "\"t\" has elements of type float8_e4m3b11fnuz, which safetensors does not have: write"
                        + " `cast \"t\" to bfloat16`, or `drop \"t\"`");
    }

    @Test
    void names() {
        refuses(named("__metadata__"), "a tensor is called \"__metadata__\", which safetensors reserves: rename it");
        refuses(named("\udcff"), "\"\udcff\" is not valid UTF-8, as names in safetensors must be: rename it");
    }

    @Test
    void secondNames() {
        refuses(
                named("a").withAliases(Map.of("b", "a")),
                "\"b\" is an alias of \"a\", and safetensors has one name for each tensor: write `untie \"b\"` to"
                        + " store the value twice, and `drop \"b\"` after it to store it once");
    }

    @Test
    void whatIsNotATensorOfTheModelIsNotAnObstacle() {
        Entry counter = Entry.read("save_counter", Leaf.counting(1), Role.BOOKKEEPING, 1);

        assertThat(new SafetensorsFormat().obstacles(named("a").with(counter))).isEmpty();
    }

    private static void refuses(Checkpoint checkpoint, String message) {
        assertThat(new SafetensorsFormat().obstacles(checkpoint)).containsExactly(message);
    }

    private static Checkpoint opaque(DType dtype) {
        return checkpoint("t", Leaf.of(dtype, Shape.of(1), new byte[5]));
    }

    private static Checkpoint fixed(DType dtype) {
        return checkpoint("t", Leaf.of(dtype, Shape.scalar(), new byte[16]));
    }

    private static Checkpoint named(String name) {
        return checkpoint(name, Leaf.counting(1));
    }

    private static Checkpoint checkpoint(String name, Tensor tensor) {
        return Checkpoint.of(List.of(Entry.read(name, tensor, Role.VARIABLE, 0)), Map.of(), Optional.empty());
    }
}
