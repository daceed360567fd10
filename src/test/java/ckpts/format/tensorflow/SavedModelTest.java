package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.format.Conflict;
import ckpts.format.Edits;
import ckpts.format.FormatContract;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.plan.SaveOptions;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SavedModels: which checkpoint their directory means, and what may be saved over it. */
class SavedModelTest {
    private static final TensorFlowFormat FORMAT = new TensorFlowFormat();
    private static final RealDisk DISK = new RealDisk();
    private static final Step STEP = new Step(1, "test:1", "edit");
    private static final String HELP =
            "change only values here; or save to a separate prefix, and restore that" + " with tf.train.Checkpoint";

    @TempDir
    private Path directory;

    private Path model;
    private Path variables;

    @BeforeEach
    void copy() throws IOException {
        model = copied("savedmodel_module");
        variables = model.resolve("variables/variables");
    }

    private Path copied(String name) throws IOException {
        Path from = TensorFlowFormatTest.FIXTURES.resolve(name);
        Path to = directory.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    @ParameterizedTest
    @CsvSource({
        "savedmodel_module, count inner/bias kernel",
        "savedmodel_keras3, _all_variables/0 _all_variables/1 variables/0 variables/1",
        "savedmodel_tf1, net/b net/w"
    })
    void theDirectoryMeansItsVariables(String name, String names) throws IOException {
        for (String path : List.of(name, name + "/saved_model.pb", name + "/variables/variables.index")) {
            Path given = TensorFlowFormatTest.FIXTURES.resolve(path);
            assertThat(FORMAT.recognizes(given, DISK)).as(path).isTrue();
            try (OpenedCheckpoint opened = FORMAT.open(given, DISK)) {
                assertThat(opened.checkpoint().names()).as(path).containsExactly(names.split(" "));
                assertThat(opened.path())
                        .isEqualTo(TensorFlowFormatTest.FIXTURES.resolve(name).resolve("variables/variables"));
                assertThat(opened.warnings()).isEmpty();
            }
        }
    }

    @Test
    void aModelWithoutVariables() throws IOException {
        Files.delete(BundlePath.index(variables));

        assertThat(FORMAT.recognizes(model, DISK)).isTrue();
        assertThatThrownBy(() -> FORMAT.open(model, DISK).close())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(BundlePath.index(variables)
                        + ": the SavedModel next to it has no variables, or they are missing");
    }

    @Test
    void aCheckpointBesideTheModelIsNotTakenForIt() throws IOException {
        Files.copy(BundlePath.index(variables), model.resolve("other.index"));
        Files.copy(BundlePath.data(variables, 0, 1), model.resolve("other.data-00000-of-00001"));

        try (OpenedCheckpoint opened = FORMAT.open(model, DISK)) {
            assertThat(opened.path()).isEqualTo(model.resolve("other"));
            assertThat(opened.warnings())
                    .containsExactly("directory \"savedmodel_module\" has no state file; using \"other\", the only"
                            + " checkpoint in it");
        }
    }

    @Test
    void valuesMayChange() throws Exception {
        SaveOptions overwrite = new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, true, false);
        Tensor bias = Leaf.of(DType.FLOAT32, Shape.of(2), new byte[8]);
        byte[] before = Files.readAllBytes(model.resolve("saved_model.pb"));
        try (OpenedCheckpoint opened = FORMAT.open(model, DISK)) {
            Checkpoint changed = current(loaded(opened).changing("model", Map.of("inner/bias", bias), STEP));

            assertThat(conflict(changed, variables)).isEmpty();
            Edits.save(changed, FORMAT, variables, overwrite, DISK);
        }
        try (OpenedCheckpoint opened = FORMAT.open(model, DISK)) {
            assertThat(opened.checkpoint().names()).containsExactly("count", "inner/bias", "kernel");
            assertThat(FormatContract.bytes(opened.checkpoint()
                            .entry("inner/bias")
                            .orElseThrow()
                            .tensor()))
                    .isEqualTo(new byte[8]);
        }
        assertThat(Files.readAllBytes(model.resolve("saved_model.pb"))).isEqualTo(before);
    }

