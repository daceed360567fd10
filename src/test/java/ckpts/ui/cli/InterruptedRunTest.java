package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.publication.KilledDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say and do where a run was killed while its files got their names. */
class InterruptedRunTest {
    private static final Path CHECKPOINT = Path.of("src/test/fixtures/tensorflow/saver_adam/model.ckpt-3");

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void bringACheckpoint() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        for (String ending : List.of(".index", ".data-00000-of-00001")) {
            Files.copy(Path.of(CHECKPOINT + ending), in.resolve("m" + ending));
        }
        Files.writeString(in.resolve("config.json"), "{\"n\": 1}");
        out = folder.resolve("out");
    }

    private String script(String... lines) throws IOException {
        return Files.writeString(folder.resolve("fix.ckpts"), String.join("\n", lines) + "\n")
                .toString();
    }

    private static Caller.Result call(Object... words) {
        return new Caller().call(words);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Kills the run of a script before the first step at which it leaves such files. */
    private void kill(String script, Runnable before, Predicate<List<String>> left) throws IOException {
        for (long steps = 1; ; steps++) {
            before.run();
            long last = steps;
            Surroundings killed = new Surroundings(
                    System.in,
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream(),
                    java.util.Map.of(),
                    Terminal.NONE,
                    new Caller().surroundings(System.out, System.err).formats(),
                    () -> KilledDisk.after(last, new RealDisk()),
                    () -> null,
                    "1.2.3");
            assertThat(new CommandLine(killed).run(List.of("run", script))).isEqualTo(ExitStatus.BUG.code());
            if (Files.exists(out) && left.test(names())) {
                return;
            }
        }
    }

    private void remove() {
        try (Stream<Path> files = Files.exists(out) ? Files.list(out) : Stream.empty()) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFreshOutputThatWasKilledBetweenItsDataAndItsIndexIsMadeByTheSameScript() throws Exception {
        String script = script("load \"in/m\"", "set json(\"in/config.json\").n = 2", "save \"out/m\" shards 2 latest");
        kill(script, this::remove, names -> names.contains("m.data-00001-of-00002") && !names.contains("m.index"));

        Caller.Result again = call("run", script);
        assertThat(again.status()).isZero();
        assertThat(again.err())
                .startsWith("warning: a save of " + out.resolve("m.index")
                        + " was killed: the renaming of its files is undone\nsaved " + out.resolve("m")
                        + ": ");
        assertThat(names())
                .containsExactly(
                        "checkpoint", "config.json", "m.data-00000-of-00002", "m.data-00001-of-00002", "m.index");
    }

    @Test
    void aSaveThatWasKilledAmongItsNamesIsReportedAndCompleted() throws Exception {
        String first = script("load \"in/m\"", "set json(\"in/config.json\").n = 2", "save \"out/m\"");
        Runnable prepare = () -> {
            remove();
            assertThat(call("run", "-q", first).status()).isZero();
        };
        Path second = Files.writeString(
                folder.resolve("second.ckpts"),
                "load \"in/m\"\ndrop optimizer\nset json(\"in/config.json\").n = 3\nsave \"out/m\" overwrite\n");
        kill(
                second.toString(),
                prepare,
                names -> names.stream().anyMatch(name -> name.contains("ckpts-save"))
                        && names.stream().noneMatch(name -> name.contains("m.index.ckpts-tmp")));

        assertThat(out.resolve("config.json")).hasContent("{\"n\": 2}");
        String unfinished = "a save of " + out.resolve("m.index") + " was killed, or is still running: ";
        String warning = "warning: " + unfinished
                + "files beside it may be from another save, until the next save in that folder completes it or undoes"
                + " it\n";
        for (String command : List.of("ls", "verify", "stats", "manifest")) {
            assertThat(call(command, out.resolve("m"))).as(command).satisfies(result -> {
                assertThat(result.status()).isZero();
                assertThat(result.err()).endsWith(warning);
            });
        }
        String announced = "warning: " + unfinished
                + "a run that saves in that folder first completes it or undoes it, and may then find other files"
                + " there\n";
        for (String command : List.of("check", "plan")) {
            assertThat(call(command, second).err()).as(command).isEqualTo(announced);
        }
        Path reading = Files.writeString(folder.resolve("read.ckpts"), "load \"out/m\"\n");
        assertThat(call("check", reading).err()).contains(warning.strip() + "\n  --> ");
        assertThat(out.resolve("config.json")).hasContent("{\"n\": 2}");

        Path other = Files.writeString(folder.resolve("other.ckpts"), "load \"out/m\"\nsave \"out/other\"\n");
        Caller.Result next = call("run", other);
        assertThat(next.status()).isZero();
        assertThat(next.err())
                .startsWith("warning: a save of " + out.resolve("m.index")
                        + " was killed: the renaming of its files is completed\nsaved " + out.resolve("other"));
        assertThat(out.resolve("config.json")).hasContent("{\"n\": 3}");
        assertThat(names())
                .containsExactly(
                        "config.json", "m.data-00000-of-00001", "m.index", "other.data-00000-of-00001", "other.index");
        assertThat(call("ls", out.resolve("m")).err()).isEmpty();
    }
}
