package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.Leaf;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeFixTest {
    private static Shape shape(String sizes) {
        return Shape.of(Arrays.stream(sizes.trim().split(" "))
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "256 128 | 512 128 | pad it to [512, 128]",
                "512 128 | 256 128 | slice it [0:256, :]",
                "4 3     | 2 5     | slice it [0:2, :], then pad it to [2, 5]",
                "4 3     | 3 4     | transpose it",
                "2 3 4   | 3 2 4   | transpose it by [1, 0, 2]",
                "2 3 4   | 4 3 2   | transpose it",
                "4 3     | 2 6     | reshape it to [2, 6]",
                "4 3     | 12      | reshape it to [12]",
                "4       | 4 3     | reshape it to 2 axes, then slice or pad it to [4, 3]",
                "4 3     | 5       | reshape it to 1 axis, then slice or pad it to [5]",
            })
    void whatGivesAShapeAnother(String found, String wanted, String remedy) {
        assertThat(ShapeFix.toward(shape(found), shape(wanted), "it")).isEqualTo(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 3 | 3 4   | transpose the second",
                "4 3 | 4     | reshape the second to [4, 1]",
                "5   | 5 2 3 | reshape the first to [5, 1, 1]",
                "3   | 2     | pad the second to [3], or slice the first [0:2]",
                "4 1 | 2 3   | pad the second to [4, 3], or slice the first [0:2, :]",
            })
    void whatMakesTwoBroadcast(String left, String right, String remedy) {
        assertThatThrownBy(() -> Arithmetic.add(zeros(left), zeros(right)))
                .isInstanceOfSatisfying(
                        TensorTypeException.class,
                        trouble -> assertThat(trouble.remedy()).contains(remedy));
    }

    private static Tensor zeros(String sizes) {
        return Leaf.counting(shape(sizes).toArray());
    }

    @Test
    void matricesThatDoNotMeet() {
        assertThat(remedy("2 3", "4 3")).contains("transpose the second: it has 3 columns");
        assertThat(remedy("4 3", "4 5")).contains("transpose the first: it has 4 rows");
        assertThat(remedy("2 3", "4 5"))
                .contains("slice or pad one of them: the columns of the first must match the rows of the second");
    }

    private static Optional<String> remedy(String left, String right) {
        try {
            throw new AssertionError(MatMul.of(zeros(left), zeros(right)).describe());
        } catch (TensorTypeException trouble) {
            return trouble.remedy();
        }
    }
}
