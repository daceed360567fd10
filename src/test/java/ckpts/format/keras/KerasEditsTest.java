package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.ByteSource;
import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.Edits;
import ckpts.format.FormatOptions;
import ckpts.format.OpenedCheckpoint;
import ckpts.hdf5.Dataset;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.Node;
import ckpts.hdf5.StoredAttribute;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Datatype;
import ckpts.plan.SaveOptions;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rename makes of the names, lists and configurations in a file, which scripts do not see. */
class KerasEditsTest {
    @TempDir
    private Path folder;

    /** A fixture in which a layer got another name. */
    private Path renamed(String fixture, String from, String to) throws Exception {
        Path path = KerasH5FormatTest.FIXTURES.resolve(fixture).resolve("model.h5");
        Path out = folder.resolve(fixture + ".h5");
        try (OpenedCheckpoint opened = new KerasH5Format().open(path, new RealDisk())) {
            Checkpoint edited = Edits.renamed(
                    opened,
                    name -> name.replaceFirst(
                            "^((?:optimizer/(?:Adam/[mv]/|adam/|sgd/))?)" + from + "/", "$1" + to + "/"));
            assertThat(new KerasH5Format().obstacles(edited)).isEmpty();
            Edits.save(edited, new KerasH5Format(), out, SaveOptions.NONE, new RealDisk());
        }
        return out;
    }

    private static List<Attribute> attributes(Path path, String object) throws IOException {
        try (ByteSource file = new RealDisk().open(path)) {
            Node node = Hdf5File.open(file, Limits.DEFAULT).root().child(object).orElseThrow();
            List<Attribute> attributes = new ArrayList<>();
            for (StoredAttribute stored : node.attributes()) {
                attributes.add(stored.read());
            }
            return attributes;
        }
    }

    private static List<String> layers(Path path, String group) throws IOException {
        return NameList.in(attributes(path, group), NameList.LAYERS);
    }

    private static List<String> weights(Path path, String group) throws IOException {
        return NameList.in(attributes(path, group), NameList.WEIGHTS);
    }

    private static String text(Path path, String attribute) throws IOException {
        return NameList.named(attributes(path, "/"), attribute)
                .orElseThrow()
                .strings()
                .get(0);
    }

    @Test
    void aBfloat16IsANumberUnlessItIsToBeOpaque() throws Exception {
        List<Entry> entries = List.of(Entry.read(
                "d/kernel", Leaf.of(DType.BFLOAT16, Shape.of(1), new byte[] {(byte) 0x80, 0x3f}), Role.VARIABLE, 0));
        Checkpoint checkpoint = Checkpoint.of(entries, Map.of(), Optional.empty());
        Path number = folder.resolve("number.h5");
        Path opaque = folder.resolve("opaque.h5");
        SaveOptions options =
                SaveOptions.NONE.with(FormatOptions.NONE.with(KerasH5Format.BFLOAT16, KerasH5Format.Bfloat16.OPAQUE));
        Edits.save(checkpoint, new KerasH5Format(), number, SaveOptions.NONE, new RealDisk());
        Edits.save(checkpoint, new KerasH5Format(), opaque, options, new RealDisk());

        assertThat(type(number, "d/d/kernel")).isEqualTo(Datatype.FloatingPoint.BFLOAT16);
        assertThat(type(opaque, "d/d/kernel")).isEqualTo(ElementTypes.TWO_BYTES);
    }

    private static Datatype type(Path path, String dataset) throws IOException {
        try (ByteSource file = new RealDisk().open(path)) {
            Node node =
                    Hdf5File.open(file, Limits.DEFAULT).root().child(dataset).orElseThrow();
            return ((Dataset) node).type();
        }
    }

    @Test
    void aLayerOfKeras2() throws Exception {
        Path path = renamed("k2_functional", "dense_1", "fc");

        assertThat(layers(path, "model_weights"))
                .containsExactly("features", "fc", "dropout", "shared", "add", "block", "head", "score");
        assertThat(weights(path, "model_weights/fc")).containsExactly("fc/kernel:0", "fc/bias:0");
        assertThat(weights(path, "optimizer_weights"))
                .startsWith("iteration:0", "Adam/m/fc/kernel:0", "Adam/v/fc/kernel:0");
        assertThat(text(path, RootAttributes.MODEL))
                .contains("[[[\"fc\", 0, 0, {}]]")
                .doesNotContain("dense_1");
    }

    @Test
    void aLayerOfKeras3() throws Exception {
        Path path = renamed("k3_functional", "head", "fc");

        assertThat(layers(path, "model_weights")).endsWith("fc", "score");
        assertThat(weights(path, "model_weights/fc")).containsExactly("fc/kernel", "fc/bias");
        assertThat(weights(path, "optimizer_weights")).contains("adam/fc_kernel_momentum", "adam/fc_bias_velocity");
        assertThat(text(path, RootAttributes.MODEL)).contains("\"output_layers\": [[\"fc\", 0, 0], [\"score\", 0, 0]]");
        assertThat(text(path, RootAttributes.TRAINING)).contains("\"loss_weights\": {\"fc\": 1.0, \"score\": 0.5}");
    }

    /** Scopes before the layer's own name stay. */
    @Test
    void aLayerOfASequentialModel() throws Exception {
        Path path = renamed("k3_sequential", "tokens", "words");

        assertThat(weights(path, "model_weights/words")).containsExactly("reader/words/embeddings");
        assertThat(weights(path, "optimizer_weights")).contains("sgd/reader_words_embeddings_momentum");
    }

    @Test
    void aLayerOfANestedModel() throws Exception {
        Path path = renamed("k2_functional", "block/inner", "block/core");

        assertThat(weights(path, "model_weights/block")).startsWith("core/kernel:0", "core/bias:0", "bn/gamma:0");
        assertThat(weights(path, "optimizer_weights")).contains("Adam/m/core/kernel:0");
        assertThat(text(path, RootAttributes.MODEL)).contains("\"core\"").doesNotContain("\"inner\"");
    }

    /** Lists stay in as many attributes as they were in. */
    @Test
    void aLayerInListsInParts() throws Exception {
        Path path = renamed("k2_lists_in_parts", "second", "a_name_that_is_longer");

        assertThat(layers(path, "/")).containsExactly("given", "outer", "other", "a_name_that_is_longer");
        assertThat(attributes(path, "/")).extracting(Attribute::name).contains("layer_names0", "layer_names1");
        assertThat(weights(path, "a_name_that_is_longer"))
                .containsExactly("a_name_that_is_longer/kernel:0", "a_name_that_is_longer/bias:0");
    }
}
