package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnopenableNameTest {
    @Test
    void aFolderAllowsSoManyBytes() {
        assertThat(UnopenableName.in("a/" + "x".repeat(255) + "/b")).isEmpty();
        assertThat(UnopenableName.in("a/" + "x".repeat(256) + "/b"))
                .contains("the name \"" + "x".repeat(24) + "...\" is 256 bytes long; the limit is 255");
        assertThat(UnopenableName.tooLong(Path.of("\u00e9".repeat(128)))).isPresent();
    }

    @Test
    void bytesThatAreNotTextCannotBeSaidInJava() {
        assertThat(UnopenableName.in("caf\uFFFD.safetensors"))
                .contains(
                        "its name is not UTF-8, and Java cannot open such a file: rename it, or make a link to it under"
                                + " another name");
    }
}
