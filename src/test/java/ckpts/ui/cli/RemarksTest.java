package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.format.Formats;
import ckpts.format.keras.KerasH5Format;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a format remarks on metadata, where people see it. */
class RemarksTest {
    private static final String FILE = "src/test/fixtures/keras/configured/k2_own_class.h5";

    private static Caller caller() {
        return new Caller().knowing(new Formats(List.of(new KerasH5Format()), List.of()));
    }

    @Test
    void verifyNotesThemWithTheirPlacesAndFindsNothingWrong() {
        Caller.Result result = caller().call("verify", FILE);

        assertThat(result.out())
                .startsWith("path                  " + FILE + "\nsound                 yes\n")
                .endsWith("""
                        kind  place                                                   finding
                        note  src/test/fixtures/keras/configured/k2_own_class.h5      loads in: Keras 3, tf_keras 2.21
                        note  metadata.model_config.config.layers[0].config.optional  %s
                        note  src/test/fixtures/keras/configured/k2_own_class.h5      code in the configuration: %s
                        note  metadata.model_config.config.layers[1].class_name       needs the class Scale, package mine
                        """.formatted(
                                "optional of InputLayer is read only by Keras 3 and by tf_keras 2.21",
                                "needs the class Scale, package mine"));
        assertThat(result.status()).isZero();
    }

    @Test
    void showMetadataHasALineForEach() {
        assertThat(caller().call("-c", "load \"" + FILE + "\"\nshow metadata").out())
                .contains("""
                        loads in                   Keras 3, tf_keras 2.21
                        code in the configuration  needs the class Scale, package mine
                        """);
    }

    /** They are of the metadata as statements left them. */
    @Test
    void aFileOfWeightsHasNone() {
        assertThat(caller().call("-c", "load \"" + FILE + "\"\ndrop metadata.model_config\nshow metadata")
                        .out())
                .doesNotContain("loads in")
                .doesNotContain("code in");
    }
}
