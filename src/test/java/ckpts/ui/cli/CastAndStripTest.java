package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code convert}, {@code cast} and {@code strip} do to weights, to the optimizer and to averages. */
class CastAndStripTest {
    private static final String ADAM = "src/test/fixtures/tensorflow/saver_adam/model.ckpt-3";
    private static final String SHARDED = "src/test/fixtures/safetensors/sharded/model.safetensors.index.json";
    private static final String OPTIMIZERS = "src/test/fixtures/tensorflow/object_keras3_optimizers/ckpt-1";
    private static final String NARROW = "src/test/fixtures/safetensors/all_dtypes/model.safetensors";
    private static final String KERAS = "examples/checkpoints/s1_renamed_layers/keras3_adam/ckpt-1";

    @TempDir
    private Path folder;

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void onlySomeAndInAnotherElementType() {
        String file = out("m.safetensors");
        assertThat(new Caller()
                        .call(
                                "convert",
                                ADAM,
                                file,
                                "--dtype",
                                "bf16",
                                "--only",
                                "model/hidden/*",
                                "--only",
                                "global_step")
                        .status())
                .isZero();
        assertThat(new Caller().listed(file))
                .containsExactly("global_step int64", "model/hidden/biases bfloat16", "model/hidden/weights bfloat16");
    }

    @Test
    void castsWhatMatchesAndLeavesTheRest() {
        String file = out("c");
        assertThat(new Caller()
                        .call("cast", ADAM, file, "float16", "--only", "model/hidden/**")
                        .err())
                .contains("4 slots kept their element type");
        assertThat(new Caller().listed(file))
                .contains(
                        "model/hidden/weights float16",
                        "model/hidden/weights/Adam float32",
                        "global_step int64",
                        "beta1_power float32");
        assertThat(new Caller().call("cast", ADAM, out("i"), "int32").status()).isZero();
        assertThat(new Caller().listed(out("i"))).contains("global_step int32", "model/hidden/weights float32");
        assertThat(new Caller().call("cast", ADAM, out("n"), "complex64").status())
                .isEqualTo(4);
    }

    /** It would be wrong by more than the weights are: 0.999 is 1 in bfloat16. */
    @Test
    void theOptimizerIsNotCast() {
        for (String[] words : List.of(new String[] {"cast", "bf16"}, new String[] {"convert", "--dtype=bf16"})) {
            assertThat(new Caller()
                            .call(words[0], ADAM, out(words[0]), words[1])
                            .err())
                    .startsWith("cast 4 tensors\n");
            assertThat(new Caller().listed(out(words[0])))
                    .contains("beta1_power float32", "beta2_power float32", "model/output/biases bfloat16")
                    .hasSize(15);
            assertThat(new Caller()
                            .call(words[0], KERAS, out(words[0] + "_keras"), words[1])
                            .status())
                    .isZero();
            assertThat(new Caller().listed(out(words[0] + "_keras")))
                    .filteredOn(line -> line.startsWith("optimizer/"))
                    .contains("optimizer/_learning_rate float32", "optimizer/_iterations int64")
                    .noneMatch(line -> line.endsWith("bfloat16"));
        }
        assertThat(new Caller().call("cast", KERAS, out("i"), "int32").status()).isEqualTo(4);
        assertThat(new Caller()
                        .call("cast", ADAM, out("b"), "bf16", "--only", "beta*")
                        .err())
                .startsWith("error[E0201]: `except` leaves nothing of what the patterns match\n");
    }

    /** A scale is no weight: it is never rounded unless it is named. */
    @Test
    void besideNarrowFloatsNothingIsCastUnsaid() {
        String refused =
                "error[E0401]: assertion failed: the scales of quantized weights would be rounded, too. Say what to cast:"
                        + " ckpts cast IN OUT bfloat16 --only PATTERN\n";
        assertThat(new Caller()
                        .call("cast", NARROW, out("a.safetensors"), "bf16")
                        .err())
                .startsWith(refused);
        assertThat(new Caller()
                        .call("convert", NARROW, out("a.safetensors"), "--dtype", "bf16")
                        .err())
                .startsWith(refused);
        assertThat(new Caller()
                        .piping(new Caller()
                                .call("cast", NARROW, out("a.safetensors"), "bf16", "--script")
                                .out())
                        .call("-")
                        .status())
                .isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
        assertThat(new Caller()
                        .call("cast", NARROW, out("a.safetensors"), "bf16", "--only", "f32")
                        .status())
                .isZero();
        assertThat(new Caller()
                        .call("cast", NARROW, out("i.safetensors"), "int64")
                        .status())
                .isZero();
    }

