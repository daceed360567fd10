package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.Manifest;
import ckpts.format.Edits;
import ckpts.format.OpenedCheckpoint;
import ckpts.plan.SaveOptions;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether {@code load_weights}, which goes by order, gives every variable the tensor of its name. */
class OrderedLoadingTest {
    private static final Path ORDERED = KerasH5FormatTest.FIXTURES.resolve("ordered");
    private static final String LOADS = ": Keras loads layers by their order, whatever their names";

    @TempDir
    private Path folder;

    private static OpenedCheckpoint open(String name) throws Exception {
        return new KerasH5Format().open(ORDERED.resolve(name + ".h5"), new RealDisk());
    }

    private static Manifest manifest(String name) throws Exception {
        try (OpenedCheckpoint model = open(name)) {
            return Manifest.of(model.checkpoint());
        }
    }

    private static List<String> unfilled(Checkpoint checkpoint, Manifest model) {
        Loading loading = checkpoint.conventions().orElseThrow().loading(checkpoint, model);
        assertThat(loading.unused()).isEmpty();
        return loading.unfilled();
    }

    private static List<String> unfilled(String file, String model) throws Exception {
        try (OpenedCheckpoint opened = open(file)) {
            return unfilled(opened.checkpoint(), manifest(model));
        }
    }

    @Test
    void theSameOrderLoadsAsNamed() throws Exception {
        assertThat(unfilled("ab", "ab_weights")).isEmpty();
        assertThat(unfilled("ab_weights", "ab")).isEmpty();
    }

    @Test
    void aWholeModelKeepsTheOrderOfItsConfiguration() throws Exception {
        assertThat(unfilled("ab", "ba"))
                .containsExactly("\"b/kernel\" gets the value of \"a/kernel\"" + LOADS
                        + ", and number 1 of those with weights has the one in the model, the other in the file;"
                        + " write `drop metadata.model_config` to store weights alone, in the model's order");
    }

    @Test
    void weightsAloneAreStoredInTheOrderOfTheModel() throws Exception {
        assertThat(unfilled("ab_weights", "ba")).isEmpty();
        Path out = folder.resolve("out.h5");
        try (OpenedCheckpoint opened = open("ab_weights")) {
            Checkpoint settled = opened.checkpoint()
                    .conventions()
                    .orElseThrow()
                    .settled(opened.checkpoint(), Optional.of(manifest("ba")));
            Edits.save(settled, new KerasH5Format(), out, SaveOptions.NONE, new RealDisk());
        }
        try (OpenedCheckpoint saved = new KerasH5Format().open(out, new RealDisk())) {
            assertThat(saved.checkpoint()
                            .conventions(KerasState.class)
                            .orElseThrow()
                            .namesByLayer())
                    .containsExactly(List.of("b/kernel", "b/bias"), List.of("a/kernel", "a/bias"));
        }
    }

    /** `assert covered` takes what the model does not have; Keras does not. */
    @Test
    void layersThatTheModelDoesNotHave() throws Exception {
        assertThat(unfilled("abc_weights", "ab"))
                .containsExactly("load_weights refuses the file, which has 3 layers with weights where the model has 2"
                        + LOADS + "; the first that differs has \"c/kernel\" in the file;"
                        + " drop the layers that the model does not have");
    }

    /** Manifests of other sources may list variables in an order of their own. */
    @Test
    void anOrderThatIsNotKnownIsNoReasonToFail() throws Exception {
        List<Manifest.Expected> variables = List.of("b/kernel", "b/bias", "a/kernel", "a/bias").stream()
                .map(name -> Manifest.Expected.of(
                        name, new TensorType(DType.FLOAT32, name.endsWith("kernel") ? Shape.of(2, 2) : Shape.of(2))))
                .toList();
        Manifest listed = new Manifest(variables, Optional.empty());
        try (OpenedCheckpoint opened = open("ab_weights")) {
            assertThat(unfilled(opened.checkpoint(), listed)).isEmpty();
            Checkpoint settled =
                    opened.checkpoint().conventions().orElseThrow().settled(opened.checkpoint(), Optional.of(listed));
            assertThat(new Placement(settled).layers())
                    .extracting(Placement.PlacedLayer::name)
                    .startsWith("a", "b");
        }
    }
}
