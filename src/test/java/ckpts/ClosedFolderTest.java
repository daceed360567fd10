package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import ckpts.ui.render.DiagnosticRenderer;
import ckpts.ui.render.Style;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors about files and folders that the account cannot open: tests may run as one that can open all. */
class ClosedFolderTest {
    @TempDir
    private Path place;

    private String rendered(String statement) throws IOException {
        Path closed = place.resolve("closed");
        Files.createDirectories(closed);
        Files.copy(Path.of("src/test/fixtures/tensorflow/golden_v/v.index"), place.resolve("v.index"));
        Files.copy(
                Path.of("src/test/fixtures/tensorflow/golden_v/v.data-00000-of-00001"),
                place.resolve("v.data-00000-of-00001"));
        try (Session session =
                new Session(StandardFormats.formats(), refusing(closed), new Budget(Budget.STANDARD_MEMORY, 1))) {
            SourceText script = new SourceText("s.ckpts", "load \"v\"\n" + statement + "\n", Optional.of(place));
            String all = new DiagnosticRenderer(Style.PLAIN)
                    .render(session.evaluate(script, Map.of(), false).diagnostics());
            return all.replace(place.toString(), "PLACE");
        }
    }

    /** The real disk, on which nothing in a folder can be seen or opened, nor the folder be listed. */
    private static Disk refusing(Path closed) {
        Disk real = new RealDisk();
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (self, method, arguments) -> {
                    Path path = arguments.length > 0 && arguments[0] instanceof Path first ? first : Path.of("/");
                    boolean within = path.startsWith(closed) && !path.equals(closed);
                    boolean looks = method.getReturnType() == boolean.class;
                    if (within && looks) {
                        return false;
                    }
                    if (within && !method.getName().equals("canonical")
                            || path.equals(closed) && method.getName().equals("list")) {
                        throw new AccessDeniedException(path.toString());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aFolderIsNotSaidToBeEmpty() throws IOException {
        assertThat(rendered("load \"closed\" as other")).isEqualTo("""
                error[E0501]: no permission to list the folder PLACE/closed
                  --> s.ckpts:2:6
                 2 | load "closed" as other
                   |      ^^^^^^^^
                help: ask its owner for that permission, or run this as its owner
                """);
    }

    @Test
    void aCheckpointIsNotSaidToBeMissing() throws IOException {
        assertThat(rendered("manifest \"closed/deep/ckpt\"")).isEqualTo("""
                error[E0501]: no permission to list the folder PLACE/closed
                  --> s.ckpts:2:10
                 2 | manifest "closed/deep/ckpt"
                   |          ^^^^^^^^^^^^^^^^^^
                help: ask its owner for that permission, or run this as its owner
                """);
    }

    @Test
    void aJsonFileIsNotSaidToBeDamaged() throws IOException {
        assertThat(rendered("print json(\"closed/c.json\")")).isEqualTo("""
                error[E0501]: no permission to read PLACE/closed/c.json
                  --> s.ckpts:2:12
                 2 | print json("closed/c.json")
                   |            ^^^^^^^^^^^^^^^
                help: ask its owner for that permission, or run this as its owner
                """);
    }

    @Test
    void aFolderIsNotAJsonFile() throws IOException {
        Files.createDirectory(place.resolve("folder"));
        assertThat(rendered("print json(\"folder\")")).isEqualTo("""
                error[E0502]: cannot read PLACE/folder: is a directory
                  --> s.ckpts:2:12
                 2 | print json("folder")
                   |            ^^^^^^^^
                """);
    }

    @Test
    void aPlaceForAnOutputIsReported() throws IOException {
        assertThat(rendered("save \"closed/out\"")).isEqualTo("""
                error[E0505]: cannot inspect PLACE/closed, where a checkpoint is to be saved: permission denied
                help: ask its owner for that permission, or run this as its owner
                note: nothing was written
                """);
    }
}
