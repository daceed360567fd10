package ckpts.diagnosis;

import static ckpts.diagnosis.Repairs.repaired;
import static ckpts.diagnosis.Repairs.told;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoints;
import org.junit.jupiter.api.Test;

/** What looks certain and is not: two models that people have trained, with names and types that mislead. */
class CautionTest {
    @Test
    void layersOfOneTypeThatMayBeCountedInTwoWaysAreOpen() {
        assertThat(told(
                        Checkpoints.of(
                                "dense_7/kernel float32[8,16]",
                                "dense_8/kernel float32[16,16]",
                                "dense_9/kernel float32[16,16]",
                                "dense_10/kernel float32[16,4]"),
                        Checkpoints.manifest(
                                "dense/kernel float32[8,16]",
                                "dense_1/kernel float32[16,16]",
                                "dense_2/kernel float32[16,16]",
                                "dense_3/kernel float32[16,16]",
                                "dense_4/kernel float32[16,4]")))
                .isEqualTo("""
                0 of 5 variables fit; 5 missing, 0 mismatched, 4 unexpected
                missing     {dense,dense_4}/kernel  x2   likely renamed from dense_{7,10}/kernel
                            rename "{dense_7,dense_10}/kernel" -> "{dense,dense_4}/kernel"
                missing     dense_1/kernel   one of 2 here: names and shapes do not show which
                      maybe rename "dense_8/kernel" -> "dense_1/kernel"
                         or rename "dense_9/kernel" -> "dense_1/kernel"
                missing     dense_2/kernel   one of 2 here: names and shapes do not show which
                      maybe rename "dense_8/kernel" -> "dense_2/kernel"
                         or rename "dense_9/kernel" -> "dense_2/kernel"
                missing     dense_3/kernel   one of 2 here: names and shapes do not show which
                      maybe rename "dense_8/kernel" -> "dense_3/kernel"
                         or rename "dense_9/kernel" -> "dense_3/kernel"
                unexpected  dense_{8..9}/kernel  x2   not a variable of the model, but a missing one may be made from it
                      maybe drop "dense_{8..9}/kernel"
                """);
    }

    @Test
    void oneMoreBlockWhereTheOtherSideCountsFromAnotherNumberIsOpen() {
        assertThat(told(
                        Checkpoints.of(
                                "h.1.fc float32[8,16]",
                                "h.1.out float32[16,8]",
                                "h.2.fc float32[8,16]",
                                "h.2.out float32[16,8]",
                                "h.3.fc float32[8,16]",
                                "h.3.out float32[16,8]"),
                        Checkpoints.manifest(
                                "layers.0.fc float32[8,16]",
                                "layers.0.out float32[16,8]",
                                "layers.1.fc float32[8,16]",
                                "layers.1.out float32[16,8]",
                                "layers.2.fc float32[8,16]",
                                "layers.2.out float32[16,8]",
                                "layers.3.fc float32[8,16]",
                                "layers.3.out float32[16,8]")))
                .isEqualTo("""
                0 of 8 variables fit; 8 missing, 0 mismatched, 6 unexpected
                missing     layers.**  x8   no certain match here, but an unexpected tensor may belong here
                      maybe reinit "layers.**"
                unexpected  h.**  x6   not a variable of the model, but a missing one may be made from it
                      maybe drop "h.**"
                """);
    }

    @Test
    void swappedNumbersAreNotARename() {
        assertThat(told(
                        Checkpoints.of(
                                "experts.0.layers.0.w1.weight float32[8,16]",
                                "experts.0.layers.1.w1.weight float32[8,16]",
                                "experts.1.layers.0.w1.weight float32[8,16]",
                                "experts.1.layers.1.w1.weight float32[8,16]"),
                        Checkpoints.manifest(
                                "layers.0.experts.0.w1.weight float32[8,16]",
                                "layers.1.experts.0.w1.weight float32[8,16]",
                                "layers.0.experts.1.w1.weight float32[8,16]",
                                "layers.1.experts.1.w1.weight float32[8,16]")))
                .isEqualTo("""
                0 of 4 variables fit; 4 missing, 0 mismatched, 4 unexpected
                missing     layers.**  x4   no certain match here, but an unexpected tensor may belong here
                      maybe reinit "layers.**"
                unexpected  experts.**  x4   not a variable of the model, but a missing one may be made from it
                      maybe drop "experts.**"
                """);
    }

    @Test
    void aKernelForEachChannelKeepsHeightAndWidth() {
        assertThat(repaired(
                        Checkpoints.of("dw/depthwise_kernel float32[3,3,8,1]", "pw/kernel float32[1,1,8,16]"),
                        Checkpoints.manifest("dw.weight float32[8,1,3,3]", "pw.weight float32[16,8,1,1]")))
                .isEqualTo("""
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     dw.weight   likely renamed from dw/depthwise_kernel
                            rename "dw/depthwise_kernel" -> "dw.weight"
                missing     pw.weight   likely renamed from pw/kernel
                            rename "pw/kernel" -> "pw.weight"
                mismatched  dw.weight   [3, 3, 8, 1] here, [8, 1, 3, 3] in the model: axes in a different order
                            transpose "dw.weight" by [2, 3, 0, 1]
                mismatched  pw.weight   [1, 1, 8, 16] here, [16, 8, 1, 1] in the model: axes in a different order
                            transpose "pw.weight" by [3, 2, 0, 1]
                """);
    }

