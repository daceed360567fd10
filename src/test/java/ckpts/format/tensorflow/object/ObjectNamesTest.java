package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Role;
import ckpts.checkpoint.SlotKind;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What scripts call the tensors of an object graph. */
class ObjectNamesTest {
    /** Keras 3: the optimizer comes first, so keys run through it. */
    private static final ObjectGraph KERAS_3 = Graphs.of(
            "model=1 optimizer=2 save_counter=3",
            "dense=4",
            "_variables=5 _trainable_variables=6 _iterations=7 _learning_rate=8 _momentums=9",
            "@save_counter",
            "kernel=10",
            "0=7 1=8 2=11",
            "0=10",
            "@optimizer/_iterations",
            "@optimizer/_learning_rate",
            "0=11",
            "@optimizer/_trainable_variables/0",
            "@optimizer/_variables/2");

    private static List<String> named(ObjectGraph graph) {
        return Graphs.names(graph).tensors().stream()
                .map(named -> named.name() + (named.aliases().isEmpty() ? "" : " also " + named.aliases()))
                .sorted()
                .toList();
    }

    @Test
    void theShortestPathOutsideOptimizersNames() {
        assertThat(named(KERAS_3))
                .containsExactly(
                        "model/dense/kernel",
                        "optimizer/_iterations",
                        "optimizer/_learning_rate",
                        "optimizer/_momentums/0",
                        "save_counter");
    }

    @Test
    void theFirstOfEquallyShortPathsNamesAndOthersAreAliases() {
        assertThat(named(Graphs.of("layer_with_weights-0=1 layer-0=1", "kernel=2", "@layer_with_weights-0/kernel")))
                .containsExactly("layer_with_weights-0/kernel also [layer-0/kernel]");
    }

    @Test
    void collectionsNameOnlyWhatHasNoOtherPlace() {
        assertThat(named(Graphs.of("variables=1 a=2", "0=3 1=4", "b=5", "@variables/0", "@variables/1", "w=4")))
                .containsExactly("a/b/w also [variables/1]", "variables/0");
    }

    @Test
    void aCycleIsFollowedOnce() {
        assertThat(named(Graphs.of("me=0 a=1", "up=0 w=2", "@a/w"))).containsExactly("a/w");
    }

    @Test
    void slotsOfListsBelongToTheVariableOfTheirNumber() {
        assertThat(Graphs.names(KERAS_3)
                        .named("optimizer/_momentums/0")
                        .orElseThrow()
                        .role())
                .isEqualTo(new Role.Slot(
                        "model/dense/kernel",
                        new SlotKind("_momentums", OptionalDouble.of(0)),
                        "optimizer/_momentums/",
                        "",
                        true));
    }

    @Test
    void slotsThatOnlyTheirOptimizerRefersToAreNamedAfterTheirVariable() {
        ObjectNames names = Graphs.names(Graphs.of(
                "model=1 optimizer=2",
                "kernel=3",
                "iter=4 slot:3:accumulator:5",
                "@model/kernel",
                "@optimizer/iter",
                "@model/kernel/.OPTIMIZER_SLOT/optimizer/accumulator"));
        assertThat(names.named("model/kernel/.OPTIMIZER_SLOT/optimizer/accumulator")
                        .orElseThrow()
                        .role())
                .isEqualTo(new Role.Slot(
                        "model/kernel",
                        new SlotKind("accumulator", OptionalDouble.of(0.1)),
                        "",
                        "/.OPTIMIZER_SLOT/optimizer/accumulator",
                        false));
        assertThat(names.named("optimizer/iter").orElseThrow().role()).isEqualTo(new Role.OptimizerState("iter"));
    }

    @Test
    void listsOfAnOptimizerThatDoesNotSayWhatItTrainsGoByFullNames() {
        ObjectNames names = Graphs.names(Graphs.of(
                "w=1 b=2 optimizer=3",
                "@w:net/w",
                "@b:net/b",
                "_iterations=4 _variables=5 _momentums=6",
                "@optimizer/_iterations:iteration",
                "0=4 1=7 2=8",
                "0=7 1=8",
                "@optimizer/_variables/1:SGD/m/net/b",
                "@optimizer/_variables/2:SGD/m/net/w"));
        assertThat(names.trained()).containsExactly("b", "w");
    }

    @Test
    void otherAttributesShowAndMayHaveSeveralTensors() throws IOException {
        ObjectGraph graph = Graphs.of("t=1 @#x", "@t#table");
        ObjectNames names = ObjectNames.of(
                graph,
                new TreeSet<>(List.of("/.ATTRIBUTES/x", "t/.ATTRIBUTES/table-keys", "t/.ATTRIBUTES/table-values")));
        assertThat(names.tensors())
                .extracting(ObjectNames.Named::name)
                .containsExactly(".ATTRIBUTES/x", "t/.ATTRIBUTES/table-keys", "t/.ATTRIBUTES/table-values");
    }

    @Test
    void whatNoObjectHasKeepsItsKeyForAName() throws IOException {
        ObjectNames names = ObjectNames.of(Graphs.of("-"), new TreeSet<>(List.of("left/over")));
        assertThat(names.named("left/over").orElseThrow().place()).isEmpty();
    }
}
