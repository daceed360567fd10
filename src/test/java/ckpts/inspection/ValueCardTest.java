package ckpts.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Entry;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueCardTest {
    private static Cell values(Entry entry) throws IOException {
        Scratch scratch = new Scratch(1 << 20);
        Report.Fields card = ValueCard.of(entry, scratch);
        assertThat(scratch.used()).isZero();
        return card.fields().stream()
                .filter(field -> field.key().equals("values"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void showsTheFirstEightValuesAndHowManyMoreThereAre() throws IOException {
        assertThat(values(Tensors.floats("w", 1, -2.5f, Float.NaN)))
                .isEqualTo(new Cell.Many(List.of(Cell.real(1), Cell.real(-2.5), Cell.real(Double.NaN)), 0));
        assertThat(values(Tensors.zeros("w", DType.FLOAT32, 10)))
                .isEqualTo(new Cell.Many(java.util.Collections.nCopies(8, Cell.real(0)), 2));
        assertThat(values(Tensors.zeros("w", DType.FLOAT32, 3, 0))).isEqualTo(new Cell.Many(List.of(), 0));
    }

    @Test
    void showsEveryKindOfElementAsWhatItIs() throws IOException {
        assertThat(values(Tensors.given("w", DType.BOOL, new byte[] {1, 0}, 2)))
                .isEqualTo(Cell.many(List.of(Cell.flag(true), Cell.flag(false))));
        assertThat(values(Tensors.given("w", DType.INT8, new byte[] {-1, 7}, 2)))
                .isEqualTo(Cell.many(List.of(Cell.whole(-1), Cell.whole(7))));
        assertThat(values(Tensors.given("w", DType.UINT8, new byte[] {-1}, 1)))
                .isEqualTo(Cell.many(List.of(Cell.whole(255))));
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
        assertThat(values(Tensors.given("w", DType.UINT64, ones, 1))).isEqualTo(Cell.many(List.of(Cell.real(0x1p64))));
        assertThat(values(Tensors.given("w", DType.BFLOAT16, new byte[] {(byte) 0x80, 0x3f}, 1)))
                .isEqualTo(Cell.many(List.of(Cell.real(1))));
        assertThat(values(Tensors.zeros("w", DType.COMPLEX64, 1)))
                .isEqualTo(Cell.many(List.of(Cell.many(List.of(Cell.real(0), Cell.real(0))))));
        assertThat(values(Tensors.given("w", DType.STRING, new byte[] {5, 0, 0}, 1)))
                .isEqualTo(Cell.nothing());
    }

    @Test
    void statisticsCountWhatIsNotANumber() throws IOException {
        Report.Table table = StatisticsTable.of(
                List.of(
                        Tensors.floats("b", 1, 3, Float.NaN, Float.NEGATIVE_INFINITY, 0),
                        Tensors.given("a", DType.STRING, new byte[] {1, 0}, 1)),
                new Scratch(1 << 20));

        assertThat(table.rows().get(0).subList(3, 10)).containsOnly(Cell.nothing());
        assertThat(table.rows().get(1))
                .startsWith(Cell.name("b"))
                .endsWith(Cell.real(3), Cell.whole(1), Cell.whole(1), Cell.whole(1));
        assertThat(table.footer()).containsExactly("2 tensors, 1 with values that are not finite");
    }

    @Test
    void aChangedValueIsFound() throws IOException {
        Report.Table table = ValueDifference.of(
                checkpoint(Tensors.floats("same", 1, 2), Tensors.floats("w", 1, 2, 3), Tensors.floats("only", 1)),
                checkpoint(Tensors.floats("same", 1, 2), Tensors.floats("w", 1, 2.5f, 4)),
                new Scratch(1 << 20));

        assertThat(table.rows()).containsExactly(List.of(Cell.name("w"), Cell.whole(2), Cell.whole(3), Cell.real(1)));
        assertThat(table.footer()).containsExactly("1 of 2 tensors differ in value");
    }

    private static ckpts.checkpoint.Checkpoint checkpoint(Entry... entries) {
        return ckpts.checkpoint.Checkpoint.of(List.of(entries), java.util.Map.of(), java.util.Optional.empty());
    }
}
