package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.Edits;
import ckpts.format.OpenedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Where Keras will find a tensor after an edit: names do not show it, and a wrong place shows in no message of Keras. */
class ObjectPlacementTest {
    /** Layers in their order: dense_1, shared, block, head, score; all but block are Dense. */
    private static final String FUNCTIONAL = "k3_functional_weights";

    private static Map<String, String> places(String fixture, String dropped, UnaryOperator<String> renamed)
            throws IOException {
        Path path = SavedFormatContract.FIXTURES.resolve(fixture).resolve("model.weights.h5");
        try (OpenedCheckpoint opened = new KerasWeightsFormat().open(path, new RealDisk())) {
            TreeSet<String> gone = new TreeSet<>(opened.checkpoint().names());
            gone.removeIf(name -> !name.matches(dropped));
            Checkpoint left = opened.checkpoint().without(gone);
            OpenedCheckpoint edited = new OpenedCheckpoint(left, opened.format(), path, List.of(), List.of(), () -> {});
            ObjectPlacement placement = new ObjectPlacement(Edits.renamed(edited, renamed), false);
            assertThat(placement.problems()).isEmpty();
            Map<String, String> places = new TreeMap<>();
            placement.placed().forEach(placed -> places.put(placed.entry().name(), placed.path()));
            return places;
        }
    }

    private static UnaryOperator<String> layer(String old, String now) {
        return name -> name.replaceFirst("^((?:optimizer/adam/)?)" + old + "/", "$1" + now + "/");
    }

    @Test
    void aNameChangesNoPlace() throws IOException {
        assertThat(places(FUNCTIONAL, "none", layer("shared", "twice")))
                .containsEntry("dense_1/kernel", "/layers/dense/vars/0")
                .containsEntry("twice/kernel", "/layers/dense_1/vars/0")
                .containsEntry("optimizer/adam/twice/bias_velocity", "/optimizer/vars/9")
                .containsEntry("score/bias", "/layers/dense_3/vars/1");
    }

    @Test
    void layersThatSwapTheirNamesKeepTheirPlaces() throws IOException {
        UnaryOperator<String> swapped = name -> name.matches("(optimizer/adam/)?head/.*")
                ? layer("head", "score").apply(name)
                : layer("score", "head").apply(name);

        assertThat(places(FUNCTIONAL, "none", swapped))
                .containsEntry("score/kernel", "/layers/dense_2/vars/0")
                .containsEntry("head/kernel", "/layers/dense_3/vars/0");
    }

    @Test
    void layersBehindOneThatIsGoneMoveUp() throws IOException {
        assertThat(places(FUNCTIONAL, "(optimizer/adam/)?shared/.*", name -> name))
                .containsEntry("dense_1/kernel", "/layers/dense/vars/0")
                .containsEntry("head/kernel", "/layers/dense_1/vars/0")
                .containsEntry("score/kernel", "/layers/dense_2/vars/0")
                .containsEntry("optimizer/adam/dense_1/bias_velocity", "/optimizer/vars/5")
                .containsEntry("optimizer/adam/block/inner/kernel_momentum", "/optimizer/vars/6");
    }

    @Test
    void aLayerThatGetsTheNameOfOneThatIsGoneKeepsItsPlace() throws IOException {
        assertThat(places(FUNCTIONAL, "(optimizer/adam/)?score/.*", layer("dense_1", "score")))
                .containsEntry("score/kernel", "/layers/dense/vars/0")
                .containsEntry("shared/kernel", "/layers/dense_1/vars/0")
                .containsEntry("head/kernel", "/layers/dense_2/vars/0")
                .containsEntry("optimizer/adam/score/kernel_momentum", "/optimizer/vars/2");
    }

    @Test
    void attributesAreWhereTheirNamesSay() throws IOException {
        assertThat(places("k3_subclassed_weights", "none", layer("dense_1", "encoder")))
                .containsEntry("encoder/kernel", "/encoder/vars/0")
                .containsEntry("blocks/block_1/first/kernel", "/blocks/block_1/first/vars/0");
        assertThat(places("k3_subclassed_weights", "none", layer("blocks", "stages")))
                .containsEntry(
                        "stages/block_1/others/container/dense/bias", "/stages/block_1/others/container/dense/vars/1");
    }

    @Test
    void elementsBehindOneThatIsGoneMoveUp() throws IOException {
        assertThat(places("k3_subclassed_weights", "blocks/block/.*", name -> name))
                .containsEntry("blocks/block_1/first/kernel", "/blocks/block/first/vars/0");
        assertThat(places(
                        "k3_subclassed_weights",
                        "blocks/block/.*",
                        name -> name.replace("blocks/block_1/", "blocks/block/")))
                .containsEntry("blocks/block/first/kernel", "/blocks/block/first/vars/0");
    }

    @Test
    void anElementCannotBeCalledOtherwise() throws IOException {
        Path path = SavedFormatContract.FIXTURES.resolve("k3_subclassed_weights/model.weights.h5");
        try (OpenedCheckpoint opened = new KerasWeightsFormat().open(path, new RealDisk())) {
            Checkpoint renamed =
                    Edits.renamed(opened, name -> name.replace("blocks/block_1/vars/0", "blocks/last/vars/0"));

            assertThat(new ObjectPlacement(renamed, false).problems())
                    .contains(
                            "\"blocks/last/vars/0\" belongs to no object of the file, and where Keras has it, only the"
                                    + " model says: save the new model's weights as new.weights.h5, and write"
                                    + " `manifest \"new.weights.h5\"`");
        }
    }
}
