package ckpts.diagnosis;

import static ckpts.diagnosis.Repairs.repaired;
import static ckpts.diagnosis.Repairs.told;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Checkpoints;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.language.advice.AdviceText;
import ckpts.naming.NamePattern;
import ckpts.naming.RandomNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What people read when a checkpoint does not fit, and whether it helps: every first repair is run. */
class AdviceTest {
    private static final List<String> SHAPES =
            List.of("float32[2]", "float32[3]", "float32[2,3]", "float32[3,2]", "float16[2]", "int64[]");

    @Test
    void nothingIsReportedForACheckpointThatFits() {
        assertThat(repaired(
                        Checkpoints.of("a/kernel float32[2,3]", "save_counter int64[]"),
                        Checkpoints.manifest("a/kernel float32[2,3]", "b float32[] optional")))
                .isEqualTo("""
                1 of 1 variable fits
                """);
    }

    @Test
    void renamedLayersOfASubclassedModelAreFoundByShape() {
        assertThat(repaired(
                        Checkpoints.of(
                                "dense_1/kernel float32[256,128]",
                                "dense_1/bias float32[128]",
                                "dense_2/kernel float32[128,64]",
                                "dense_2/bias float32[64]",
                                "output_layer/kernel float32[64,10]",
                                "output_layer/bias float32[10]",
                                "optimizer/_iterations int64[] iterations",
                                "optimizer/_learning_rate float32[] learning_rate",
                                "dense_1/kernel/m float32[256,128] slot dense_1/kernel",
                                "dense_1/kernel/v float32[256,128] slot dense_1/kernel",
                                "save_counter int64[]"),
                        Checkpoints.manifest(
                                "fully_connected_a/kernel float32[256,128]",
                                "fully_connected_a/bias float32[128]",
                                "fully_connected_b/kernel float32[128,64]",
                                "fully_connected_b/bias float32[64]",
                                "output_layer/kernel float32[64,10]",
                                "output_layer/bias float32[10]")))
                .isEqualTo("""
                2 of 6 variables fit; 4 missing, 0 mismatched, 8 unexpected
                unexpected  optimizer  x4   slots m, v of 1 variable and 2 tensors of the optimizer itself
                            drop optimizer
                missing     fully_connected_a/{kernel,bias}  x2   likely renamed from dense_1/{bias,kernel}
                            rename "dense_1/*" -> "fully_connected_a/*"
                missing     fully_connected_b/{kernel,bias}  x2   likely renamed from dense_2/{bias,kernel}
                            rename "dense_2/*" -> "fully_connected_b/*"
                """);
    }

    @Test
    void slotsOfTheSameOptimizerGoToItsLists() {
        assertThat(repaired(
                        Checkpoints.of(
                                "a/kernel float32[4,3]",
                                "a/bias float32[3]",
                                "a/kernel/m float32[4,3] slot a/kernel",
                                "a/kernel/v float32[4,3] slot a/kernel",
                                "a/bias/m float32[3] slot a/bias",
                                "a/bias/v float32[3] slot a/bias",
                                "optimizer/iter int64[] optimizer",
                                "optimizer/decay float32[] optimizer"),
                        Checkpoints.manifest(
                                "a/kernel float32[4,3]",
                                "a/bias float32[3]",
                                "optimizer/_momentums/0 float32[4,3] slot a/kernel",
                                "optimizer/_momentums/1 float32[3] slot a/bias",
                                "optimizer/_velocities/0 float32[4,3] slot a/kernel",
                                "optimizer/_velocities/1 float32[3] slot a/bias",
                                "optimizer/_iterations int64[]")))
                .isEqualTo("""
                2 of 7 variables fit; 5 missing, 0 mismatched, 6 unexpected
                missing     optimizer/**  x5   the same optimizer keeps its state under other names here
                            rename {
                              "a/bias/{m,v}"   -> "optimizer/{_momentums,_velocities}/1"
                              "a/kernel/{m,v}" -> "optimizer/{_momentums,_velocities}/0"
                              "optimizer/iter" -> "optimizer/_iterations"
                            }
                unexpected  optimizer/decay   settings that the model's optimizer does not save
                            drop "optimizer/decay"
                """);
    }

    @Test
    void aWiderInputIsReportedUnderItsOwnName() {
        String[] rest = {"m/1/bias float32[4]", "m/2/kernel float32[4,2]", "m/2/bias float32[2]"};
        assertThat(told(
                        Checkpoints.of(with("m/1/kernel float32[3,4]", rest)),
                        Checkpoints.manifest(with("m/1/kernel float32[5,4]", rest))))
                .isEqualTo("""
                3 of 4 variables fit; 0 missing, 1 mismatched, 0 unexpected
                mismatched  m/1/kernel   [3, 4] here, [5, 4] in the model: axis 0 grew
                      maybe pad "m/1/kernel" to [5, 4] with default()
                         or reinit "m/1/kernel"
                """);
    }

