package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and numbers at the edge of what the system or a double has, and beyond. */
class LimitsOfTheSystemTest {
    private static final Path BUNDLE =
            Path.of("src/test/fixtures/tensorflow/golden_v/v").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("s.ckpts"), text + "\n");
    }

    private static Caller.Result call(Object... words) {
        return new Caller().call(words);
    }

    @Test
    void theLongestNameThatAFolderAllowsIsSaved() throws IOException {
        String name = "x".repeat(255 - ".safetensors".length()) + ".safetensors";
        Path script = script("load \"" + BUNDLE + "\"\nsave \"" + name + "\"");
        assertThat(call("run", script)).returns(0, Caller.Result::status);
        assertThat(folder.resolve(name)).exists();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("s.ckpts", name);
        assertThat(call("run", script("load \"" + BUNDLE + "\"\nsave \"x" + name + "\""))
                        .err())
                .startsWith(
                        "error[E0303]: the name \"xxxxxxxxxxxxxxxxxxxxxxxx...\" is 256 bytes long; the limit is 255");
    }

    @Test
    void aNameThatNoFileHasIsReported() throws IOException {
        String name = "y".repeat(300);
        String note = "note: the name \"yyyyyyyyyyyyyyyyyyyyyyyy...\" is 300 bytes long; the limit is 255\n";
        assertThat(call("ls", name))
                .returns(5, Caller.Result::status)
                .matches(result -> result.err().endsWith(note));
        for (String text :
                List.of("load \"" + name + "\"", "include \"" + name + ".ckpts\"", "let x = json(\"" + name + "\")")) {
            Caller.Result told = call("run", script(text));
            assertThat(told.status()).isEqualTo(5);
            assertThat(told.err()).contains("error[E0501]: there is no ").contains("bytes long; the limit is 255\n");
        }
    }

    @Test
    void aStateFileWithANameThatIsNotTextIsReported() throws IOException {
        Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"mod\\350le\"\n");
        assertThat(call("ls", folder))
                .isEqualTo(new Caller.Result(
                        5,
                        "",
                        "error[E0502]: " + folder.resolve("checkpoint")
                                + ", byte 0: names the checkpoint \"mod\\xe8le\", which cannot be opened: its name is not UTF-8;"
                                + " rename its files, and load it by its own path\n"));
        Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"a\\000b\"\n");
        assertThat(call("ls", folder).err()).contains("which cannot be opened: its name is not a path;");
    }

    @Test
    void aStateFileWithATimeThatIsNotANumberIsNotUsed() throws IOException {
        for (String ending : List.of(".index", ".data-00000-of-00001")) {
            Files.copy(Path.of(BUNDLE + ending), folder.resolve("v" + ending));
        }
        Files.writeString(
                folder.resolve("checkpoint"),
                "model_checkpoint_path: \"v\"\nall_model_checkpoint_paths: \"v\"\n"
                        + "all_model_checkpoint_timestamps: 1.0\nlast_preserved_timestamp: 1e999\n");
        assertThat(call("run", script("load \"v\"\nsave \"w\" latest")).status())
                .isZero();
        assertThat(folder.resolve("checkpoint")).content().startsWith("model_checkpoint_path: \"w\"\n");
    }

    @Test
    void aNumberFromTheCommandLineIsOneOrAnError() throws IOException {
        Path script = script("param x: float = 1.0\nprint x");
        assertThat(call("run", script, "--set", "x=2.5e-3").out()).isEqualTo("0.0025\n");
        assertThat(call("run", script, "--set", "x=-1_000").out()).isEqualTo("-1000.0\n");
        assertThat(call("run", script, "--set", "x=-inf").out()).isEqualTo("-Infinity\n");
        for (String none : List.of("1e400", "-1e400", "1e-400", "Infinity", "0x10", "1f", "")) {
            Caller.Result refused = call("run", script, "--set", "x=" + none);
            assertThat(refused.status()).as(none).isEqualTo(3);
            assertThat(refused.err()).startsWith("error[E0108]: parameter `x` is a number, \"" + none + "\" is not\n");
        }
    }

    @Test
    void memoryIsASizeThatAMachineHas() throws IOException {
        Path script = script("print 1");
        for (String size : List.of("08MiB", "0000000000009MiB", "1024GiB")) {
            assertThat(call("run", script, "--memory", size).status()).as(size).isZero();
        }
        assertThat(call("run", script, "--memory", "999999999GiB")).isEqualTo(new Caller.Result(2, "", """
                        ckpts run: --memory must be at most 1024GiB, not 999999999GiB
                        usage: ckpts run [OPTION...] [SCRIPT|-]
                        """));
        assertThat(call("run", script, "--memory", "00GiB").err())
                .startsWith("ckpts run: --memory must be a size such as 512MiB or 2GB, not 00GiB\n");
    }
}