    @Test
    void everyElementTypeIsAWeightsOrHasAScaleOrNeither() {
        for (DType type : DType.values()) {
            boolean scaled = type.isFloat() && !ArgumentStatements.WEIGHTS.contains(type)
                    || type.isInteger() && type.bits() < 8
                    || type.kind() == DType.Kind.QUANTIZED
                    || type == DType.OPAQUE;
            assertThat(ArgumentStatements.SCALED.stream().anyMatch(type.text()::contains))
                    .as(type.text())
                    .isEqualTo(scaled);
        }
    }

    /** Averages are used in place of weights, also those that an optimizer keeps. */
    @Test
    void stripKeepsAverages() {
        assertThat(new Caller().call("strip", OPTIMIZERS, out("all")).status()).isZero();
        assertThat(new Caller().listed(out("all")))
                .filteredOn(line -> line.startsWith("ema/"))
                .containsExactly(
                        "ema/net/0 float32",
                        "ema/net/1 float32",
                        "ema/optimizer/_variables/0 float32",
                        "ema/optimizer/_variables/1 float32");
        assertThat(new Caller()
                        .call("-c", "load \"" + out("all") + "\"; show aliases")
                        .out())
                .contains("ema/optimizer/_model_variables_moving_average/0  ema/optimizer/_variables/0\n");
        assertThat(new Caller().listed(out("all")))
                .filteredOn(line -> line.contains("optimizer") && !line.startsWith("ema/"))
                .isEmpty();
    }

    /** Roles are in no file of safetensors, and names of other frameworks do not tell. */
    @Test
    void stripSaysWhatItDropped() {
        assertThat(new Caller().call("strip", ADAM, out("o")).err()).startsWith("dropped 10 tensors (216 B)\nsaved ");
        new Caller().call("convert", KERAS, out("k.safetensors"));
        Caller.Result nothing = new Caller().call("strip", out("k.safetensors"), out("s.safetensors"));
        assertThat(nothing.status()).isZero();
        assertThat(nothing.err()).startsWith("""
                        dropped 0 tensors (0 B)
                        warning: check failed: no tensor is known to be an optimizer's; in safetensors, only TensorFlow 1's names tell. \
                        Drop others by name, in a script: drop "optimizer/**"
                        """);
        assertThat(new Caller()
                        .call(
                                "-c",
                                "load \"" + out("k.safetensors") + "\"; drop \"optimizer/**\"; save \""
                                        + out("d.safetensors") + "\"")
                        .status())
                .isZero();
        assertThat(new Caller().listed(out("d.safetensors"))).hasSize(6);
    }

    @Test
    void stripsTheOptimizer() {
        assertThat(new Caller().call("strip", ADAM, out("tf1")).status()).isZero();
        assertThat(new Caller().listed(out("tf1")))
                .hasSize(5)
                .contains("global_step int64")
                .noneMatch(line -> line.contains("Adam") || line.contains("beta"));
        assertThat(new Caller().call("strip", KERAS, out("keras")).status()).isZero();
        assertThat(new Caller().listed(out("keras"))).hasSize(7).noneMatch(line -> line.startsWith("optimizer"));
        assertThat(new Caller().call("convert", ADAM, out("m.safetensors")).status())
                .isZero();
        assertThat(new Caller()
                        .call("strip", out("m.safetensors"), out("n.safetensors"))
                        .status())
                .isZero();
        assertThat(new Caller().listed(out("n.safetensors"))).isEqualTo(new Caller().listed(out("tf1")));
        // Nothing to drop is fine: what is asked for holds.
        assertThat(new Caller().call("strip", SHARDED, out("plain.safetensors")).status())
                .isZero();
        assertThat(new Caller().listed(out("plain.safetensors"))).isEqualTo(new Caller().listed(SHARDED));
    }
}
