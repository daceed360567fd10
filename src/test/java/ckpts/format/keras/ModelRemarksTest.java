package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What `verify` and `show metadata` say of a model's configuration. */
class ModelRemarksTest {
    private static final String BYTECODE =
            "bytecode of Python, which runs when the model does: Keras loads it with safe_mode=False";

    private static Path configured(String name) {
        return KerasH5FormatTest.FIXTURES.resolve("configured").resolve(name + ".h5");
    }

    /** The findings without their kind, which is the same for all. */
    private static List<String> findings(Path path) throws IOException {
        Verification verification = new KerasH5Format().verify(path, new RealDisk());
        assertThat(verification.isSound()).isTrue();
        assertThat(verification.findings()).allMatch(finding -> finding.kind() == Verification.Kind.NOTE);
        return verification.findings().stream()
                .map(finding -> finding.place() + " | " + finding.message())
                .toList();
    }

    @Test
    void aLambdaOfKeras3() throws Exception {
        Path path = configured("k3_lambda");

        assertThat(findings(path))
                .containsExactly(
                        path + " | loads in: Keras 3.4 and later; not tf_keras",
                        "metadata.model_config.config.input_layers | input_layers without a list around a single one are"
                                + " read only by Keras 3.4 and later and by tf_keras",
                        "metadata.model_config.config.output_layers | output_layers without a list around a single one"
                                + " are read only by Keras 3.4 and later and by tf_keras",
                        "metadata.model_config.config.layers[0].config.batch_shape | batch_shape of InputLayer is read"
                                + " only by Keras 3",
                        "metadata.model_config.config.layers[0].config.optional | optional of InputLayer is read only"
                                + " by Keras 3 and by tf_keras 2.21",
                        "metadata.model_config.config.layers[1].config.dtype | a dtype that is an object is read only"
                                + " by Keras 3",
                        path + " | code in the configuration: " + BYTECODE,
                        "metadata.model_config.config.layers[1].config.function | " + BYTECODE);
    }

    @Test
    void aLambdaOfKeras2() throws Exception {
        Path path = configured("k2_lambda");

        assertThat(findings(path))
                .containsExactly(
                        path + " | loads in: Keras 3, tf_keras 2.21",
                        "metadata.model_config.config.layers[0].config.optional | optional of InputLayer is read only"
                                + " by Keras 3 and by tf_keras 2.21",
                        path + " | code in the configuration: " + BYTECODE,
                        "metadata.model_config.config.layers[1].config.function | " + BYTECODE);
    }

    @Test
    void aClassOfTheUsers() throws Exception {
        for (String name : List.of("k2_own_class", "k3_own_class")) {
            assertThat(findings(configured(name)))
                    .endsWith(
                            configured(name) + " | code in the configuration: needs the class Scale, package mine",
                            "metadata.model_config.config.layers[1].class_name | needs the class Scale, package mine");
        }
    }

    @Test
    void aConfigurationOfKeras1() throws Exception {
        Path path = configured("keras_1");
        String only = " of Dense is read only by Keras 1, and by Keras 2 up to 2.3";

        assertThat(findings(path))
                .containsExactly(
                        path + " | loads in: no version that is known",
                        "metadata.model_config.config[0].config.output_dim | output_dim" + only,
                        "metadata.model_config.config[0].config.init | init" + only,
                        "metadata.model_config.config[0].config.W_regularizer | W_regularizer" + only);
    }

    /** Keras 2 counts the making of a nested model as a call, and writes the functions of losses. */
    @Test
    void aWholeModelOfKeras2() throws Exception {
        Path path = KerasH5FormatTest.FIXTURES.resolve("k2_functional").resolve("model.h5");

        assertThat(findings(path))
                .containsExactly(
                        path + " | loads in: tf_keras 2.21; not Keras 3",
                        "metadata.model_config.config.layers[6].inbound_nodes | calls of the model \"block\" counted"
                                + " from 1 are found only by tf_keras (and 1 more place)",
                        "metadata.model_config.config.layers[0].config.optional | optional of InputLayer is read only"
                                + " by Keras 3 and by tf_keras 2.21 (and 1 more place)",
                        "metadata.training_config.loss.head.config.fn | fn of MeanSquaredError is read only by"
                                + " tf_keras",
                        "metadata.training_config.loss.score.config.fn | fn of MeanAbsoluteError is read only by"
                                + " tf_keras");
    }

    @Test
    void weightsAloneLoadAnywhere() throws Exception {
        assertThat(findings(
                        KerasH5FormatTest.FIXTURES.resolve("k2_deep_weights").resolve("model.h5")))
                .isEmpty();
    }

    @Test
    void metadataAreJudgedAsTheyAreNow() throws Exception {
        Path path = configured("k3_lambda");
        try (OpenedCheckpoint opened = new KerasH5Format().open(path, new RealDisk())) {
            Attribute.Fields metadata = opened.checkpoint().metadata();
            AttributePath layers = AttributePath.of(RootAttributes.MODEL);

            assertThat(opened.checkpoint().conventions().orElseThrow().remarks(metadata))
                    .extracting(remark -> remark.label() + ": " + remark.text())
                    .containsExactly(
                            "loads in: Keras 3.4 and later; not tf_keras", "code in the configuration: " + BYTECODE);
            assertThat(opened.checkpoint()
                            .conventions()
                            .orElseThrow()
                            .remarks(layers.set(metadata, java.util.Optional.empty())))
                    .isEmpty();
        }
    }

