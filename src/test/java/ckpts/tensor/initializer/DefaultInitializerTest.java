package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultInitializerTest {
    private static final DefaultInitializer DEFAULT = new DefaultInitializer(7);

    private static Initializer chosen(DType dtype, int rank, String name) {
        long[] sizes = new long[rank];
        Arrays.fill(sizes, 4);
        return DEFAULT.forRole(new TensorType(dtype, Shape.of(sizes)), name);
    }

    @ParameterizedTest
    @CsvSource({
        "dense/kernel,                     2, glorot_uniform(seed = 7)",
        "dense/kernel:0,                   2, glorot_uniform(seed = 7)",
        "conv/kernel,                      4, glorot_uniform(seed = 7)",
        "fc.weight,                        2, glorot_uniform(seed = 7)",
        "lstm/recurrent_kernel,            2, glorot_uniform(seed = 7)",
        "dense/bias,                       1, zeros()",
        "attention/query/bias,             2, zeros()",
        "LayerNorm/beta,                   1, zeros()",
        "gru/recurrent_bias,               1, zeros()",
        "LayerNorm/gamma,                  1, ones()",
        "ln_1.weight,                      1, ones()",
        "batch_norm/moving_mean,           1, zeros()",
        "bn.running_var,                   1, ones()",
        "batch_norm/moving_variance,       1, ones()",
        "optimizer/global_step,            0, zeros()",
        "root/save_counter,                0, zeros()",
        "embedding/embeddings,             2, 'uniform(low = -0.05, high = 0.05, seed = 7)'",
        "bert/embeddings/word_embeddings,  2, 'uniform(low = -0.05, high = 0.05, seed = 7)'",
        "embed_tokens.weight,              2, 'uniform(low = -0.05, high = 0.05, seed = 7)'",
    })
    void theRoleIsReadFromTheLastSegmentAndTheRank(String name, int rank, String expected) {
        assertThat(chosen(DType.FLOAT32, rank, name).describe()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"bn.num_batches_tracked, 0", "lookup/kernel, 0", "optimizer/iterations, 0"})
    void countersStartAtZero(String name, int rank) {
        assertThat(chosen(DType.INT64, rank, name).describe()).isEqualTo("zeros()");
    }

    @ParameterizedTest
    @CsvSource({
        "embeddings.position_ids, INT64, 'int64[4, 4]'",
        "attn/bias,               BOOL,  'bool[4, 4]'",
        "generator/state,         UINT8, 'uint8[4, 4]'"
    })
    void integersAndFlagsOfMoreThanOneElementAreNotGuessed(String name, DType dtype, String type) {
        assertThatThrownBy(() -> chosen(dtype, 2, name))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("default(seed = 7) knows no start value for \"" + name + "\" " + type
                        + ", which may hold positions, indices or a mask: write its start value, reinit \"" + name
                        + "\" with zeros() or another initializer");
    }

    @ParameterizedTest
    @CsvSource({"model/temperature, 0", "model/cls_token, 1"})
    void whatNoRuleKnowsIsAnErrorRatherThanAGuess(String name, int rank) {
        assertThatThrownBy(() -> chosen(DType.FLOAT32, rank, name))
                .isInstanceOf(TensorTypeException.class)
                .hasMessage("default(seed = 7) knows no start value for \"" + name + "\" float32"
                        + (rank == 0 ? "[]" : "[4]") + ": name one, such as zeros() or ones()");
    }
}