    private static String[] with(String first, String... rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    @Test
    void stepsOfSeveralOptimizersGoToTheirOwnOptimizerOrNowhere() {
        assertThat(told(
                        Checkpoints.of(
                                "generator/iter int64[] optimizer", "critic/iter int64[] optimizer", "w float32[3]"),
                        Checkpoints.manifest(
                                "generator/_iterations int64[]", "critic/_iterations int64[]", "w float32[3]")))
                .isEqualTo("""
                1 of 3 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     {generator,critic}/_iterations  x2   the same optimizer keeps its state under other names here
                            rename "{critic,generator}/iter" -> "{critic,generator}/_iterations"
                """);
        assertThat(told(
                        Checkpoints.of(
                                "generator/iter int64[] optimizer", "critic/iter int64[] optimizer", "w float32[3]"),
                        Checkpoints.manifest("optimizer/_iterations int64[]", "w float32[3]")))
                .isEqualTo("""
                1 of 2 variables fit; 1 missing, 0 mismatched, 2 unexpected
                missing     optimizer/_iterations   no certain match here, but an unexpected tensor may belong here
                      maybe reinit "optimizer/_iterations"
                unexpected  optimizer  x2   2 tensors of the optimizer itself; the model has another optimizer
                      maybe drop optimizer
                """);
    }

    @Test
    void anOptimizerThatKeepsMovingAveragesIsNotDroppedWithoutDoubt() {
        String[] plain = {"w float32[3]", "w/m float32[3] slot w", "iter int64[] optimizer"};
        assertThat(told(Checkpoints.of(plain), Checkpoints.manifest("w float32[3]")))
                .isEqualTo("""
                1 of 1 variable fits; 0 missing, 0 mismatched, 2 unexpected
                unexpected  optimizer  x2   slot m of 1 variable and 1 tensor of the optimizer itself
                            drop optimizer
                """);
        assertThat(told(
                        Checkpoints.of(with("w/average float32[3] slot w", plain)),
                        Checkpoints.manifest("w float32[3]")))
                .isEqualTo("""
                1 of 1 variable fits; 0 missing, 0 mismatched, 3 unexpected
                unexpected  optimizer  x3
                            slots average, m of 1 variable and 1 tensor of the optimizer itself; it keeps moving averages, which a model may use in place of the weights
                      maybe drop optimizer
                """);
    }

    @Test
    void slotsFollowARenamedLayerAndMissingOnesAreReported() {
        assertThat(told(
                        Checkpoints.of(
                                "model/dense_1/kernel float32[256,128]",
                                "model/dense_1/bias float32[128]",
                                "model/dense_1/kernel/m float32[256,128] slot model/dense_1/kernel",
                                "model/dense_1/bias/m float32[128] slot model/dense_1/bias"),
                        Checkpoints.manifest(
                                "model/fully_connected_a/kernel float32[256,128]",
                                "model/fully_connected_a/bias float32[128]",
                                "model/fully_connected_a/kernel/m float32[256,128] slot model/fully_connected_a/kernel",
                                "model/fully_connected_a/bias/m float32[128] slot model/fully_connected_a/bias",
                                "model/fully_connected_a/bias/v float32[128] slot model/fully_connected_a/bias")))
                .isEqualTo("""
                0 of 5 variables fit; 5 missing, 0 mismatched, 4 unexpected
                missing     model/fully_connected_a/{kernel,bias}  x2   likely renamed from model/dense_1/{bias,kernel}
                            rename "model/dense_1/*" -> "model/fully_connected_a/*"
                missing     model/fully_connected_a/bias/v
                            optimizer slots that the checkpoint does not have, and no start value is known: reinit them with one
                """);
    }

    @Test
    void twoLayersOfOneShapeAreAmbiguousAndNoneIsChosen() {
        assertThat(told(
                        Checkpoints.of(
                                "dense_1/kernel float32[64,64]",
                                "dense_1/bias float32[64]",
                                "dense_2/kernel float32[64,64]",
                                "dense_2/bias float32[64]"),
                        Checkpoints.manifest(
                                "fully_connected_a/kernel float32[64,64]",
                                "fully_connected_a/bias float32[64]",
                                "fully_connected_b/kernel float32[64,64]",
                                "fully_connected_b/bias float32[64]")))
                .isEqualTo("""
                0 of 4 variables fit; 4 missing, 0 mismatched, 4 unexpected
                missing     fully_connected_a/{kernel,bias}  x2   one of 2 here: names and shapes do not show which
                      maybe rename "dense_1/{kernel,bias}" -> "fully_connected_a/{kernel,bias}"
                         or rename "dense_2/{kernel,bias}" -> "fully_connected_a/{kernel,bias}"
                missing     fully_connected_b/{kernel,bias}  x2   one of 2 here: names and shapes do not show which
                      maybe rename "dense_1/{kernel,bias}" -> "fully_connected_b/{kernel,bias}"
                         or rename "dense_2/{kernel,bias}" -> "fully_connected_b/{kernel,bias}"
                unexpected  dense_{1..2}/*  x4   not a variable of the model, but a missing one may be made from it
                      maybe drop "dense_{1..2}/*"
                """);
    }

    @Test
    void anInsertedDropoutMovesTheLayersAfterIt() {
        assertThat(repaired(
                        Checkpoints.of(
                                "layers/0/kernel float32[256,128]",
                                "layers/0/bias float32[128]",
                                "layers/1/kernel float32[128,64]",
                                "layers/1/bias float32[64]",
                                "layers/2/kernel float32[64,10]",
                                "layers/2/bias float32[10]"),
                        Checkpoints.manifest(
                                "layers/0/kernel float32[256,128]",
                                "layers/0/bias float32[128]",
                                "layers/2/kernel float32[128,64]",
                                "layers/2/bias float32[64]",
                                "layers/3/kernel float32[64,10]",
                                "layers/3/bias float32[10]")))
                .isEqualTo("""
                2 of 6 variables fit; 2 missing, 2 mismatched, 2 unexpected
                missing     layers/{2..3}/{kernel,bias}  x4   likely renamed from layers/{1..2}/{bias,kernel}
                            rename "layers/{i:1..2}/*" -> "layers/{i+1}/*"
                """);
    }

    @Test
    void anInsertedLayerWithWeightsMovesTheRestAndIsNew() {
        assertThat(repaired(
                        Checkpoints.of(
                                "layers/0/kernel float32[256,128]",
                                "layers/1/kernel float32[128,64]",
                                "layers/2/kernel float32[64,10]"),
                        Checkpoints.manifest(
                                "layers/0/kernel float32[256,128]",
                                "layers/1/kernel float32[128,128]",
                                "layers/2/kernel float32[128,64]",
                                "layers/3/kernel float32[64,10]")))
                .isEqualTo("""
                1 of 4 variables fit; 1 missing, 2 mismatched, 0 unexpected
                missing     layers/{2..3}/kernel  x2   likely renamed from layers/{1..2}/kernel
                            rename "layers/{i:1..2}/kernel" -> "layers/{i+1}/kernel"
                missing     layers/1/kernel   nothing like it in the checkpoint
                            reinit "layers/1/kernel"
                """);
    }

    @Test
    void aRemovedLayerIsDroppedBeforeOthersTakeItsPlace() {
        assertThat(repaired(
                        Checkpoints.of(
                                "layers/0/kernel float32[256,128]",
                                "layers/1/kernel float32[128,128]",
                                "layers/2/kernel float32[128,64]",
                                "layers/3/kernel float32[64,10]"),
                        Checkpoints.manifest(
                                "layers/0/kernel float32[256,128]",
                                "layers/1/kernel float32[128,64]",
                                "layers/2/kernel float32[64,10]")))
                .isEqualTo("""
                1 of 3 variables fit; 0 missing, 2 mismatched, 1 unexpected
                unexpected  layers/1/kernel   not a variable of the model
                            drop "layers/1/kernel"
                missing     layers/{1..2}/kernel  x2   likely renamed from layers/{2..3}/kernel
                            rename "layers/{i:2..3}/kernel" -> "layers/{i-1}/kernel"
                """);
    }

    @Test
    void layersCountedFromOneAreMovedDown() {
        assertThat(repaired(
                        Checkpoints.of(layers(1, 5, "blocks.#.weight float32[4,4]", "blocks.#.bias float32[4]")),
                        Checkpoints.manifest(layers(0, 4, "blocks.#.weight float32[4,4]", "blocks.#.bias float32[4]"))))
                .isEqualTo("""
                6 of 8 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     blocks.{0..3}.{weight,bias}  x8   likely renamed from blocks.{1..4}.{bias,weight}
                            rename "blocks.{i:1..4}.*" -> "blocks.{i-1}.*"
                """);
    }

    @Test
    void aModuleListWithOtherStepsIsRenumbered() {
        assertThat(repaired(
                        Checkpoints.of(
                                "features.0.weight float32[64,3,3,3]",
                                "features.2.weight float32[128,64,3,3]",
                                "features.4.weight float32[256,128,3,3]"),
                        Checkpoints.manifest(
                                "features.0.weight float32[64,3,3,3]",
                                "features.3.weight float32[128,64,3,3]",
                                "features.6.weight float32[256,128,3,3]")))
                .isEqualTo("""
                1 of 3 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     features.{3,6}.weight  x2   likely renamed from features.{2,4}.weight
                            rename "features.{2,4}.weight" -> "features.{3,6}.weight"
                """);
    }

    @Test
    void kerasCountsLayersOn() {
        assertThat(repaired(
                        Checkpoints.of("dense_1/kernel float32[4,5]", "dense_1/bias float32[5]"),
                        Checkpoints.manifest("dense_3/kernel float32[4,5]", "dense_3/bias float32[5]")))
                .isEqualTo("""
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     dense_3/{kernel,bias}  x2   likely renamed from dense_1/{bias,kernel}
                            rename "dense_1/*" -> "dense_3/*"
                """);
    }

    @Test
    void aGrownInputIsOpen() {
        assertThat(told(
                        Checkpoints.of("dense_1/kernel float32[256,128]", "dense_1/bias float32[128]"),
                        Checkpoints.manifest("dense_1/kernel float32[512,128]", "dense_1/bias float32[128]")))
                .isEqualTo("""
                1 of 2 variables fit; 0 missing, 1 mismatched, 0 unexpected
                mismatched  dense_1/kernel   [256, 128] here, [512, 128] in the model: axis 0 grew
                      maybe pad "dense_1/kernel" to [512, 128] with default()
                         or reinit "dense_1/kernel"
                """);
    }

    @Test
    void aRenamedLayerMayHaveGrownAsWell() {
        assertThat(told(
                        Checkpoints.of("dense_1/kernel float32[256,128]", "dense_1/bias float32[128]"),
                        Checkpoints.manifest(
                                "fully_connected_a/kernel float32[512,128]", "fully_connected_a/bias float32[128]")))
                .isEqualTo("""
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     fully_connected_a/{kernel,bias}  x2   likely renamed from dense_1/{bias,kernel}
                            rename "dense_1/*" -> "fully_connected_a/*"
                mismatched  fully_connected_a/kernel   [256, 128] here, [512, 128] in the model: axis 0 grew
                      maybe pad "fully_connected_a/kernel" to [512, 128] with default()
                         or reinit "fully_connected_a/kernel"
                """);
    }

    @Test
    void aVariableThatWasNeverSavedIsReinitialized() {
        assertThat(repaired(
                        Checkpoints.of(
                                "alexnet_v2/conv1/weights float32[11,11,3,64]",
                                "alexnet_v2/conv2/weights float32[5,5,64,192]",
                                "alexnet_v2/conv2/biases float32[192]",
                                "global_step int64[]"),
                        Checkpoints.manifest(
                                "alexnet_v2/conv1/weights float32[11,11,3,64]",
                                "alexnet_v2/conv1/biases float32[64]",
                                "alexnet_v2/conv2/weights float32[5,5,64,192]",
                                "alexnet_v2/conv2/biases float32[192]")))
                .isEqualTo("""
                3 of 4 variables fit; 1 missing, 0 mismatched, 1 unexpected
                missing     alexnet_v2/conv1/biases   nothing like it in the checkpoint
                            reinit "alexnet_v2/conv1/biases"
                unexpected  global_step   a counter that the model does not have
                            drop "global_step"
                """);
    }

    @Test
    void aLeafSavedUnderAnotherWordIsRenamed() {
        assertThat(repaired(
                        Checkpoints.of(
                                "alexnet_v2/conv1/weights float32[11,11,3,64]", "alexnet_v2/conv1/bias float32[64]"),
                        Checkpoints.manifest(
                                "alexnet_v2/conv1/weights float32[11,11,3,64]", "alexnet_v2/conv1/biases float32[64]")))
                .isEqualTo("""
                1 of 2 variables fit; 1 missing, 0 mismatched, 1 unexpected
                missing     alexnet_v2/conv1/biases   likely renamed from alexnet_v2/conv1/bias
                            rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                """);
    }

    @Test
    void shapesTellWhichOfTheNumberedNamesIsWhich() {
        assertThat(repaired(
                        Checkpoints.of(
                                "weights float32[784,128]",
                                "weights_1 float32[128,10]",
                                "biases float32[128]",
                                "biases_1 float32[10]"),
                        Checkpoints.manifest(
                                "layer1/weights float32[784,128]",
                                "layer2/weights float32[128,10]",
                                "layer1/biases float32[128]",
                                "layer2/biases float32[10]")))
                .isEqualTo("""
                0 of 4 variables fit; 4 missing, 0 mismatched, 4 unexpected
                missing     layer1/{weights,biases}  x2   likely renamed from {weights,biases}
                            rename "{weights,biases}" -> "layer1/{weights,biases}"
                missing     layer2/{weights,biases}  x2   likely renamed from {weights_1,biases_1}
                            rename "{weights_1,biases_1}" -> "layer2/{weights,biases}"
                """);
    }

    @Test
    void aGrownListOfLayersHasNewOnes() {
        assertThat(repaired(
                        Checkpoints.of(layers(0, 2, "layers/#/kernel float32[8,8]", "layers/#/bias float32[8]")),
                        Checkpoints.manifest(layers(0, 3, "layers/#/kernel float32[8,8]", "layers/#/bias float32[8]"))))
                .isEqualTo("""
                4 of 6 variables fit; 2 missing, 0 mismatched, 0 unexpected
                missing     layers/2/*  x2   new: the checkpoint has layers/{0..1} only
                            reinit "layers/2/*"
                """);
    }

    @Test
    void swappedVariablesAreNotClaimed() {
        assertThat(told(
                        Checkpoints.of("net/0 float32[4,3]", "net/1 float32[3]"),
                        Checkpoints.manifest("net/0 float32[3]", "net/1 float32[4,3]")))
                .isEqualTo("""
                0 of 2 variables fit; 0 missing, 2 mismatched, 0 unexpected
                mismatched  net/{0..1}  x2   each has the shape of another: perhaps in a different order here
                      maybe rename { "net/0" -> "net/1"; "net/1" -> "net/0" }
                """);
    }

    @Test
    void anotherElementTypeIsCast() {
        assertThat(repaired(
                        Checkpoints.of("dense/dense/kernel:0 float32[4,3]", "dense/dense/bias:0 float32[3]"),
                        Checkpoints.manifest("dense/dense/kernel float16[4,3]", "dense/dense/bias float16[3]")))
                .isEqualTo("""
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     dense/dense/{kernel,bias}  x2   likely renamed from dense/dense/{bias:0,kernel:0}
                            rename "dense/dense/{kernel:0,bias:0}" -> "dense/dense/{kernel,bias}"
                mismatched  dense/dense/{kernel,bias}  x2   float32 here, float16 in the model
                            cast "dense/dense/{kernel,bias}" to float16
                """);
    }

    @Test
    void aRenamedScopeIsFoundAndAFrozenPartIsNotWanted() {
        assertThat(repaired(
                        Checkpoints.of(
                                "init/conv/w float32[3,3]",
                                "init/conv/b float32[3]",
                                "init/fc/w float32[9,3]",
                                "init/fc/w/Momentum float32[9,3] slot init/fc/w",
                                "frozen/w float32[9,9]",
                                "frozen/b float32[9]"),
                        Checkpoints.manifest(
                                "input/conv/w float32[3,3]", "input/conv/b float32[3]", "input/fc/w float32[9,3]")))
                .isEqualTo("""
                0 of 3 variables fit; 3 missing, 0 mismatched, 6 unexpected
                unexpected  optimizer   slot Momentum of 1 variable
                            drop optimizer
                missing     input/**  x3   likely renamed from init/**
                            rename "init/**" -> "input/**"
                unexpected  frozen/*  x2   not a variable of the model
                            drop "frozen/*"
                """);
    }

    @Test
    void bertOfTensorFlowBecomesBertOfPyTorch() {
        assertThat(repaired(
                        Checkpoints.of(joined(
                                List.of(
                                        "bert/embeddings/word_embeddings float32[30522,768]",
                                        "bert/embeddings/LayerNorm/gamma float32[768]",
                                        "bert/embeddings/LayerNorm/beta float32[768]"),
                                layers(
                                        0,
                                        12,
                                        "bert/encoder/layer_#/attention/self/query/kernel float32[768,768]",
                                        "bert/encoder/layer_#/attention/self/query/bias float32[768]",
                                        "bert/encoder/layer_#/attention/output/LayerNorm/gamma float32[768]",
                                        "bert/encoder/layer_#/attention/output/LayerNorm/beta float32[768]",
                                        "bert/encoder/layer_#/intermediate/dense/kernel float32[768,3072]",
                                        "bert/encoder/layer_#/intermediate/dense/bias float32[3072]",
                                        "bert/encoder/layer_#/intermediate/dense/bias/adam_m float32[3072] slot bert/encoder/layer_#/intermediate/dense/bias"),
                                List.of("global_step int64[]"))),
                        Checkpoints.manifest(joined(
                                List.of(
                                        "embeddings.word_embeddings.weight float32[30522,768]",
                                        "embeddings.LayerNorm.weight float32[768]",
                                        "embeddings.LayerNorm.bias float32[768]"),
                                layers(
                                        0,
                                        12,
                                        "encoder.layer.#.attention.self.query.weight float32[768,768]",
                                        "encoder.layer.#.attention.self.query.bias float32[768]",
                                        "encoder.layer.#.attention.output.LayerNorm.weight float32[768]",
                                        "encoder.layer.#.attention.output.LayerNorm.bias float32[768]",
                                        "encoder.layer.#.intermediate.dense.weight float32[3072,768]",
                                        "encoder.layer.#.intermediate.dense.bias float32[3072]")))))
                .isEqualTo("""
                0 of 75 variables fit; 75 missing, 0 mismatched, 88 unexpected
                unexpected  optimizer  x12   slot adam_m of 12 variables
                            drop optimizer
                missing     **  x75   likely renamed, 5 rules
                            rename {
                              "bert/encoder/layer_{i:int}/attention/self/query/{kernel,bias}" ->
                                  "encoder.layer.{i}.attention.self.query.{weight,bias}"
                              "bert/encoder/layer_{i:int}/intermediate/dense/{kernel,bias}" ->
                                  "encoder.layer.{i}.intermediate.dense.{weight,bias}"
                              "bert/encoder/layer_{i:int}/attention/output/LayerNorm/{gamma,beta}" ->
                                  "encoder.layer.{i}.attention.output.LayerNorm.{weight,bias}"
                              "bert/embeddings/LayerNorm/{gamma,beta}" -> "embeddings.LayerNorm.{weight,bias}"
                              "bert/embeddings/word_embeddings"        -> "embeddings.word_embeddings.weight"
                            }
                mismatched  encoder.layer.{0..11}.attention.self.query.weight  x12
                            square, so no shape shows it, but the other matrices are transposed here
                            transpose "encoder.layer.{0..11}.attention.self.query.weight"
                mismatched  encoder.layer.{0..11}.intermediate.dense.weight  x12
                            [768, 3072] here, [3072, 768] in the model: transposed
                            transpose "encoder.layer.{0..11}.intermediate.dense.weight"
                unexpected  global_step   a counter that the model does not have
                            drop "global_step"
                """);
    }

    @Test
    void prunedBlocksAreTooMany() {
        assertThat(repaired(
                        Checkpoints.of(joined(
                                List.of("wte.weight float32[50257,768]"),
                                layers(
                                        0,
                                        12,
                                        "h.#.attn.c_attn.weight float32[768,2304]",
                                        "h.#.attn.c_attn.bias float32[2304]",
                                        "h.#.ln_1.weight float32[768]"))),
                        Checkpoints.manifest(joined(
                                List.of("wte.weight float32[50257,768]"),
                                layers(
                                        0,
                                        9,
                                        "h.#.attn.c_attn.weight float32[768,2304]",
                                        "h.#.attn.c_attn.bias float32[2304]",
                                        "h.#.ln_1.weight float32[768]")))))
                .isEqualTo("""
                28 of 28 variables fit; 0 missing, 0 mismatched, 9 unexpected
                unexpected  h.{9..11}.**  x9   too many: the model has h.{0..8} only
                            drop "h.{9..11}.**"
                """);
    }

    @Test
    void wrappersInFrontAreTakenOff() {
        assertThat(repaired(
                        Checkpoints.of(
                                "module._orig_mod.conv1.weight float32[64,3,7,7]",
                                "module._orig_mod.bn1.weight float32[64]",
                                "module._orig_mod.bn1.bias float32[64]"),
                        Checkpoints.manifest(
                                "conv1.weight float32[64,3,7,7]", "bn1.weight float32[64]", "bn1.bias float32[64]")))
                .isEqualTo("""
                0 of 3 variables fit; 3 missing, 0 mismatched, 3 unexpected
                missing     **  x3   likely renamed from module.**
                            rename "module._orig_mod.**" -> "**"
                """);
    }

    @Test
    void wrappersThatTheModelHasAreAdded() {
        assertThat(repaired(
                        Checkpoints.of(
                                "conv1.weight float32[64,3,7,7]", "bn1.weight float32[64]", "bn1.bias float32[64]"),
                        Checkpoints.manifest(
                                "module.conv1.weight float32[64,3,7,7]",
                                "module.bn1.weight float32[64]",
                                "module.bn1.bias float32[64]")))
                .isEqualTo("""
                0 of 3 variables fit; 3 missing, 0 mismatched, 3 unexpected
                missing     module.**  x3   likely renamed from **
                            rename "**" -> "module.**"
                """);
    }

    @Test
    void namespacesThatMovedAreRenamedInAnOrderThatWorks() {
        assertThat(repaired(
                        Checkpoints.of(joined(
                                List.of(
                                        "visual.patch_embed.proj.weight float32[1280,588]",
                                        "visual.merger.mlp.0.weight float32[5120,5120]",
                                        "lm_head.weight float32[151936,3584]"),
                                layers(
                                        0,
                                        3,
                                        "model.layers.#.self_attn.q_proj.weight float32[3584,3584]",
                                        "model.layers.#.mlp.up_proj.weight float32[18944,3584]"))),
                        Checkpoints.manifest(joined(
                                List.of(
                                        "model.visual.patch_embed.proj.weight float32[1280,588]",
                                        "model.visual.merger.mlp.0.weight float32[5120,5120]",
                                        "lm_head.weight float32[151936,3584]"),
                                layers(
                                        0,
                                        3,
                                        "model.language_model.layers.#.self_attn.q_proj.weight float32[3584,3584]",
                                        "model.language_model.layers.#.mlp.up_proj.weight float32[18944,3584]")))))
                .isEqualTo("""
                1 of 9 variables fit; 8 missing, 0 mismatched, 8 unexpected
                missing     model.language_model.**  x6   likely renamed from model.**
                            rename "model.**" -> "model.language_model.**"
                missing     model.visual.**  x2   likely renamed from visual.**
                            rename "visual.**" -> "model.visual.**"
                """);
    }

    @Test
    void fewerClassesShrinkTheHead() {
        assertThat(told(
                        Checkpoints.of(
                                "SecondStageBoxPredictor/ClassPredictor/weights float32[1024,91]",
                                "SecondStageBoxPredictor/ClassPredictor/biases float32[91]",
                                "SecondStageBoxPredictor/ClassPredictor/weights/Momentum float32[1024,91] slot SecondStageBoxPredictor/ClassPredictor/weights",
                                "global_step int64[]"),
                        Checkpoints.manifest(
                                "SecondStageBoxPredictor/ClassPredictor/weights float32[1024,6]",
                                "SecondStageBoxPredictor/ClassPredictor/biases float32[6]")))
                .isEqualTo("""
                0 of 2 variables fit; 0 missing, 2 mismatched, 2 unexpected
                unexpected  optimizer   slot Momentum of 1 variable
                            drop optimizer
                mismatched  SecondStageBoxPredictor/ClassPredictor/weights
                            [1024, 91] here, [1024, 6] in the model: axis 1 shrank
                      maybe slice "SecondStageBoxPredictor/ClassPredictor/weights" [:, 0:6]
                         or reinit "SecondStageBoxPredictor/ClassPredictor/weights"
                mismatched  SecondStageBoxPredictor/ClassPredictor/biases   [91] here, [6] in the model: axis 0 shrank
                      maybe slice "SecondStageBoxPredictor/ClassPredictor/biases" [0:6]
                         or reinit "SecondStageBoxPredictor/ClassPredictor/biases"
                unexpected  global_step   a counter that the model does not have
                            drop "global_step"
                """);
    }

    @Test
    void convolutionsInAnotherLayoutAreTransposedByTheirAxes() {
        assertThat(told(
                        Checkpoints.of(
                                "conv1.weight float32[3,3,16,64]", "fc.weight float32[10,20]", "pos float32[4,6]"),
                        Checkpoints.manifest(
                                "conv1.weight float32[64,16,3,3]", "fc.weight float32[20,10]", "pos float32[24]")))
                .isEqualTo("""
                0 of 3 variables fit; 0 missing, 3 mismatched, 0 unexpected
                mismatched  fc.weight   [10, 20] here, [20, 10] in the model: transposed
                            transpose "fc.weight"
                mismatched  conv1.weight   [3, 3, 16, 64] here, [64, 16, 3, 3] in the model: axes in a different order
                            transpose "conv1.weight" by [3, 2, 0, 1]
                mismatched  pos   [4, 6] here, [24] in the model: same number of elements
                      maybe reshape "pos" to [24]
                """);
    }

    @Test
    void movingAveragesAreDroppedByTheirWord() {
        assertThat(repaired(
                        Checkpoints.of("w float32[3]", "w/ExponentialMovingAverage float32[3] average"),
                        Checkpoints.manifest("w float32[3]")))
                .isEqualTo("""
                1 of 1 variable fits; 0 missing, 0 mismatched, 1 unexpected
                unexpected  averages   moving averages, of which the model has none
                            drop averages
                """);
    }

    @Test
    void aPrefixIsLackingInOneOfTwoModels() {
        assertThat(repaired(
                        Checkpoints.of(
                                "encoder/a/kernel float32[2,3]",
                                "encoder/b/kernel float32[3,4]",
                                "head/kernel float32[4,5]"),
                        Checkpoints.manifest(
                                "model/encoder/a/kernel float32[2,3]",
                                "model/encoder/b/kernel float32[3,4]",
                                "head/kernel float32[4,5]")))
                .isEqualTo("""
                1 of 3 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     model/encoder/{a,b}/kernel  x2   likely renamed from encoder/{a,b}/kernel
                            rename "encoder/**" -> "model/encoder/**"
                """);
    }

    @Test
    void layersWhoseValuesStandInAnotherOrderAreNotRenamedByTheirNumbers() {
        Difference difference = Difference.between(
                Checkpoints.of(layers(0, 2, "h.#.a.w float32[4,3]", "h.#.b.w float32[3,4]")),
                Checkpoints.manifest(layers(0, 2, "layers.#.a.w float32[4,3]", "layers.#.b.w float32[3,4]")));
        Map<String, String> same = Map.of("h.0.a.w", "layers.0.a.w", "h.1.a.w", "layers.1.a.w");
        Map<String, String> crossed = Map.of("h.0.a.w", "layers.1.a.w", "h.1.a.w", "layers.0.a.w");

        assertThat(certain(Advice.on(difference, same))).containsExactly("rename \"h.**\" -> \"layers.**\"");
        assertThat(certain(Advice.on(difference, crossed)))
                .noneMatch(line -> line.contains("h.**") || line.contains("a.w"));
    }

    private static List<String> certain(Advice advice) {
        return AdviceText.script(advice, "");
    }

    @Test
    void severalOfOneShapeLeaveItOpen() {
        assertThat(told(Checkpoints.of("x float32[3]", "y float32[3]"), Checkpoints.manifest("one/alpha float32[3]")))
                .isEqualTo("""
                0 of 1 variable fits; 1 missing, 0 mismatched, 2 unexpected
                missing     one/alpha   one of 2 here: names and shapes do not show which
                      maybe rename "x" -> "one/alpha"
                         or rename "y" -> "one/alpha"
                unexpected  x   not a variable of the model, but a missing one may be made from it
                      maybe drop "x"
                unexpected  y   not a variable of the model, but a missing one may be made from it
                      maybe drop "y"
                """);
    }

    @Test
    void manyGroupsAreCounted() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            names.add("n" + "x".repeat(i) + " float32[2]");
        }
        List<String> lines = AdviceText.lines(
                Difference.between(Checkpoints.of(names.toArray(String[]::new)), Checkpoints.manifest("a float32[]")));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("... and 6 more groups of 6 names");
    }

    @Test
    void everyNameOfADifferenceIsInAFindingOrInARepair() {
        Random random = new Random(17);
        for (int round = 0; round < 200; round++) {
            Checkpoint checkpoint = Checkpoints.of(random(random));
            Difference difference = Difference.between(checkpoint, Checkpoints.manifest(random(random)));
            List<Finding> findings = Advice.on(difference).findings();
            Set<String> told = new HashSet<>();
            findings.forEach(finding -> told.addAll(finding.names()));
            assertThat(told)
                    .as("%s", AdviceText.lines(difference))
                    .containsAll(
                            difference.missing().stream().map(Expected::name).toList())
                    .containsAll(difference.mismatched().stream()
                            .map(mismatch -> mismatch.expected().name())
                            .toList());
            findings.forEach(finding -> told.addAll(selected(finding, checkpoint)));
            assertThat(told)
                    .as("%s", AdviceText.lines(difference))
                    .containsAll(
                            difference.unexpected().stream().map(Entry::name).toList());
        }
    }

    /** The tensors that the repairs of a finding are about, the possible ones among them. */
    private static Set<String> selected(Finding finding, Checkpoint checkpoint) {
        List<Repair> repairs = new ArrayList<>(finding.repairs());
        finding.alternatives().forEach(repairs::addAll);
        Set<String> names = new HashSet<>();
        for (Repair repair : repairs) {
            for (String pattern : repair.patterns()) {
                NamePattern.glob(pattern).matches(checkpoint.names()).forEach(match -> names.add(match.name()));
            }
        }
        return names;
    }

    private static String[] random(Random random) {
        Map<String, String> lines = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            lines.put(RandomNames.name(random), SHAPES.get(random.nextInt(SHAPES.size())));
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue())
                .toArray(String[]::new);
    }

    private static String[] layers(int from, int to, String... formats) {
        List<String> lines = new ArrayList<>();
        for (int layer = from; layer < to; layer++) {
            for (String format : formats) {
                lines.add(format.replace("#", Integer.toString(layer)));
            }
        }
        return lines.toArray(String[]::new);
    }

    private static String[] joined(Object... parts) {
        List<String> lines = new ArrayList<>();
        for (Object part : parts) {
            lines.addAll(
                    part instanceof String[] array
                            ? Arrays.asList(array)
                            : ((List<?>) part).stream().map(String.class::cast).toList());
        }
        return lines.toArray(String[]::new);
    }
}
