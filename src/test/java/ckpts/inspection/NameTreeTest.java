package ckpts.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Entry;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameTreeTest {
    /** One line per node: indentation, label, details as {@code key=value}. */
    private static List<String> outline(List<Report.Node> nodes, int depth) {
        List<String> lines = new ArrayList<>();
        for (Report.Node node : nodes) {
            StringBuilder line = new StringBuilder(" ".repeat(depth) + node.label());
            for (Report.Field detail : node.details()) {
                line.append(' ').append(detail.key()).append('=').append(text(detail.value()));
            }
            lines.add(line.toString());
            lines.addAll(outline(node.children(), depth + 1));
        }
        return lines;
    }

    private static String text(Cell cell) {
        if (cell instanceof Cell.Whole whole) {
            return Long.toString(whole.value());
        }
        if (cell instanceof Cell.Bytes bytes) {
            return Long.toString(bytes.count());
        }
        return cell instanceof Cell.Dimensions shape ? shape.sizes().toString() : ((Cell.Text) cell).text();
    }

    private static List<String> outline(List<Entry> entries) {
        return outline(NameTree.of(entries).roots(), 0);
    }

    @Test
    void sumsWhatLiesBelowAName() {
        assertThat(outline(List.of(
                        Tensors.zeros("dense/kernel", DType.FLOAT32, 4, 2),
                        Tensors.zeros("dense/bias", DType.FLOAT32, 2),
                        Tensors.zeros("step", DType.INT64))))
                .containsExactly(
                        "dense/ tensors=2 bytes=40",
                        " bias bytes=8 dtype=float32 shape=[2]",
                        " kernel bytes=32 dtype=float32 shape=[4, 2]",
                        "step bytes=8 dtype=int64 shape=[]");
    }

    @Test
    void writesLikeLayersOnceAsAPattern() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            entries.add(Tensors.zeros("h." + i + ".weight", DType.FLOAT32, 4));
        }
        entries.add(Tensors.zeros("h.12.weight", DType.FLOAT32, 5));

        assertThat(outline(entries))
                .containsExactly(
                        "h. tensors=13 bytes=212",
                        " {0..11}. tensors=12 bytes=192",
                        "  weight bytes=16 dtype=float32 shape=[4]",
                        " 12. tensors=1 bytes=20",
                        "  weight bytes=20 dtype=float32 shape=[5]");
    }

    @Test
    void aGapOrALeadingZeroEndsARun() {
        assertThat(outline(List.of(
                        Tensors.zeros("w_1", DType.INT8),
                        Tensors.zeros("w_2", DType.INT8),
                        Tensors.zeros("w_4", DType.INT8),
                        Tensors.zeros("w_05", DType.INT8))))
                .containsExactly(
                        "w_{1..2} tensors=2 bytes=2 dtype=int8 shape=[]",
                        "w_4 bytes=1 dtype=int8 shape=[]",
                        "w_05 bytes=1 dtype=int8 shape=[]");
    }

    @Test
    void aTensorMayHaveTensorsBelowItsName() {
        assertThat(outline(List.of(Tensors.zeros("w", DType.FLOAT32, 1), Tensors.zeros("w/Adam", DType.FLOAT32, 1))))
                .containsExactly(
                        "w bytes=4 dtype=float32 shape=[1]",
                        "w/ tensors=1 bytes=4",
                        " Adam bytes=4 dtype=float32 shape=[1]");
    }

    @Test
    void aNameOfAHundredThousandSegmentsDoesNotMakeADeepTree() {
        List<String> lines = outline(List.of(Tensors.zeros("a/".repeat(100_000) + "b", DType.INT8)));

        assertThat(lines).hasSize(65);
        assertThat(lines.get(64)).hasSize(64 + (100_000 - 64) * 2 + 1 + " bytes=1 dtype=int8 shape=[]".length());
    }
}