    private static LoadableVersions loadable(String config, LoadableVersions.Container container) {
        return LoadableVersions.of(
                AttributePath.of("c"), ConfigText.parsed(config).orElseThrow(), container);
    }

    /** Each as a version of Keras writes it; what loads it was tried with every version. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'layers':[{'class_name':'Dense','config':{'name':'d','units':1,'quantization_config':null}}]}"
                        + "| Keras 3.13 and later; not tf_keras",
                "{'layers':[{'class_name':'BatchNormalization','config':{'name':'b','renorm':false}}]}"
                        + "| Keras 3.14 and later, tf_keras",
                "{'layers':[{'class_name':'LSTM','config':{'name':'l','time_major':false}}]} | tf_keras; not Keras 3",
                "{'layers':[{'class_name':'RandomRotation','config':{'name':'r','value_range':[0,255]}}]}"
                        + "| Keras 3.0 to 3.5; not tf_keras",
                "{'layers':[{'class_name':'RMSNormalization','config':{'name':'r','axis':-1}}]}"
                        + "| Keras 3.9 and later; not tf_keras",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','dtype':{'class_name':'Policy','config':"
                        + "{'name':'mixed_float16'}}}}]} | Keras 3.0 to 3.2, tf_keras",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','dtype':'int8_from_float32'}}]}"
                        + "| Keras 3.2 and later; not tf_keras",
                "{'layers':[{'class_name':'Embedding','config':{'name':'d','dtype':'int8_from_float32'}}]}"
                        + "| Keras 3.3 and later; not tf_keras",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','dtype':{'class_name':'QuantizedDTypePolicy','config':"
                        + "{'mode':'int4'}}}}]} | Keras 3.11 to 3.13; not tf_keras",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','dtype':{'class_name':'QuantizedDTypePolicy','config':"
                        + "{'mode':'int8'}}}}]} | Keras 3.4 and later; not tf_keras",
                "{'layers':[{'class_name':'GRU','config':{'name':'g','recurrent_initializer':{'class_name':'Orthogonal',"
                        + "'config':{}}}}]} | Keras 3.4 and later, tf_keras",
                "{'layers':[{'class_name':'Attention','config':{'name':'a','score_mode':'dot'}}]} | Keras 3.0 to 3.13, tf_keras",
                "{'layers':[{'class_name':'Normalization','config':{'name':'n','mean':0.0}}]}"
                        + "| Keras 3.8 and later, tf_keras",
                "{'layers':[{'class_name':'Relu','config':{'name':'relu'}}]} | no version that is known",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','units':1}}]} | Keras 3, tf_keras",
                "{'layers':[{'class_name':'Mine','config':{'name':'d','units':1}}]} | Keras 3, tf_keras",
            })
    void versionsByWhatIsThere(String config, String versions) {
        assertThat(loadable(config.replace('\'', '"'), LoadableVersions.Container.H5)
                        .versions()
                        .fullText())
                .isEqualTo(versions);
    }

    /** Other code reads archives: they keep modules, and have no conversion for Keras 2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'module':'keras.src.engine.functional','class_name':'Functional','config':{}} | tf_keras; not Keras 3",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','batch_input_shape':[null,2]}}]} | tf_keras; not Keras 3",
                "{'layers':[{'class_name':'InputLayer','config':{'name':'d','batch_input_shape':[null,2]}}]}"
                        + "| Keras 3, tf_keras",
                "{'layers':[{'module':'keras.src.ops.nn','class_name':'Relu','config':{'name':'relu'}}]} | Keras 3, tf_keras",
                "{'layers':[{'class_name':'Attention','config':{'name':'a','score_mode':'dot'}}]} | Keras 3, tf_keras",
                "{'layers':[{'class_name':'Dense','config':{'name':'d','dtype':'float8_from_float32'}}]}"
                        + "| Keras 3.3 and later; not tf_keras",
            })
    void versionsOfAnArchive(String config, String versions) {
        assertThat(loadable(config.replace('\'', '"'), LoadableVersions.Container.ARCHIVE)
                        .versions()
                        .fullText())
                .isEqualTo(versions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'module':'builtins','class_name':'function','config':'double','registered_name':'function'}}"
                        + "| c.a | needs the function double",
                "{'a':{'module':'shop','class_name':'Tax','config':{},'registered_name':'Tax'}}"
                        + "| c.a.class_name | needs the class Tax",
                "{'a':{'module':null,'class_name':'Tax','config':{},'registered_name':'shop>Tax'}}"
                        + "| c.a.class_name | needs the class Tax, package shop",
                "{'layers':[{'class_name':'Tax','config':{'name':'tax','rate':1}}]}"
                        + "| c.layers[0].class_name | needs the class Tax",
                "{'layers':[{'class_name':'Lambda','config':{'name':'l','function':'double','function_type':'function'}}]}"
                        + "| c.layers[0].config.function | needs the function double",
            })
    void codeByName(String config, String place, String text) {
        assertThat(NeededCode.in(
                        AttributePath.of("c"),
                        ConfigText.parsed(config.replace('\'', '"')).orElseThrow()))
                .extracting(found -> found.at().text() + " | " + found.text())
                .containsExactly(place + " | " + text);
    }
}
