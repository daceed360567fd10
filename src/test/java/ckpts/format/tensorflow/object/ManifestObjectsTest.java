package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The objects that a manifest's names speak of. */
class ManifestObjectsTest {
    /** Variables as {@code name}, {@code name also ALIAS ALIAS} or {@code name slot OWNER}. */
    private static ModelGraph model(String... lines) {
        List<Expected> variables = new ArrayList<>();
        for (String line : lines) {
            List<String> words = List.of(line.split(" "));
            String kind = words.size() > 1 ? words.get(1) : "";
            variables.add(new Expected(
                    words.get(0),
                    new TensorType(DType.FLOAT32, Shape.scalar()),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    kind.equals("also") ? words.subList(2, words.size()) : List.of(),
                    kind.equals("slot") ? Optional.of(words.get(2)) : Optional.empty()));
        }
        return ManifestObjects.of(new Manifest(variables, Optional.empty()));
    }

    /** Nodes without their attributes, which have the names of variables for keys. */
    private static List<String> lines(ModelGraph model) {
        List<String> lines = new ArrayList<>();
        for (int node = 0; node < model.graph().size(); node++) {
            List<String> words = new ArrayList<>();
            model.graph().node(node).children().forEach(edge -> words.add(edge.name() + "=" + edge.node()));
            model.graph()
                    .node(node)
                    .slots()
                    .forEach(slot -> words.add("slot:" + slot.variable() + ":" + slot.name() + ":" + slot.slot()));
            model.variables().getOrDefault(node, List.of()).forEach(variable -> words.add("<" + variable.name() + ">"));
            lines.add(String.join(" ", words));
        }
        return lines;
    }

    @Test
    void namesArePathsOfObjects() {
        assertThat(lines(model("net/a..b/w", "net/b")))
                .containsExactly("net=1", "a.b=2 b=3", "w=4", "<net/b>", "<net/a..b/w>");
    }

    @Test
    void aliasesLeadToTheSameVariable() {
        assertThat(lines(model("head/w also embed/w", "embed/b")))
                .containsExactly("embed=1 head=2", "b=3 w=4", "w=4", "<embed/b>", "<head/w>");
    }

    @Test
    void placesWithTheSameVariablesBelowThemAreOneObject() {
        assertThat(lines(model("layer-0/w also part-0/w", "layer-0/b also part-0/b")))
                .containsExactly("layer-0=1 part-0=1", "b=2 w=3", "<layer-0/b>", "<layer-0/w>");
    }

    @Test
    void tablesHaveSeveralValues() {
        ModelGraph model = model("t/.ATTRIBUTES/table-keys", "t/.ATTRIBUTES/table-values");

        assertThat(lines(model)).containsExactly("t=1", "<t/.ATTRIBUTES/table-keys> <t/.ATTRIBUTES/table-values>");
        assertThat(model.isVariable(1)).isFalse();
        assertThat(model.takes(1, "table")).isTrue();
        assertThat(model.takes(1, "VARIABLE_VALUE")).isFalse();
    }

    @Test
    void slotsAreReferencesOfTheirOptimizer() {
        assertThat(lines(model("w", "w/.OPTIMIZER_SLOT/opt/m slot w")))
                .containsExactly("w=1 opt=2", "<w>", "slot:1:m:3", "<w/.OPTIMIZER_SLOT/opt/m>");
    }

    @Test
    void numberedSlotsTellTheListOfTrainedVariables() {
        assertThat(lines(model("b", "a", "opt/_m/0 slot a", "opt/_m/1 slot b")))
                .containsExactly(
                        "a=1 b=2 opt=3",
                        "<a>",
                        "<b>",
                        "_m=4 _trainable_variables=5",
                        "0=6 1=7",
                        "0=1 1=2",
                        "<opt/_m/0>",
                        "<opt/_m/1>");
    }

    @Test
    void numberedSlotsThatDisagreeTellNothing() {
        assertThat(lines(model("a", "b", "opt/_m/0 slot a", "opt/_v/0 slot b")))
                .containsExactly("a=1 b=2 opt=3", "<a>", "<b>", "_m=4 _v=5", "0=6", "0=7", "<opt/_m/0>", "<opt/_v/0>");
        assertThat(lines(model("a", "opt/_m/1 slot a")))
                .containsExactly("a=1 opt=2", "<a>", "_m=3", "1=4", "<opt/_m/1>");
    }

    @Test
    void aSaidAliasCountsMoreThanWhatSlotsTell() {
        assertThat(lines(model("a", "b also opt/_trainable_variables/0", "opt/_m/0 slot a")))
                .containsExactly(
                        "a=1 b=2 opt=3", "<a>", "<b>", "_m=4 _trainable_variables=5", "0=6", "0=2", "<opt/_m/0>");
    }

    @Test
    void theCounterIsNotAVariableOfTheModel() {
        assertThat(lines(model("w", "save_counter"))).containsExactly("w=1", "<w>");
    }
}