    @Test
    void kernelsOfOneFamilyAreTransposedByOneLine() {
        assertThat(repaired(
                        Checkpoints.of(
                                "c.0.weight float32[3,3,3,8]",
                                "c.1.weight float32[3,3,8,8]",
                                "c.2.weight float32[3,3,8,16]"),
                        Checkpoints.manifest(
                                "c.0.weight float32[8,3,3,3]",
                                "c.1.weight float32[8,8,3,3]",
                                "c.2.weight float32[16,8,3,3]")))
                .isEqualTo("""
                0 of 3 variables fit; 0 missing, 3 mismatched, 0 unexpected
                mismatched  c.{0..2}.weight  x3
                            [3, 3, 3, 8] here, [8, 3, 3, 3] in the model, the others likewise: axes in a different order
                            transpose "c.{0..2}.weight" by [3, 2, 0, 1]
                """);
    }

    @Test
    void anOutputLayerOfTheTypeOfTheEmbeddingMayBeTied() {
        assertThat(told(
                        Checkpoints.of("model.embed_tokens.weight float32[50,16]", "model.norm.weight float32[16]"),
                        Checkpoints.manifest(
                                "model.embed_tokens.weight float32[50,16]",
                                "model.norm.weight float32[16]",
                                "lm_head.weight float32[50,16]")))
                .isEqualTo("""
                2 of 3 variables fit; 1 missing, 0 mismatched, 0 unexpected
                missing     lm_head.weight
                            perhaps tied to model.embed_tokens.weight, which has its type: one tensor under two names
                      maybe copy "model.embed_tokens.weight" -> "lm_head.weight"
                         or reinit "lm_head.weight"
                """);
    }

    @Test
    void singleTensorsOfOneTypeArePerhapsRenamed() {
        assertThat(told(
                        Checkpoints.of(
                                "convs.0.weight_g float32[8,1,1]",
                                "convs.0.weight_v float32[8,8,3]",
                                "convs.1.weight_g float32[8,1,1]",
                                "convs.1.weight_v float32[8,8,3]"),
                        Checkpoints.manifest(
                                "convs.0.parametrizations.weight.original0 float32[8,1,1]",
                                "convs.0.parametrizations.weight.original1 float32[8,8,3]",
                                "convs.1.parametrizations.weight.original0 float32[8,1,1]",
                                "convs.1.parametrizations.weight.original1 float32[8,8,3]")))
                .isEqualTo("""
                0 of 4 variables fit; 4 missing, 0 mismatched, 4 unexpected
                missing     convs.{0..1}.parametrizations.weight.original1  x2   likely renamed from convs.{0..1}.weight_v
                            rename "convs.{i:int}.weight_v" -> "convs.{i}.parametrizations.weight.original1"
                missing     convs.{0..1}.parametrizations.weight.original0  x2
                            perhaps renamed: types agree, names do not show it
                      maybe rename "convs.{i:0..1}.weight_g" -> "convs.{i}.parametrizations.weight.original0"
                unexpected  convs.{0..1}.weight_g  x2   not a variable of the model, but a missing one may be made from it
                      maybe drop "convs.{0..1}.weight_g"
                """);
    }

    @Test
    void aPointwiseKernelIsNotAMatrixInTheSameOrder() {
        assertThat(told(
                        Checkpoints.of("head.weight float32[1,1,16,32]"),
                        Checkpoints.manifest("head.weight float32[32,16]")))
                .isEqualTo("""
                0 of 1 variable fits; 0 missing, 1 mismatched, 0 unexpected
                mismatched  head.weight   [1, 1, 16, 32] here, [32, 16] in the model: same number of elements
                      maybe reshape "head.weight" to [16, 32]
                            transpose "head.weight"
                """);
    }

    @Test
    void headsAsAnAxisOfTheirOwnMayLieEitherWay() {
        assertThat(told(Checkpoints.of("q.weight float32[16,4,4]"), Checkpoints.manifest("q.weight float32[16,16]")))
                .isEqualTo("""
                0 of 1 variable fits; 0 missing, 1 mismatched, 0 unexpected
                mismatched  q.weight   [16, 4, 4] here, [16, 16] in the model: same number of elements
                      maybe reshape "q.weight" to [16, 16]
                         or reshape "q.weight" to [16, 16]
                            transpose "q.weight"
                """);
    }

    @Test
    void whatLiesBesideAQuantizedWeightIsNotDroppedAlone() {
        assertThat(told(
                        Checkpoints.of(
                                "q.g_idx int32[16]",
                                "q.qweight int32[2,16]",
                                "q.qzeros int32[1,2]",
                                "q.scales float32[1,16]"),
                        Checkpoints.manifest("q.weight float32[16,16]")))
                .isEqualTo("""
                0 of 1 variable fits; 1 missing, 0 mismatched, 4 unexpected
                missing     q.weight   no certain match here, but an unexpected tensor may belong here
                      maybe reinit "q.weight"
                unexpected  q.*  x4   not a variable of the model, but a missing one may be made from it
                      maybe drop "q.*"
                """);
    }

    @Test
    void aBiasIsNotReinitializedWithoutItsWeight() {
        assertThat(told(
                        Checkpoints.of("module.fc.bias float32[1000]", "module.fc.weight float32[1000,16]"),
                        Checkpoints.manifest("fc.bias float32[7]", "fc.weight float32[7,16]")))
                .isEqualTo("""
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     fc.*  x2   no certain match here, but an unexpected tensor may belong here
                      maybe reinit "fc.*"
                unexpected  module.**  x2   not a variable of the model, but a missing one may be made from it
                      maybe drop "module.**"
                """);
    }
}
