package ckpts.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.SlotKind;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static Checkpoint checkpoint(Entry... entries) {
        return checkpoint(Map.of(), entries);
    }

    private static Checkpoint checkpoint(Map<String, String> aliases, Entry... entries) {
        return Checkpoint.of(List.of(entries), aliases, Optional.empty());
    }

    private static List<Cell> column(Report.Table table, String key) {
        int index = table.columns().stream().map(Report.Column::key).toList().indexOf(key);
        return table.rows().stream().map(row -> row.get(index)).toList();
    }

    @Test
    void keysInJsonAreStable() {
        assertThat(Listing.of(checkpoint()).columns().stream().map(Report.Column::key))
                .containsExactly("name", "dtype", "shape", "bytes", "role", "owner");
    }

    @Test
    void sortsNumbersInNamesByTheirValue() {
        Report.Table table = Listing.of(checkpoint(
                Tensors.zeros("layer_10/w", DType.FLOAT32, 1),
                Tensors.zeros("layer_9/w", DType.FLOAT32, 1),
                Tensors.zeros("layer_09/w", DType.FLOAT32, 1),
                Tensors.zeros("layer_9", DType.FLOAT32, 1)));

        assertThat(column(table, "name"))
                .containsExactly(
                        Cell.name("layer_9"), Cell.name("layer_09/w"), Cell.name("layer_9/w"), Cell.name("layer_10/w"));
    }

    @Test
    void countsTensorsParametersAndBytesBelow() {
        assertThat(Listing.of(checkpoint(
                                Tensors.zeros("kernel", DType.FLOAT32, 256, 128), Tensors.zeros("step", DType.INT64)))
                        .footer())
                .containsExactly("2 tensors, 32,769 parameters, 131,080 bytes");
        assertThat(Listing.of(checkpoint(Map.of("s", "step"), Tensors.zeros("step", DType.INT8)))
                        .footer())
                .containsExactly("1 tensor, 1 parameter, 1 byte, 1 alias");
    }

    @Test
    void saysWhoseSlotATensorIs() {
        Entry slot = Tensors.zeros("w/Adam", DType.FLOAT32, 2)
                .withRole(new Role.Slot("w", new SlotKind("Adam", OptionalDouble.of(0)), "", "/Adam"));
        Entry average =
                Tensors.zeros("w/ExponentialMovingAverage", DType.FLOAT32, 2).withRole(new Role.Average("w"));
        Entry power = Tensors.zeros("beta1_power", DType.FLOAT32).withRole(new Role.OptimizerState("beta1_power"));
        Report.Table table = Listing.of(checkpoint(Tensors.zeros("w", DType.FLOAT32, 2), slot, average, power));

        assertThat(column(table, "role"))
                .containsExactly(
                        Cell.text("optimizer beta1_power"),
                        Cell.nothing(),
                        Cell.text("slot Adam"),
                        Cell.text("average"));
        assertThat(column(table, "owner"))
                .containsExactly(Cell.nothing(), Cell.nothing(), Cell.name("w"), Cell.name("w"));
    }

    @Test
    void listsAliasesWithTheirNames() {
        Report.Table table =
                Listing.aliases(checkpoint(Map.of("head", "embedding"), Tensors.zeros("embedding", DType.FLOAT32, 2)));

        assertThat(table.rows()).containsExactly(List.of(Cell.name("head"), Cell.name("embedding")));
        assertThat(table.footer()).containsExactly("1 alias");
    }
}
