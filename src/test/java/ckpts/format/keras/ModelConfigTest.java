package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Attribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of layers in configurations, in the spellings of all versions. */
class ModelConfigTest {
    private static final String NESTED = """
            {"class_name": "Functional", "config": {"name": "net", "layers": [
              {"class_name": "Dense", "config": {"name": "a"}, "name": "a", "inbound_nodes": [[["in", 0, 0, {}]]]},
              {"class_name": "Sequential", "config": {"name": "b", "layers": [
                {"class_name": "Dense", "config": {"name": "a"}},
                {"class_name": "Functional", "config": {"name": "c", "layers": [
                  {"class_name": "Dense", "config": {"name": "d"}, "name": "d", "inbound_nodes": []}],
                  "input_layers": [], "output_layers": [["d", 0, 0]]}}]}, "name": "b",
               "inbound_nodes": [[["a", 0, 0, {"mask": ["a", 0, 1]}]]]}],
             "input_layers": [["in", 0, 0]], "output_layers": [["b", 0, 0], ["a", 0, 0]]}}""";

    private static ModelConfig config(String json) {
        return new ModelConfig((Attribute.Fields) ConfigText.parsed(json).orElseThrow());
    }

    private static String text(ModelConfig config) {
        return ConfigText.text(config.tree());
    }

    private static String compact(String json) {
        return ConfigText.text(ConfigText.parsed(json).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Keras 1 and 2.0: a list of layers
                "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Dense\", \"config\": {\"name\": \"a\"}}]}"
                        + "| {\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Dense\", \"config\": {\"name\": \"x\"}}]}",
                // since Keras 2.2: an object with a list, without names beside the configurations
                "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"a\", \"layers\": [{\"class_name\": \"Dense\", \"config\": {\"name\": \"a\"}}]}}"
                        + "| {\"class_name\": \"Sequential\", \"config\": {\"name\": \"a\", \"layers\": [{\"class_name\": \"Dense\", \"config\": {\"name\": \"x\"}}]}}",
                // Keras 3: references in histories, outputs that are not in a list
                "{\"config\": {\"layers\": [{\"config\": {\"name\": \"b\"}, \"name\": \"b\", \"inbound_nodes\": [{\"args\": [{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 6], \"keras_history\": [\"a\", 0, 0]}}], \"kwargs\": {\"m\": {\"config\": {\"keras_history\": [\"a\", 1, 0]}}}}]}, {\"config\": {\"name\": \"a\"}, \"name\": \"a\", \"inbound_nodes\": []}], \"input_layers\": [\"a\", 0, 0], \"output_layers\": [\"b\", 0, 0]}}"
                        + "| {\"config\": {\"layers\": [{\"config\": {\"name\": \"b\"}, \"name\": \"b\", \"inbound_nodes\": [{\"args\": [{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 6], \"keras_history\": [\"x\", 0, 0]}}], \"kwargs\": {\"m\": {\"config\": {\"keras_history\": [\"x\", 1, 0]}}}}]}, {\"config\": {\"name\": \"x\"}, \"name\": \"x\", \"inbound_nodes\": []}], \"input_layers\": [\"x\", 0, 0], \"output_layers\": [\"b\", 0, 0]}}",
            })
    void aLayerIsRenamedWithItsReferences(String before, String after) {
        assertThat(text(config(before).renamed(Map.of(List.of("a"), "x")))).isEqualTo(after);
    }

    @Test
    void layersOfNestedModelsAreOtherLayers() {
        ModelConfig config = config(NESTED);

        assertThat(config.layers()).containsExactly("a", "b");
        assertThat(text(config.renamed(Map.of(List.of("b", "a"), "x", List.of("b", "c", "d"), "y", List.of("b"), "z"))))
                .isEqualTo(compact(NESTED.replace("{\"name\": \"a\"}}", "{\"name\": \"x\"}}")
                        .replace("\"d\"", "\"y\"")
                        .replace("\"b\"", "\"z\"")));
        assertThat(text(config.renamed(Map.of(List.of("a"), "x"))))
                .isEqualTo(
                        compact(NESTED.replace("\"a\"", "\"x\"").replace("{\"name\": \"x\"}}", "{\"name\": \"a\"}}")));
    }

    /** Keras 2 leaves out the models between; other parts of a name are no layers. */
    @Test
    void partsOfNamesAreLayersOfNestedModels() {
        ModelConfig config = config(NESTED);

        assertThat(config.layersNamed("b", List.of("c", "d")))
                .containsExactly(Optional.of(List.of("b", "c")), Optional.of(List.of("b", "c", "d")));
        assertThat(config.layersNamed("b", List.of("d", "cell")))
                .containsExactly(Optional.of(List.of("b", "c", "d")), Optional.empty());
        assertThat(config.layersNamed("a", List.of("a"))).containsExactly(Optional.empty());
    }

    @Test
    void lossesOfOutputsAreRenamed() {
        String training =
                "{\"loss\": {\"a\": \"mse\", \"b\": null}, \"metrics\": {\"other\": []}, \"loss_weights\": null,"
                        + " \"optimizer_config\": {\"a\": 1}}";

        assertThat(ConfigText.text(config(NESTED)
                        .trainingRenamed(
                                (Attribute.Fields) ConfigText.parsed(training).orElseThrow(),
                                Map.of(List.of("a"), "x"))))
                .isEqualTo(training.replaceFirst("\"a\"", "\"x\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": [1, -2, 0.5, 1e-07, 12345678901234567890, true, null, \"\\u00e9\\n\"]}",
                "[{}]",
                "[0.0010000000474974513, 100.0, 1e+22]",
            })
    void valuesKeepTheirMeaning(String json) {
        Attribute value = ConfigText.parsed(json).orElseThrow();

        assertThat(ConfigText.parsed(ConfigText.text(value))).contains(value);
    }

    /** Python writes numbers that JSON does not have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"a\": NaN}", "{\"a\": 1, \"a\": 2}", "{", "1", "\"text\"", "[1e999]"})
    void whatIsNoStrictJsonIsNotATree(String text) {
        assertThat(ConfigText.parsed(text)).isEmpty();
    }
}
