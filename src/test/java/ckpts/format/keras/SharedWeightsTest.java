package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.ByteSource;
import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.SharedValues;
import ckpts.checkpoint.Step;
import ckpts.format.Edits;
import ckpts.format.OpenedCheckpoint;
import ckpts.hdf5.Group;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.block.Limits;
import ckpts.plan.SaveOptions;
import ckpts.tensor.DType;
import ckpts.tensor.op.Cast;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are one dataset with several names, as h5py's {@code f["b/k"] = f["a/k"]} makes them. */
class SharedWeightsTest {
    @TempDir
    private Path folder;

    /** Whether two paths of a file lead to one object. */
    private static boolean isOne(Path path, String one, String other) throws IOException {
        try (ByteSource file = new RealDisk().open(path)) {
            Group root = Hdf5File.open(file, Limits.DEFAULT).root();
            return root.child(one).orElseThrow().address()
                    == root.child(other).orElseThrow().address();
        }
    }

    private Path saved(String fixture, UnaryOperator<Checkpoint> edit) throws Exception {
        Path path = KerasH5FormatTest.FIXTURES.resolve(fixture).resolve("model.h5");
        Path out = folder.resolve(fixture + ".h5");
        try (OpenedCheckpoint opened = new KerasH5Format().open(path, new RealDisk())) {
            Edits.save(edit.apply(opened.checkpoint()), new KerasH5Format(), out, SaveOptions.NONE, new RealDisk());
        }
        return out;
    }

    private static Entry entry(Checkpoint checkpoint, String name) {
        return checkpoint.entry(name).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "tied_chunks"})
    void theyAreKnownToShare(String fixture) throws IOException {
        Path path = KerasH5FormatTest.FIXTURES.resolve(fixture).resolve("model.h5");
        try (OpenedCheckpoint opened = new KerasH5Format().open(path, new RealDisk())) {
            Checkpoint checkpoint = opened.checkpoint();
            assertThat(SharedValues.among(checkpoint.entries())).containsExactly(List.of("a/k", "b/k"));
            assertThat(SharedValues.with(entry(checkpoint, "b/k"), checkpoint)).containsExactly("a/k");
            assertThat(SharedValues.with(entry(checkpoint, "b/l"), checkpoint)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "tied_chunks"})
    void untouchedTheyStayOneDatasetAndSoDoesWhatIsNoWeight(String fixture) throws Exception {
        Path out = saved(fixture, checkpoint -> checkpoint);

        assertThat(isOne(out, "a/k:0", "b/k:0")).isTrue();
        assertThat(isOne(out, "x", "y")).isTrue();
        assertThat(isOne(out, "a/l:0", "b/l:0")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "tied_chunks"})
    void renamedTheyStayOne(String fixture) throws Exception {
        Path out = saved(
                fixture,
                checkpoint -> checkpoint.replacing(Map.of(
                        "a/k", entry(checkpoint, "a/k").renumbered("c/k"),
                        "a/l", entry(checkpoint, "a/l").renumbered("c/l"))));

        assertThat(isOne(out, "c/k:0", "b/k:0")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/k", "b/k"})
    void editedOneIsADatasetOfItsOwn(String name) throws Exception {
        Path out = saved(
                "tied",
                checkpoint -> checkpoint.with(entry(checkpoint, name)
                        .adjusted(Cast.of(entry(checkpoint, name).tensor(), DType.FLOAT64))));

        assertThat(isOne(out, "a/k:0", "b/k:0")).isFalse();
        try (OpenedCheckpoint opened = new KerasH5Format().open(out, new RealDisk())) {
            assertThat(SharedValues.among(opened.checkpoint().entries())).isEmpty();
            for (String each : List.of("a/k", "b/k")) {
                assertThat(entry(opened.checkpoint(), each).tensor().type())
                        .hasToString((each.equals(name) ? "float64" : "float32") + "[2, 3]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "tied_chunks"})
    void withoutTheFirstTheOtherHasTheValues(String fixture) throws Exception {
        Path out = saved(fixture, checkpoint -> checkpoint.without(List.of("a/k", "a/l")));

        try (OpenedCheckpoint opened = new KerasH5Format().open(out, new RealDisk())) {
            assertThat(opened.checkpoint().names()).containsExactly("b/k", "b/l");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "tied_chunks"})
    void aCopyIsAValueOfItsOwn(String fixture) throws Exception {
        Path out = saved(
                fixture,
                checkpoint -> checkpoint.with(Entry.made(
                        "c/k", entry(checkpoint, "a/k").tensor(), Role.VARIABLE, new Step(1, "test:1", "copy"))));

        assertThat(isOne(out, "a/k:0", "b/k:0")).isTrue();
        assertThat(isOne(out, "a/k:0", "c/c/k:0")).isFalse();
    }
}
