package ckpts.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.InputId;
import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Reinitialized;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which of the weights that a script loses is which of the variables that it makes anew. */
class RestorationTest {
    private static final TensorType SQUARE = new TensorType(DType.FLOAT32, Shape.of(4, 4));

    @Test
    void wordsOfFrameworksDecideBetweenEqualShapes() {
        assertThat(pairs(
                        new String[] {"h.0.mlp.fc1.w", "h.0.mlp.fc2.w", "h.0.mlp.wo.w"},
                        "layers.0.feed_forward.down.w",
                        "layers.0.feed_forward.up.w",
                        "layers.0.feed_forward.output.w"))
                .containsExactly(
                        Map.entry("h.0.mlp.fc1.w", "layers.0.feed_forward.up.w"),
                        Map.entry("h.0.mlp.fc2.w", "layers.0.feed_forward.down.w"),
                        Map.entry("h.0.mlp.wo.w", "layers.0.feed_forward.output.w"));
    }

    @Test
    void whatNoEvidenceShowsIsPairedByNumbersAndSpelling() {
        assertThat(pairs(new String[] {"m.1.zeta", "m.2.zeta"}, "x.2.eta", "x.1.eta"))
                .containsExactly(Map.entry("m.1.zeta", "x.1.eta"), Map.entry("m.2.zeta", "x.2.eta"));
    }

    private static Map<String, String> pairs(String[] lost, String... made) {
        LostWeights weights = LostWeights.among(
                Arrays.stream(lost)
                        .map(name -> new Lost(new InputId("model", name), name, SQUARE))
                        .toList(),
                Arrays.stream(made).map(name -> new Reinitialized(name, SQUARE)).toList());
        Map<String, String> pairs = new TreeMap<>();
        Restoration.of(weights, "model")
                .pairs()
                .forEach(pair ->
                        pairs.put(pair.lost().name(), pair.reinitialized().name()));
        return pairs;
    }
}
