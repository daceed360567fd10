package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --root} and {@code --safe}: which paths a command may use, and what it says of the others. */
class ConfinementTest {
    private static final String BUNDLE = "src/test/fixtures/tensorflow/golden_v/v";

    @TempDir
    private Path place;

    private Path scripts;
    private Path models;

    @BeforeEach
    void layOut() throws IOException {
        scripts = Files.createDirectory(place.resolve("scripts"));
        models = Files.createDirectory(place.resolve("models"));
        copyBundle(models, "v");
        copyBundle(scripts, "v");
    }

    private static void copyBundle(Path folder, String name) throws IOException {
        for (String ending : List.of(".index", ".data-00000-of-00001")) {
            Files.copy(Path.of(BUNDLE + ending), folder.resolve(name + ending));
        }
    }

    private Path script(String text) throws IOException {
        return Files.writeString(scripts.resolve("fix.ckpts"), text);
    }

    private static Caller.Result call(Object... words) {
        return new Caller().call(words);
    }

    @Test
    void safeIsTheFolderOfTheScript() throws IOException {
        Path script = script("load \"v\"\nrename \"v\" -> \"w\"\nsave \"new/folder/out\"\n");
        assertThat(call("run", "--safe", script).status()).isZero();
        assertThat(scripts.resolve("new/folder/out.index")).exists();
    }

