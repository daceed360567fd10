package ckpts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final List<Report.Column> COLUMNS = List.of(Report.Column.left("name", "name"));

    private static List<Cell> row(String name) {
        return List.of(Cell.name(name));
    }

    @Test
    void anElementIsMadeEachTimeItIsAskedFor() {
        List<String> made = new ArrayList<>();
        Rows<String, Integer> lengths = Rows.of(List.of("a", "bcd"), text -> {
            made.add(text);
            return text.length();
        });

        assertThat(lengths.size()).isEqualTo(2);
        assertThat(made).isEmpty();
        assertThat(lengths.get(1)).isEqualTo(3);
        assertThat(lengths).isEqualTo(List.of(1, 3));
        assertThat(made).containsExactly("bcd", "a", "bcd");
    }

    @Test
    void aTableKeepsThemAndCopiesOtherLists() {
        Rows<String, List<Cell>> rows = Rows.of(List.of("a"), RowsTest::row);
        List<List<Cell>> list = new ArrayList<>(List.of(row("a")));

        Report.Table made = new Report.Table("", COLUMNS, rows, List.of());
        Report.Table copied = new Report.Table("", COLUMNS, list, List.of());
        list.clear();

        assertThat(made.rows()).isSameAs(rows);
        assertThat(made).isEqualTo(copied);
    }
}
