package ckpts.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.ByteSource;
import ckpts.format.MemoryDisk;
import ckpts.format.StoredTensor;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedValuesTest {
    private final List<Entry> entries = new ArrayList<>();
    private final MemoryDisk disk =
            new MemoryDisk().put(Path.of("one"), new byte[64]).put(Path.of("two"), new byte[64]);
    private final ByteSource one = disk.open(Path.of("one"));
    private final ByteSource two = disk.open(Path.of("two"));

    SharedValuesTest() throws IOException {}

    private void read(String name, ByteSource file, long offset, long length) throws IOException {
        StoredTensor tensor = new StoredTensor(
                new TensorType(DType.UINT8, Shape.of(length)),
                new StoredTensor.Container(Path.of("any"), "any", file),
                name,
                offset,
                length);
        entries.add(Entry.read(name, tensor, Role.VARIABLE, entries.size()));
    }

    @Test
    void sameBytesOverlappingOnesAndChainsOfThem() throws IOException {
        read("chain 3", one, 8, 8);
        read("alone", one, 20, 4);
        read("same 1", two, 0, 8);
        read("chain 1", one, 0, 6);
        read("empty", two, 4, 0);
        read("same 2", two, 0, 8);
        read("chain 2", one, 5, 4);
        read("next", one, 16, 4);

        Checkpoint checkpoint = Checkpoint.of(entries, Map.of(), Optional.empty());
        assertThat(SharedValues.among(checkpoint.entries()))
                .containsExactly(List.of("chain 3", "chain 1", "chain 2"), List.of("same 1", "same 2"));
        assertThat(SharedValues.with(checkpoint.entry("chain 1").orElseThrow(), checkpoint))
                .containsExactly("chain 2");
        assertThat(SharedValues.with(checkpoint.entry("chain 2").orElseThrow(), checkpoint))
                .containsExactly("chain 3", "chain 1");
        assertThat(SharedValues.with(checkpoint.entry("empty").orElseThrow(), checkpoint))
                .isEmpty();
    }

    @Test
    void copiesAreValuesOfTheirOwn() throws IOException {
        read("a", one, 0, 8);
        Entry copy = Entry.made("b", entries.get(0).tensor(), Role.VARIABLE, new Step(1, "test:1", "copy"));

        Checkpoint checkpoint =
                Checkpoint.of(entries, Map.of(), Optional.empty()).with(copy);
        assertThat(SharedValues.among(checkpoint.entries())).isEmpty();
    }
}
