package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.GraphEdit.Edited;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Object graphs after edits of names: edges, keys, references, what is carried along and what goes. */
class GraphEditTest {
    private static final ObjectGraph NET = Graphs.of(
            "net=1 save_counter=2",
            "dense_1=3 dense_2=4 empty=5 me=1",
            "@save_counter:save_counter",
            "kernel=6 bias=7 _losses=8",
            "kernel=9",
            "-",
            "@net/dense_1/kernel:net/dense_1/kernel",
            "@net/dense_1/bias:bias",
            "-",
            "@net/dense_2/kernel:kernel");

    /** An edit in steps: what is wanted of each tensor, by the name it had. */
    private static final class Script {
        private final ObjectNames names;
        private final Map<String, Wanted> wanted = new TreeMap<>();
        private final List<Wanted> added = new ArrayList<>();

        private Script(ObjectGraph graph) {
            this.names = Graphs.names(graph);
            for (Named named : names.tensors()) {
                wanted.put(
                        named.name(),
                        new Wanted(named.name(), named.aliases(), Optional.of(named.name()), named.role(), false));
            }
        }

        /** @param now the new name, then the new aliases */
        private Script move(String name, String... now) {
            Wanted before = wanted.get(name);
            Set<String> aliases = new TreeSet<>(List.of(now).subList(1, now.length));
            wanted.put(name, new Wanted(now[0], aliases, before.origin(), before.role(), false));
            return this;
        }

        private Script drop(String name) {
            wanted.remove(name);
            return this;
        }

        private Script add(String name, Role role, String... aliases) {
            added.add(new Wanted(name, Set.of(aliases), Optional.empty(), role, false));
            return this;
        }

        private Edited edited(String... trained) {
            List<Wanted> all = new ArrayList<>(wanted.values());
            all.addAll(added);
            return GraphEdit.of(names, all, List.of(trained));
        }

        private List<String> lines() {
            return Graphs.lines(edited().graph());
        }
    }

    private static Role.Slot slot(String owner) {
        return new Role.Slot(owner, Optimizers.kind("_momentums"), "optimizer/_momentums/", "", true);
    }

    @Test
    void whatIsNotEditedIsTheSameGraph() {
        assertThat(new Script(NET).edited().graph()).isSameAs(NET);
    }

    @Test
    void anObjectThatMovesWholeMovesByItsEdgeAndTakesWhatElseItHolds() {
        Edited edited = new Script(NET)
                .move("net/dense_1/kernel", "net/first/kernel")
                .move("net/dense_1/bias", "net/first/bias")
                .edited();
        assertThat(Graphs.linesWithFullNames(edited.graph()))
                .containsExactly(
                        "net=1 save_counter=2",
                        "first=3 dense_2=4 empty=5 me=1",
                        "@save_counter:save_counter",
                        "kernel=6 bias=7 _losses=8",
                        "kernel=9",
                        "-",
                        "@net/first/kernel:net/first/kernel",
                        "@net/first/bias:bias",
                        "-",
                        "@net/dense_2/kernel:kernel");
        assertThat(edited.keys())
                .containsEntry("net/first/kernel", "net/first/kernel/.ATTRIBUTES/VARIABLE_VALUE")
                .containsEntry("net/dense_2/kernel", "net/dense_2/kernel/.ATTRIBUTES/VARIABLE_VALUE");
    }

    @Test
    void aPartThatMovesGetsANewObject() {
        assertThat(new Script(NET).move("net/dense_1/bias", "net/other/bias").lines())
                .containsExactly(
                        "net=1 save_counter=2",
                        "dense_1=3 dense_2=4 empty=5 me=1 other=6",
                        "@save_counter",
                        "kernel=7 _losses=8",
                        "kernel=9",
                        "-",
                        "bias=10",
                        "@net/dense_1/kernel",
                        "-",
                        "@net/dense_2/kernel",
                        "@net/other/bias");
    }

    @Test
    void objectsChangePlaces() {
        List<String> lines = new Script(NET)
                .move("net/dense_1/kernel", "net/dense_2/kernel")
                .move("net/dense_1/bias", "net/dense_2/bias")
                .move("net/dense_2/kernel", "net/dense_1/kernel")
                .lines();
        assertThat(lines.get(1)).isEqualTo("dense_1=3 dense_2=4 empty=5 me=1");
        assertThat(lines.subList(3, 5)).containsExactly("kernel=6", "kernel=7 bias=8 _losses=9");
    }

    @Test
    void whatIsDroppedTakesItsObjectAlong() {
        assertThat(new Script(NET).drop("net/dense_2/kernel").lines())
                .containsExactly(
                        "net=1 save_counter=2",
                        "dense_1=3 empty=4 me=1",
                        "@save_counter",
                        "kernel=5 bias=6 _losses=7",
                        "-",
                        "@net/dense_1/kernel",
                        "@net/dense_1/bias",
                        "-");
    }

