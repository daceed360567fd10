package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.language.files.FileTrouble;
import ckpts.language.source.Diagnostic;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Files that may not be opened: each command says which right is missing, and none that they are not there. */
class DeniedFileTest {
    private static final Path CHECKPOINT = Path.of("src/test/fixtures/tensorflow/saver_adam/model.ckpt-3");
    private static final String HELP = "help: ask its owner for that permission, or run this as its owner\n";

    @TempDir
    private Path folder;

    /** The superuser may, unless that right was taken away, as {@code .ci/run} does. */
    static boolean mayReadAll() throws IOException {
        Path unreadable = Files.createTempFile("denied", "");
        try {
            permit(unreadable, "---------");
            return Files.isReadable(unreadable);
        } finally {
            Files.delete(unreadable);
        }
    }

    @BeforeEach
    void bringAnUnreachableCheckpoint() throws IOException {
        Files.createDirectory(closed());
        for (String ending : new String[] {".index", ".data-00000-of-00001"}) {
            Files.copy(Path.of(CHECKPOINT + ending), closed().resolve("in" + ending));
            Files.copy(Path.of(CHECKPOINT + ending), folder.resolve("in" + ending));
        }
        Files.createDirectory(kept());
        Files.writeString(closed().resolve("s.ckpts"), "load   \"in\"\n");
        Files.writeString(kept().resolve("s.ckpts"), "load   \"in\"\n");
        permit(closed(), "---------");
        permit(kept(), "r-xr-xr-x");
    }

    @AfterEach
    void open() throws IOException {
        permit(closed(), "rwx------");
        permit(kept(), "rwx------");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Path closed() {
        return folder.resolve("closed");
    }

    private Path kept() {
        return folder.resolve("kept");
    }

    private String unentered(Path file) {
        return "error[E0501]: no permission to read " + file + "\n" + HELP + "note: the folder " + closed()
                + " cannot be entered\n";
    }

    private static String err(Object... words) {
        Caller.Result result = new Caller().call(words);
        assertThat(result.status()).isEqualTo(5);
        return result.err();
    }

    @Test
    @DisabledIf("mayReadAll")
    void everyCommandThatReadsSaysIt() {
        Path in = closed().resolve("in");
        for (String command : new String[] {"ls", "verify", "stats", "manifest"}) {
            assertThat(err(command, in)).as(command).isEqualTo(unentered(closed().resolve("in")));
        }
        assertThat(err("diff", folder.resolve("in"), in)).isEqualTo(unentered(closed().resolve("in")));
        for (String command : new String[] {"run", "check", "plan", "fmt"}) {
            Path script = closed().resolve("s.ckpts");
            assertThat(err(command, script)).as(command).isEqualTo(unentered(script));
        }
    }

    @Test
    @DisabledIf("mayReadAll")
    void aScriptSaysIt() throws IOException {
        Path script = Files.writeString(folder.resolve("load.ckpts"), "load \"closed/in\"\n");
        for (String command : new String[] {"run", "plan"}) {
            assertThat(err(command, script))
                    .startsWith("error[E0501]: no permission to read " + closed().resolve("in") + "\n")
                    .endsWith(HELP + "note: the folder " + closed() + " cannot be entered\n");
        }
        Caller.Result checked = new Caller().call("check", script);
        assertThat(checked.status()).isZero();
        assertThat(checked.err())
                .isEqualTo(script + ": not fully checked: no permission to read " + closed().resolve("in") + "\n");
    }

    @Test
    @DisabledIf("mayReadAll")
    void whatCannotBeWrittenSaysIt() throws IOException {
        Path in = folder.resolve("in");
        String unwritten = ": permission denied\n" + HELP + "note: no permission to write to its folder\n";
        String unreached = ": permission denied\n" + HELP + "note: the folder " + closed() + " cannot be entered\n";
        Path manifest = kept().resolve("m.json");
        assertThat(err("manifest", in, "-o", manifest)).isEqualTo("error[E0505]: cannot write " + manifest + unwritten);
        assertThat(err("manifest", in, "-o", closed().resolve("m.json")))
                .isEqualTo("error[E0505]: cannot write " + closed().resolve("m.json") + unreached);
        Path script = kept().resolve("s.ckpts");
        assertThat(err("fmt", script)).isEqualTo("error[E0505]: cannot write " + script + unwritten);

        Path load = Files.writeString(folder.resolve("load.ckpts"), "load \"in\"\n");
        Path report = kept().resolve("r.json");
        assertThat(err("run", "-q", load, "--report", "json=" + report))
                .isEqualTo("error[E0505]: cannot write " + report + unwritten);
        assertThat(err("run", load, "--report", "json=" + closed().resolve("r")))
                .isEqualTo("error[E0505]: cannot write " + closed().resolve("r") + unreached);
        Path save = Files.writeString(folder.resolve("save.ckpts"), "load \"in\"\nsave \"kept/out\"\n");
        assertThat(err("run", save))
                .isEqualTo("error[E0505]: cannot write in " + kept() + ": permission denied; nothing was changed\n"
                        + HELP);
        Files.writeString(save, "load \"in\"\nsave \"closed/out\"\n");
        for (String command : new String[] {"run", "plan"}) {
            assertThat(err(command, save))
                    .isEqualTo("error[E0505]: cannot inspect " + closed()
                            + ", where a checkpoint is to be saved: permission denied\n" + HELP
                            + "note: nothing was written\nnote: no permission to read the folder\n");
        }
    }

    @Test
    void theMissingRightIsNamed() {
        Diagnostic problem = FileTrouble.of(
                new AccessDeniedException("closed/in", null, "the folder closed cannot be entered"), new RealDisk());
        assertThat(problem.message()).isEqualTo("no permission to read closed/in");
        assertThat(problem.notes()).containsExactly("the folder closed cannot be entered");
        assertThat(problem.helps()).containsExactly("ask its owner for that permission, or run this as its owner");
    }
}
