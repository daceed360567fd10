package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.CheckpointFormat;
import ckpts.format.Edits;
import ckpts.format.FormatContract;
import ckpts.format.Json;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.UnknownFormatException;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KerasH5FormatTest extends FormatContract {
    static final Path FIXTURES = Path.of("src/test/fixtures/keras");
    private static final String OPTIMIZER = "optimizer/";

    @Override
    protected CheckpointFormat format() {
        return new KerasH5Format();
    }

    @Override
    protected Stream<Fixture> fixtures() throws IOException {
        List<Fixture> fixtures = new ArrayList<>();
        for (Path file : listings(FIXTURES)) {
            Map<String, Object> listing = Json.object(file);
            Map<String, String> expected = new TreeMap<>();
            tensors(listing).forEach(tensor -> expected.put((String) tensor.get("name"), typeAndHash(tensor)));
            fixtures.add(new Fixture(
                    file.resolveSibling((String) listing.get("path")),
                    expected,
                    (Boolean) listing.get("keeps"),
                    false));
        }
        return fixtures.stream();
    }

    @Override
    protected long small() {
        return 2400;
    }

    @Override
    protected byte[] hashed(Tensor tensor) throws IOException {
        return bytes(tensor);
    }

    /** Layers get another name, and what the optimizer has of them follows in its own scope. */
    @Override
    protected Checkpoint edited(OpenedCheckpoint opened) {
        return Edits.renamed(opened, this::renamed);
    }

    @Override
    protected String renamed(String name) {
        return name.replaceFirst(
                "^((?:optimizer/(?:Adam/[mv]/|Adam/|adam/|sgd/))?)"
                        + "(dense_1|shared|block|head|score|tokens|both|logits|outer|other|second|dense|d|a)/",
                "$1renamed_$2/");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void slotsBelongToTheirVariables(Fixture fixture) throws IOException {
        Map<String, String> owners = new TreeMap<>();
        for (Map<String, Object> tensor : tensors(Json.object(fixture.path().resolveSibling("listing.json")))) {
            if (tensor.containsKey("slot_of")) {
                owners.put((String) tensor.get("name"), (String) tensor.get("slot_of"));
            }
        }
        try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
            Map<String, String> found = new TreeMap<>();
            for (Entry entry : opened.checkpoint().entries()) {
                entry.role().slot().ifPresent(slot -> found.put(entry.name(), slot.owner()));
                assertThat(entry.role().isOptimizer())
                        .as(entry.name())
                        .isEqualTo(entry.name().startsWith(OPTIMIZER));
            }
            assertThat(found).isEqualTo(owners);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "k2_functional, model_config.config.name, net",
        "k3_functional, model_config.config.layers[3].config.units, 4",
        "k2_functional, training_config.loss.head.class_name, MeanSquaredError",
        "k3_deep_weights, backend, tensorflow",
        "tiny, keras_version, 2.4.0",
    })
    void configurationsAreMetadata(String folder, String path, String text) throws IOException {
        try (OpenedCheckpoint opened = format().open(FIXTURES.resolve(folder).resolve("model.h5"), new RealDisk())) {
            Attribute found = opened.checkpoint().metadata();
            for (String step : path.split("[.\\[\\]]+")) {
                AttributePath.Step next = step.matches("\\d+")
                        ? new AttributePath.Step.Position(Integer.parseInt(step))
                        : new AttributePath.Step.Field(step);
                Optional<Attribute> inside = AttributePath.inside(found, next);
                assertThat(inside).as(step).isPresent();
                found = inside.get();
            }
            assertThat(found.text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keras_0.h5 | was written by Keras before 1.0, which listed no names | load it with the Keras that wrote it and save it with Keras 2: it has no names to edit",
                "other.h5 | is an HDF5 file, but not one of Keras: it lists no layers | convert it to safetensors with the program that wrote it",
            })
    void otherFilesAreRefusedByWhatTheyAre(String name, String what, String help) {
        Path path = FIXTURES.resolve("refused").resolve(name);

        assertThat(format().recognizes(path, new RealDisk())).isTrue();
        assertThatThrownBy(() -> format().open(path, new RealDisk()))
                .isInstanceOfSatisfying(UnknownFormatException.class, told -> {
                    assertThat(told).hasMessage(path + " " + what);
                    assertThat(told.help()).isEqualTo(help);
                });
    }

    @Test
    void aFileOfAnotherKindIsNotRecognized() {
        Path path = Path.of("src/test/fixtures/keras_saved/tiny/model.keras");

        assertThat(format().recognizes(path, new RealDisk())).isFalse();
        assertThat(format().recognizes(FIXTURES, new RealDisk())).isFalse();
        assertThat(format().recognizes(FIXTURES.resolve("none.h5"), new RealDisk()))
                .isFalse();
    }
}