    @Test
    void whatIsAddedGetsAnObjectOnEachStepOfItsPath() {
        List<String> lines =
                new Script(NET).add("net/dense_3/kernel", Role.VARIABLE).lines();
        assertThat(lines.get(1)).isEqualTo("dense_1=3 dense_2=4 empty=5 me=1 dense_3=6");
        assertThat(lines.get(6)).isEqualTo("kernel=11");
        assertThat(lines.get(11)).isEqualTo("@net/dense_3/kernel");
    }

    @Test
    void tiedVariablesAreOneObjectUnderTwoEdges() {
        List<String> lines = new Script(NET)
                .drop("net/dense_2/kernel")
                .move("net/dense_1/kernel", "net/dense_1/kernel", "net/dense_2/kernel")
                .lines();
        assertThat(lines.get(3)).isEqualTo("kernel=6 bias=7 _losses=8");
        assertThat(lines.get(4)).isEqualTo("kernel=6");
    }

    @Test
    void untiedVariablesAreTwo() {
        ObjectGraph tied = Graphs.of("a=1 b=1", "@a");
        Edited edited = new Script(tied).move("a", "a").add("b", Role.VARIABLE).edited();
        assertThat(Graphs.lines(edited.graph())).containsExactly("a=1 b=2", "@a", "@b");
    }

    @Test
    void aSharedObjectStaysShared() {
        ObjectGraph shared = Graphs.of("x=1 y=1", "w=2 z=3", "@x/w", "@x/z");
        assertThat(new Script(shared)
                        .move("x/w", "u/w", "y/w")
                        .move("x/z", "u/z", "y/z")
                        .lines())
                .containsExactly("u=1 y=1", "w=2 z=3", "@u/w", "@u/z");
    }

    @Test
    void theModelBecomesTheRoot() {
        assertThat(new Script(NET)
                        .move("net/dense_1/kernel", "dense_1/kernel")
                        .move("net/dense_1/bias", "dense_1/bias")
                        .move("net/dense_2/kernel", "dense_2/kernel")
                        .lines())
                .containsExactly(
                        "save_counter=1 dense_1=2 dense_2=3 empty=4 me=0",
                        "@save_counter",
                        "kernel=5 bias=6 _losses=7",
                        "kernel=8",
                        "-",
                        "@dense_1/kernel",
                        "@dense_1/bias",
                        "-",
                        "@dense_2/kernel");
    }

    @Test
    void theRootBecomesAModel() {
        ObjectGraph root = Graphs.of("w=1 child=2 root=0 save_counter=3", "@w", "b=4", "@save_counter", "@child/b");
        assertThat(new Script(root)
                        .move("w", "model/w")
                        .move("child/b", "model/child/b")
                        .lines())
                .containsExactly(
                        "root=0 save_counter=1 model=2",
                        "@save_counter",
                        "child=3 w=4",
                        "b=5",
                        "@model/w",
                        "@model/child/b");
    }

    @Test
    void aKeyThatNeverSpelledAPathIsKept() {
        ObjectGraph odd = Graphs.of("w=1 v=2", "@zz/top", "@v");
        Edited edited = new Script(odd).move("w", "x").drop("v").edited();
        assertThat(edited.keys()).containsExactly(Map.entry("x", "zz/top/.ATTRIBUTES/VARIABLE_VALUE"));
    }

    @Test
    void tablesMoveWithAllTheirTensors() throws IOException {
        ObjectGraph graph = Graphs.of("t=1", "@t#table");
        ObjectNames names =
                ObjectNames.of(graph, new TreeSet<>(List.of("t/.ATTRIBUTES/table-keys", "t/.ATTRIBUTES/table-values")));
        List<Wanted> wanted = List.of(
                new Wanted(
                        "u/.ATTRIBUTES/table-keys",
                        Set.of(),
                        Optional.of("t/.ATTRIBUTES/table-keys"),
                        Role.VARIABLE,
                        false),
                new Wanted(
                        "u/.ATTRIBUTES/table-values",
                        Set.of(),
                        Optional.of("t/.ATTRIBUTES/table-values"),
                        Role.VARIABLE,
                        false));
        Edited edited = GraphEdit.of(names, wanted, List.of());
        assertThat(Graphs.lines(edited.graph())).containsExactly("u=1", "@u#table");
        assertThat(edited.keys()).containsEntry("u/.ATTRIBUTES/table-keys", "u/.ATTRIBUTES/table-keys");
    }

    @Test
    void slotReferencesFollowNumbersAndKeysFollowPaths() {
        ObjectGraph graph = Graphs.of(
                "model=1 optimizer=2",
                "a=3 b=4",
                "iter=5 slot:3:m:6 slot:4:m:7",
                "@model/a",
                "@model/b",
                "@optimizer/iter",
                "@model/a/.OPTIMIZER_SLOT/optimizer/m",
                "@model/b/.OPTIMIZER_SLOT/optimizer/m");
        assertThat(new Script(graph)
                        .drop("model/a")
                        .drop("model/a/.OPTIMIZER_SLOT/optimizer/m")
                        .move("model/b", "model/c")
                        .move("model/b/.OPTIMIZER_SLOT/optimizer/m", "model/c/.OPTIMIZER_SLOT/optimizer/m")
                        .lines())
                .containsExactly(
                        "model=1 optimizer=2",
                        "c=3",
                        "iter=4 slot:3:m:5",
                        "@model/c",
                        "@optimizer/iter",
                        "@model/c/.OPTIMIZER_SLOT/optimizer/m");
    }