    @Test
    void namesShapesAndTypesMayNot() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(model, DISK)) {
            Workspace loaded = loaded(opened);

            assertThat(conflict(loaded.renaming("model", Map.of("kernel", "weight"), STEP)))
                    .isEqualTo(differing("\"kernel\" is gone", "\"weight\" is new"));
            assertThat(conflict(loaded.dropping("model", List.of("inner/bias"), STEP)))
                    .isEqualTo(differing("\"inner/bias\" is gone"));
            assertThat(conflict(loaded.changing("model", Map.of("inner/bias", Leaf.counting(3)), STEP)))
                    .isEqualTo(differing(
                            "\"inner/bias\" is " + Leaf.counting(3).type() + ", but float32[2] in the model"));
            assertThat(conflict(loaded.aliasing("model", Map.of("tied", "kernel"))))
                    .isEqualTo(differing("\"tied\" is a new alias of \"kernel\""));
        }
    }

    @Test
    void anotherCheckpointThatDiffersInMuch() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(TensorFlowFormatTest.FIXTURES.resolve("object_keras3"), DISK)) {
            assertThat(conflict(loaded(opened)).details())
                    .hasSize(9)
                    .startsWith("\"kernel\" is gone", "\"count\" is gone", "\"inner/bias\" is gone")
                    .endsWith("and 10 more");
        }
    }

    @Test
    void tensorsWithoutTheModelsObjects() throws IOException {
        Checkpoint plain = Bundles.checkpoint(Map.of(
                "kernel", Leaf.of(DType.FLOAT32, Shape.of(3, 2), new byte[24]),
                "inner/bias", Leaf.of(DType.FLOAT32, Shape.of(2), new byte[8]),
                "count", Leaf.of(DType.INT64, Shape.scalar(), new byte[8])));

        assertThat(conflict(plain, variables))
                .contains(differing("the model finds its variables by an object graph, and there would be none"));
    }

    @Test
    void secondNamesThatAModelNeeds() throws IOException {
        Path keras = copied("savedmodel_keras3");
        try (OpenedCheckpoint opened = FORMAT.open(keras, DISK)) {
            Checkpoint untied = opened.checkpoint().withAliases(Map.of());

            assertThat(conflict(untied, keras.resolve("variables/variables"))
                            .orElseThrow()
                            .details())
                    .containsExactly(
                            "\"trainable_variables/0\" is no longer an alias of \"variables/0\"",
                            "\"trainable_variables/1\" is no longer an alias of \"variables/1\"");
        }
    }

    @Test
    void elsewhereAnythingMayBeSaved() throws IOException {
        try (OpenedCheckpoint opened = FORMAT.open(model, DISK)) {
            Checkpoint renamed = Edits.renamed(opened);

            assertThat(conflict(renamed, directory.resolve("elsewhere"))).isEmpty();
            assertThat(conflict(renamed, model.resolve("variables/other"))).isEmpty();
            Files.delete(model.resolve("saved_model.pb"));
            assertThat(conflict(renamed, variables)).isEmpty();
        }
    }

    @Test
    void whatIsDamagedMayBeReplaced() throws IOException {
        Checkpoint plain = Bundles.checkpoint(Map.of("w", Leaf.counting(1)));
        Files.write(BundlePath.index(variables), new byte[0]);

        assertThat(conflict(plain, variables)).isEmpty();
    }

    @Test
    void theDirectoryIsNotAPrefix() throws IOException {
        assertThat(conflict(Bundles.checkpoint(Map.of("w", Leaf.counting(1))), model))
                .contains(new Conflict(
                        "\"" + model + "\" is the directory of a SavedModel, a checkpoint is saved to a prefix",
                        List.of(),
                        "write \"" + variables + "\" for the model's variables"));
    }

    private Conflict conflict(Workspace edited) throws IOException {
        return conflict(current(edited), variables).orElseThrow();
    }

    private Conflict differing(String... details) {
        return new Conflict(
                "\"" + model.resolve("saved_model.pb")
                        + "\" has the names, shapes and types of these variables, and they would differ",
                List.of(details),
                HELP);
    }

    private static Workspace loaded(OpenedCheckpoint opened) {
        return Workspace.empty()
                .loading(new Loaded("model", opened.path(), opened.format(), List.of(), 0, opened.checkpoint()));
    }

    private static Checkpoint current(Workspace workspace) {
        return workspace.checkpoint("model").orElseThrow().current();
    }

    private static Optional<Conflict> conflict(Checkpoint checkpoint, Path path) throws IOException {
        return FORMAT.conflict(checkpoint, FORMAT.destination(path, DISK), DISK);
    }
}