    @Test
    void saysWhatItMayUseAndHowToAllowMore() throws IOException {
        Path script = script("load \"../models/v\"\n");
        Caller.Result refused = call("run", "--safe", script);
        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err().replace(scripts.toString(), "scripts")).isEqualTo("""
                error[E0603]: scripts/../models/v lies outside the folders that this run may use
                  --> scripts/fix.ckpts:1:6
                 1 | load "../models/v"
                   |      ^^^^^^^^^^^^^
                help: to let it use that folder, too, add --root scripts/../models
                note: it may use scripts
                """);
        assertThat(call("run", "--safe", "--root", scripts + "/../models", script)
                        .status())
                .isZero();
    }

    @Test
    void aRootMayBeTheFolderOfACheckpointItself() throws IOException {
        Path script = script("load \"../models\"\n");
        assertThat(call("run", "--safe", "--root", models, script)).returns(0, Caller.Result::status);
    }

    @Test
    void rootsAreFoldersThatExist() throws IOException {
        Caller.Result wrong = call("run", "--root", "no/such", script("load \"v\"\n"));
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .startsWith("ckpts run: --root must be an existing folder: there is no folder no/such\n");
    }

    @Test
    void aRootAloneHoldsForTheScriptToo() throws IOException {
        Path script = script("load \"v\"\n");
        Caller.Result refused = call("run", "--root", models, script);
        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err()).startsWith("error[E0603]: " + script + " lies outside the folders");
    }

    @Test
    void reportsGoWhereTheCallerSays() throws IOException {
        Path script = script("load \"v\"\nsave \"out\"\n");
        assertThat(call(
                                "run",
                                "--safe",
                                "--report",
                                "json=" + place.resolve("r.json"),
                                "--report",
                                "md=" + scripts.resolve("r.md"),
                                "--report",
                                "junit=/dev/null",
                                script)
                        .status())
                .isZero();
        assertThat(scripts.resolve("out.index")).exists();
        assertThat(place.resolve("r.json")).exists();
        assertThat(scripts.resolve("r.md")).exists();
        assertThat(call("check", "--root", scripts, "--report", "json=" + place.resolve("c.json"), script)
                        .status())
                .isZero();
        assertThat(place.resolve("c.json")).exists();
    }

    @Test
    void aReportElsewhereTakesThePlaceOfNothingElse() throws IOException {
        Path script = script("load \"v\"\nsave \"out\"\n");
        Path precious = Files.writeString(place.resolve("precious"), "kept");
        Caller.Result refused = call("run", "--safe", "--report", "json=" + precious, script);
        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err()).startsWith("error[E0601]: " + precious + " exists\n");
        assertThat(precious).hasContent("kept");
        assertThat(scripts.resolve("out.index")).doesNotExist();
    }

    @Test
    void aScriptWritesToNoDevice() throws IOException {
        for (String device : List.of("/dev/stdout", "/dev/fd/1", "/dev/null", "/proc/self/fd/2")) {
            Caller.Result refused = call("run", "--safe", script("load \"v\"\nsave \"" + device + "\"\n"));
            assertThat(refused.status()).isEqualTo(6);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .startsWith("error[E0603]: " + device + " lies outside the folders that this run may use\n");
        }
    }

    @Test
    void streamsOfTheProcessLieNowhere() throws IOException {
        Path script = script("load \"v\"\n");
        for (String command : List.of("run", "check")) {
            assertThat(call(command, "--safe", "-q", "--report", "md=/dev/stdout", script))
                    .returns(0, Caller.Result::status)
                    .matches(result -> result.out().startsWith("## `" + script + "`: "));
        }
        assertThat(call("manifest", "--safe", "-o", "/dev/stdout", scripts.resolve("v")))
                .returns(0, Caller.Result::status);
    }

    @Test
    void aReportFollowsNoLinkOutside() throws IOException {
        Path precious = Files.writeString(place.resolve("precious"), "kept");
        Files.createSymbolicLink(scripts.resolve("r.json"), precious);
        Path script = script("load \"v\"\n");
        assertThat(call("check", "--safe", "--report", "json=" + scripts.resolve("r.json"), script)
                        .status())
                .isEqualTo(6);
        assertThat(precious).hasContent("kept");
    }

    @Test
    void aManifestGoesWhereTheCallerSays() throws IOException {
        assertThat(call("manifest", "--safe", models.resolve("v"), "-o", place.resolve("m.json"))
                        .status())
                .isZero();
        assertThat(place.resolve("m.json")).exists();
        Files.createSymbolicLink(models.resolve("link"), scripts);
        assertThat(call("manifest", "--safe", models.resolve("v"), "-o", models.resolve("link/m.json"))
                        .status())
                .isEqualTo(6);
        assertThat(scripts.resolve("m.json")).doesNotExist();
    }

    @Test
    void comparesWhatLiesInTheFoldersThatAreNamed() {
        assertThat(call("diff", "--safe", models.resolve("v"), scripts.resolve("v"))
                        .status())
                .isZero();
        assertThat(call("diff", "--root", models, models.resolve("v"), scripts.resolve("v"))
                        .status())
                .isEqualTo(6);
        assertThat(call("ls", "--safe", models.resolve("v"), "v").status()).isZero();
    }

    @Test
    void aStateFileLeadsNowhereElse() throws IOException {
        Path state = Files.writeString(
                scripts.resolve("checkpoint"), "model_checkpoint_path: \"" + models.resolve("v") + "\"\n");
        Path script = script("load \".\"\n");
        Caller.Result beside = call("run", "--safe", script);
        assertThat(beside.status()).isZero();
        assertThat(beside.err())
                .contains("state file \"" + scripts.resolve("./checkpoint") + "\" names \"" + models.resolve("v")
                        + "\", which is outside the folders that this run may use; using \""
                        + scripts.resolve("./v") + "\"");
        Files.writeString(state, "model_checkpoint_path: \"" + models.resolve("other") + "\"\n");
        copyBundle(models, "other");
        assertThat(call("run", script).status()).isZero();
        assertThat(call("run", "--safe", script).status()).isEqualTo(6);
    }

    @Test
    void filesOfABundleThatAreLinksLeadNowhereElse() throws IOException {
        Path data = scripts.resolve("v.data-00000-of-00001");
        Files.delete(data);
        Files.createSymbolicLink(data, models.resolve("v.data-00000-of-00001"));
        Path script = script("load \"v\"\n");
        assertThat(call("run", script).status()).isZero();
        assertThat(call("run", "--safe", script).err())
                .contains(data + " leads, through a link, outside the folders that this run may use");
    }

    @Test
    void whatStandardInputSaysIsConfinedToTheWorkingDirectory() {
        Caller.Result refused =
                new Caller().piping("load \"" + models.resolve("v") + "\"\n").call("run", "--safe", "-");
        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err()).contains("note: it may use the working directory\n");
    }

    @Test
    void checkReportsARefusalWhereInputsAreMissing() throws IOException {
        Path script = script("load \"nothing\"\nprint json(\"../models/x.json\").y\n");
        assertThat(call("check", script).status()).isZero();
        assertThat(call("check", "--safe", script).status()).isEqualTo(6);
    }

    @Test
    void parametersFromTheCommandLineDoNotLeadOut() throws IOException {
        Path script = script("param path: string\nload path\n");
        assertThat(call("run", "--safe", "--set", "path=" + models.resolve("v"), script)
                        .status())
                .isEqualTo(6);
    }
}