    private static final ObjectGraph LISTS = Graphs.of(
            "a=1 b=2 optimizer=3",
            "@optimizer/_trainable_variables/0",
            "@optimizer/_trainable_variables/1",
            "_variables=4 _trainable_variables=5 _iterations=6 _momentums=7",
            "0=6 1=8 2=9",
            "0=1 1=2",
            "@optimizer/_iterations",
            "0=8 1=9",
            "@optimizer/_variables/1",
            "@optimizer/_variables/2");

    @Test
    void theListsOfAnOptimizerCloseRanks() {
        assertThat(new Script(LISTS)
                        .drop("a")
                        .drop("optimizer/_momentums/0")
                        .move("optimizer/_momentums/1", "optimizer/_momentums/0")
                        .lines())
                .containsExactly(
                        "b=1 optimizer=2",
                        "@b",
                        "_variables=3 _trainable_variables=4 _iterations=5 _momentums=6",
                        "0=5 1=7",
                        "0=1",
                        "@optimizer/_iterations",
                        "0=7",
                        "@optimizer/_variables/1");
    }

    @Test
    void theListsOfAnOptimizerTakeAnotherOrderTogether() {
        assertThat(new Script(LISTS)
                        .move("optimizer/_momentums/0", "optimizer/_momentums/1")
                        .move("optimizer/_momentums/1", "optimizer/_momentums/0")
                        .lines()
                        .subList(0, 8))
                .containsExactly(
                        "a=1 b=2 optimizer=3",
                        "@a",
                        "@b",
                        "_variables=4 _trainable_variables=5 _iterations=6 _momentums=7",
                        "0=6 1=8 2=9",
                        "0=2 1=1",
                        "@optimizer/_iterations",
                        "0=8 1=9");
    }

    @Test
    void theListsOfAnOptimizerGrow() {
        List<String> lines = new Script(LISTS)
                .add("c", Role.VARIABLE)
                .add("optimizer/_momentums/2", slot("c"))
                .lines();
        assertThat(lines.subList(0, 8))
                .containsExactly(
                        "a=1 b=2 optimizer=3 c=4",
                        "@optimizer/_trainable_variables/0",
                        "@optimizer/_trainable_variables/1",
                        "_variables=5 _trainable_variables=6 _iterations=7 _momentums=8",
                        "@c",
                        "0=7 1=9 2=10 3=11",
                        "0=1 1=2 2=4",
                        "@optimizer/_iterations");
    }

    @Test
    void withoutSlotsTheModelSaysInWhichOrderItTrains() {
        ObjectGraph sgd = Graphs.of(
                "a=1 b=2 optimizer=3",
                "@a",
                "@b",
                "_trainable_variables=4 _iterations=5 _learning_rate=6",
                "0=1 1=2",
                "@optimizer/_iterations",
                "@optimizer/_learning_rate");
        Edited edited = new Script(sgd).move("a", "c").edited("b", "c");
        assertThat(Graphs.lines(edited.graph()).get(4)).isEqualTo("0=2 1=1");
    }

    @Test
    void withoutTheOptimizerNothingOfItIsLeft() {
        assertThat(new Script(LISTS)
                        .drop("optimizer/_momentums/0")
                        .drop("optimizer/_momentums/1")
                        .drop("optimizer/_iterations")
                        .lines())
                .containsExactly("a=1 b=2", "@a", "@b");
    }

    @Test
    void whatHasValuesIsMarkedUpToTheRoot() {
        ObjectGraph graph = new Script(NET).drop("net/dense_2/kernel").edited().graph();
        assertThat(graph.nodes())
                .extracting(node -> node.hasValues().orElseThrow())
                .containsExactly(true, true, true, true, false, true, true, false);
    }

    @Test
    void namesOutsideTheGraphFollowTheirParts() {
        assertThat(FullNames.renamed("model/dense_1/kernel", "net/dense_1/kernel", "net/first/kernel"))
                .isEqualTo("model/first/kernel");
        assertThat(FullNames.renamed("kernel", "net/dense_1/kernel", "net/first/kernel"))
                .isEqualTo("kernel");
        assertThat(FullNames.renamed("a/w", "a/w", "b/c/w")).isEqualTo("b/c/w");
        assertThat(FullNames.renamed("x/w", "a/w", "b/c/w")).isEqualTo("x/w");
    }

    @Test
    void whatCannotBeWrittenIsSaid() {
        assertThat(new Script(NET)
                        .move("net/dense_1/bias", "net/dense.1/bias")
                        .edited()
                        .obstacles())
                .containsExactly(
                        "\"net/dense.1/bias\" is not a path in an object graph: write \"dense..1\" for the edge"
                                + " \"dense.1\"");
        assertThat(new Script(NET)
                        .move("net/dense_1/bias", "net//bias")
                        .edited()
                        .obstacles())
                .containsExactly("\"net//bias\" is not a path in an object graph: a part of it is empty");
    }
}
