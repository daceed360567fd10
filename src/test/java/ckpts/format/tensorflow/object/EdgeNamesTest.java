package ckpts.format.tensorflow.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TensorFlow's table of escapes: checkpoint_test.py, testVariableNameEscaping. */
class EdgeNamesTest {
    @ParameterizedTest
    @CsvSource({"d, d", "a/b/c, a.Sb.Sc", "d/.S, d.S..S", ".ATTRIBUTES, ..ATTRIBUTES", "y.z/w, y..z.Sw", "., .."})
    void escapesRoundTrip(String edge, String escaped) {
        assertThat(EdgeNames.escape(edge)).isEqualTo(escaped);
        assertThat(EdgeNames.unescape(escaped)).contains(edge);
    }

    @ParameterizedTest
    @CsvSource({"a.b", "a.", ".ATTRIBUTES", ".OPTIMIZER_SLOT"})
    void whatTensorFlowWouldNotWriteIsNotAnEdge(String text) {
        assertThat(EdgeNames.unescape(text)).isEmpty();
    }

    @Test
    void pathsAreCutBetweenEdges() {
        assertThat(EdgeNames.edges("net/a..b.Sc/w")).contains(List.of("net", "a.b/c", "w"));
        assertThat(EdgeNames.edges("")).contains(List.of());
        assertThat(EdgeNames.edges("a//b")).isEmpty();
    }
}
