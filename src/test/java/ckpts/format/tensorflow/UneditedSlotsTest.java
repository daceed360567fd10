package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.tensorflow.object.Graphs;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Numbers of slots as no optimizer of today gives them: they are kept as long as nothing is said that concerns them. */
class UneditedSlotsTest {
    private static final TensorFlowFormat FORMAT = new TensorFlowFormat();

    /** As damage made it: the second trained variable is the first one once more. */
    private static final ObjectGraph TRAINED_TWICE = Graphs.of(
            "a=1 b=2 optimizer=3 values",
            "@a values",
            "@b values",
            "_trainable_variables=4 _momentums=5 _iterations=9 _learning_rate=10 values",
            "0=1 1=1 2=2",
            "0=6 1=7 2=8 values",
            "@optimizer/_momentums/0 values",
            "@optimizer/_momentums/1 values",
            "@optimizer/_momentums/2 values",
            "@optimizer/_iterations values",
            "@optimizer/_learning_rate values");

    /** The kinds of the second variable stand in another order than those of the first. */
    private static final ObjectGraph IN_ANOTHER_ORDER = Graphs.of(
            "a=1 b=2 optimizer=3 values",
            "@a values",
            "@b values",
            "_trainable_variables=4 _variables=5 _iterations=6 values",
            "0=1 1=2",
            "0=6 1=7 2=8 3=9 4=10 values",
            "@optimizer/_variables/0:adam/iteration values",
            "@optimizer/_variables/1:adam/a_momentum values",
            "@optimizer/_variables/2:adam/a_velocity values",
            "@optimizer/_variables/3:adam/b_velocity values",
            "@optimizer/_variables/4:adam/b_momentum values");

    @Test
    void twoSlotsOfOneVariableKeepTheirNumbers() throws Exception {
        Workspace loaded = loaded(TRAINED_TWICE);
        assertThat(slots(loaded))
                .containsExactly("optimizer/_momentums/0 a", "optimizer/_momentums/1 a", "optimizer/_momentums/2 b");
        held(loaded).forEach((name, read) -> assertThat(name).isEqualTo(read));
    }

    @Test
    void slotsInAnotherOrderKeepTheirNumbers() throws Exception {
        Workspace loaded = loaded(IN_ANOTHER_ORDER);
        assertThat(slots(loaded))
                .containsExactly(
                        "optimizer/_variables/1 a",
                        "optimizer/_variables/2 a",
                        "optimizer/_variables/3 b",
                        "optimizer/_variables/4 b");
        held(loaded).forEach((name, read) -> assertThat(name).isEqualTo(read));
    }

    @Test
    void slotsInAnotherOrderKeepTheirNumbersInARename() throws Exception {
        Workspace renamed = loaded(IN_ANOTHER_ORDER)
                .renaming("model", Map.of("a", "z"), new Step(1, "test:1", "rename \"a\" -> \"z\""));
        Map<String, String> held = held(renamed);
        assertThat(held).containsEntry("z", "a");
        held.remove("z");
        held.forEach((name, read) -> assertThat(name).isEqualTo(read));
    }

    @Test
    void whatIsThereOnceMoreComesLastWhenRanksAreClosed() throws Exception {
        Workspace dropped = loaded(TRAINED_TWICE).dropping("model", List.of("b"), new Step(1, "test:1", "drop \"b\""));
        assertThat(slots(dropped)).containsExactly("optimizer/_momentums/0 a", "optimizer/_momentums/1 a");
        held(dropped).forEach((name, read) -> assertThat(name).isEqualTo(read));
    }

    @Test
    void whatIsThereOnceMoreTakesNoNumberOfAVariableThatHasNoSlotInThisList() throws Exception {
        ObjectGraph graph = Graphs.of(
                "a=1 b=2 optimizer=3 values",
                "@a values",
                "@b values",
                "_trainable_variables=4 _momentums=5 _velocities=6 _iterations=13 _learning_rate=14 values",
                "0=1 1=1 2=2",
                "0=7 1=8 2=9 values",
                "0=10 1=11 2=12 values",
                "@optimizer/_momentums/0 values",
                "@optimizer/_momentums/1 values",
                "@optimizer/_momentums/2 values",
                "@optimizer/_velocities/0 values",
                "@optimizer/_velocities/1 values",
                "@optimizer/_velocities/2 values",
                "@optimizer/_iterations values",
                "@optimizer/_learning_rate values");
        String last = "optimizer/_momentums/2";
        Workspace dropped = loaded(graph).dropping("model", List.of(last), new Step(1, "test:1", "drop"));
        assertThat(slots(dropped))
                .containsExactly(
                        "optimizer/_momentums/0 a",
                        "optimizer/_momentums/2 a",
                        "optimizer/_velocities/0 a",
                        "optimizer/_velocities/1 b",
                        "optimizer/_velocities/2 a");
    }

    @Test
    void twoSlotsOfOneVariableAreTwoWhateverTheModelNumbers() throws Exception {
        TensorType one = new TensorType(DType.UINT8, Shape.of(1));
        Manifest model = new Manifest(
                List.of(
                        Expected.of("a", one),
                        Expected.of("b", one),
                        slot("optimizer/_momentums/0", one, "b"),
                        slot("optimizer/_momentums/1", one, "a")),
                Optional.empty());
        Checkpoint checkpoint =
                loaded(TRAINED_TWICE).checkpoint("model").orElseThrow().current();
        Checkpoint settled = checkpoint.conventions().orElseThrow().settled(checkpoint, Optional.of(model));
        assertThat(settled.entries().stream()
                        .filter(entry -> entry.role().isSlot())
                        .map(entry -> entry.name() + " was "
                                + entry.holds().orElseThrow().name()))
                .containsExactlyInAnyOrder(
                        "optimizer/_momentums/0 was optimizer/_momentums/0",
                        "optimizer/_momentums/1 was optimizer/_momentums/2",
                        "optimizer/_momentums/2 was optimizer/_momentums/1");
    }

    private static Expected slot(String name, TensorType type, String owner) {
        return new Expected(name, type, Optional.empty(), Optional.empty(), false, List.of(), Optional.of(owner));
    }

    private static Workspace loaded(ObjectGraph graph) throws Exception {
        TreeSet<String> keys = new TreeSet<>();
        graph.nodes().forEach(node -> node.attributes().forEach(attribute -> keys.add(attribute.key())));
        MemoryDisk disk =
                new Bundles().objects(ObjectGraphBytes.encoded(graph), keys).disk();
        try (OpenedCheckpoint opened = FORMAT.open(Bundles.PREFIX, disk)) {
            Loaded loaded = new Loaded("model", opened.path(), opened.format(), List.of(), 0, opened.checkpoint());
            return Workspace.empty().loading(loaded);
        }
    }

    private static List<String> slots(Workspace workspace) {
        return workspace.checkpoint("model").orElseThrow().current().entries().stream()
                .filter(entry -> entry.role().isSlot())
                .map(entry -> entry.name() + " " + ((Role.Slot) entry.role()).owner())
                .sorted()
                .toList();
    }

    /** Name to the name that the tensor was read under. */
    private static Map<String, String> held(Workspace workspace) {
        Checkpoint checkpoint = workspace.checkpoint("model").orElseThrow().current();
        Map<String, String> held = new TreeMap<>();
        for (Entry entry : checkpoint.entries()) {
            held.put(entry.name(), entry.holds().map(InputId::name).orElse("nothing"));
        }
        return held;
    }
}
