package ckpts.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.CannotLinkException;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.PlanRunner;
import ckpts.engine.Progress;
import ckpts.engine.RunReport;
import ckpts.format.CheckpointFormat;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.plan.Plan;
import ckpts.plan.PlannedSave;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.publication.Settings.Acting;
import ckpts.publication.Settings.Higher;
import ckpts.publication.Settings.Ramp;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Saves on the disk of this machine: what the simulated one cannot show. */
class RealSaveTest {
    @TempDir
    Path root;

    private final RealDisk disk = new RealDisk();

    private static Checkpoint large() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", new Ramp(1, 1_500_000));
        tensors.put("b", new Ramp(2, 10));
        tensors.put("c", new Higher(new Ramp(3, 3_000_000), 10));
        return Settings.checkpoint(tensors);
    }

    private RunReport run(int threads, SaveRequest request) throws Exception {
        return PlanRunner.run(
                Plan.of(List.of(request), disk),
                disk,
                new Budget(8 << 20, threads),
                Progress.SILENT,
                Cancellation.NEVER);
    }

    private SaveRequest save(Checkpoint checkpoint, String name, SaveOptions options) {
        return Settings.save(1, checkpoint, root.resolve(name), options);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anUneditedCopyHasTheSameBytes(int threads) throws Exception {
        run(threads, save(large(), "from", SaveOptions.NONE));
        try (OpenedCheckpoint opened = Settings.SHELF.open(root.resolve("from"), disk)) {
            run(threads, save(opened.checkpoint(), "to", SaveOptions.NONE));
        }
        assertThat(Files.mismatch(root.resolve("from.data-0-of-1"), root.resolve("to.data-0-of-1")))
                .isEqualTo(-1);
        assertThat(disk.list(root)).containsExactly("from.data-0-of-1", "from.index", "to.data-0-of-1", "to.index");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aCheckpointMayBeSavedOverWhileItIsReadAndStaysReadable(int threads) throws Exception {
        run(threads, save(large(), "ckpt", SaveOptions.NONE));
        Map<String, String> before = Settings.load(disk, root.resolve("ckpt"));
        try (OpenedCheckpoint opened = Settings.SHELF.open(root.resolve("ckpt"), disk)) {
            run(threads, save(opened.checkpoint(), "ckpt", SaveOptions.NONE.overwriting()));
            assertThat(disk.list(root)).containsExactly("ckpt.data-0-of-2", "ckpt.data-1-of-2", "ckpt.index");
            run(threads, save(opened.checkpoint(), "again", SaveOptions.NONE));
        }
        assertThat(Settings.load(disk, root.resolve("ckpt")).equals(before)).isTrue();
        assertThat(Settings.load(disk, root.resolve("again")).equals(before)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void damageInALargeCopiedRangeIsFound(int threads) throws Exception {
        run(threads, save(large(), "from", SaveOptions.NONE));
        try (RandomAccessFile data =
                new RandomAccessFile(root.resolve("from.data-0-of-1").toFile(), "rw")) {
            data.seek(4_000_000);
            int was = data.read();
            data.seek(4_000_000);
            data.write(was ^ 4);
        }
        try (OpenedCheckpoint opened = Settings.SHELF.open(root.resolve("from"), disk)) {
            SaveRequest save = save(opened.checkpoint(), "to", SaveOptions.NONE);
            assertThatThrownBy(() -> run(threads, save))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("from.data-0-of-1, \"c\", byte 1500010: checksum of \"c\" does not match");
        }
        assertThat(disk.list(root)).containsExactly("from.data-0-of-1", "from.index");
    }

    private Plan linking(Path existing) {
        Path path = root.resolve("link");
        return new Plan(List.of(new PlannedSave(
                save(large(), "link", SaveOptions.NONE),
                new Layout(
                        List.of(
                                PlannedFile.linked(root.resolve("link.data"), PlannedFile.Stage.DATA, existing),
                                PlannedFile.written(path, Stage.COMMIT, List.of())),
                        List.of(),
                        List.of()),
                List.of(),
                false)));
    }

    @Test
    void linksAFileThatNeedsNoChange() throws Exception {
        Path existing = Files.writeString(root.resolve("old.data"), "data");
        RunReport report =
                PlanRunner.run(linking(existing), disk, Settings.BUDGET, Progress.SILENT, Cancellation.NEVER);
        assertThat(report.linked()).isEqualTo(1);
        assertThat(report.bytesWritten()).isZero();
        assertThat(Files.isSameFile(existing, root.resolve("link.data"))).isTrue();
        assertThat(disk.list(root)).containsExactly("link", "link.data", "old.data");
    }

    /** The effect in place of a link, or before it. */
    @FunctionalInterface
    private interface Linking {
        void link(Path existing, Path name) throws IOException;
    }

    private Disk linkingBy(Linking linking) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("link")) {
                        linking.link((Path) arguments[0], (Path) arguments[1]);
                        return null;
                    }
                    return method.invoke(disk, arguments);
                });
    }

    private Disk withoutLinks() {
        return linkingBy((existing, name) -> {
            throw new CannotLinkException(name, existing, "Invalid cross-device link");
        });
    }

    @Test
    void dataFilesKeepAnotherNumberWhereTheDiskCannotLink() throws Exception {
        CheckpointFormat format = new TensorFlowFormat();
        Path path = root.resolve("m");
        Settings.run(
                withoutLinks(),
                Settings.save(format, 1, Settings.checkpoint(Map.of("a", new Ramp(1, 5))), path, SaveOptions.NONE));
        SaveOptions over = new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, true, false);
        RunReport report = Settings.run(
                withoutLinks(), Settings.save(format, 1, Settings.checkpoint(Map.of("a", new Ramp(9, 5))), path, over));
        assertThat(report.warnings())
                .containsExactly("data files keep numbers that depend on the previous files at " + path
                        + ": this disk cannot create hard links: Invalid cross-device link");
        assertThat(disk.list(root)).containsExactly("m.data-00000-of-00002", "m.data-00001-of-00002", "m.index");
        assertThat(report.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(disk.list(root));
        Map<String, String> saved = Settings.load(format, disk, path);
        Settings.run(disk, Settings.save(format, 1, Settings.checkpoint(Map.of("a", new Ramp(9, 5))), path, over));
        assertThat(disk.list(root)).containsExactly("m.data-00000-of-00001", "m.index");
        assertThat(Settings.load(format, disk, path)).isEqualTo(saved);
    }

    @Test
    void aFileThatAppearedUnderALastNameIsLeftAloneAndTheCheckpointIsWhole() throws Exception {
        CheckpointFormat format = new TensorFlowFormat();
        Path path = root.resolve("m");
        Path foreign = root.resolve("m.data-00001-of-00002");
        SaveOptions two = new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), false, true, false);
        Checkpoint checkpoint = Settings.checkpoint(Map.of("a", new Ramp(1, 5), "b", new Ramp(2, 5)));
        run(1, Settings.save(format, 1, checkpoint, path, two));
        Map<String, String> saved = Settings.load(format, disk, path);
        Disk contested = linkingBy((existing, name) -> {
            if (name.equals(foreign)) {
                Files.writeString(foreign, "theirs");
            }
            disk.link(existing, name);
        });

        SaveRequest again = Settings.save(format, 1, checkpoint, path, two);
        assertThat(Settings.run(contested, again).warnings())
                .containsExactly("data files keep numbers that depend on the previous files at " + path + ": " + foreign
                        + " is in the way");
        assertThat(foreign).hasContent("theirs");
        assertThat(disk.list(root))
                .containsExactly(
                        "m.data-00000-of-00003",
                        "m.data-00001-of-00002",
                        "m.data-00001-of-00003",
                        "m.data-00002-of-00003",
                        "m.index");
        assertThat(Settings.load(format, disk, path)).isEqualTo(saved);
    }

    /** Between the look at what a record of the newest checkpoint holds and the plan that replaces it. */
    @Test
    void whatOthersAddedToARecordIsNotLost() throws Exception {
        CheckpointFormat format = new TensorFlowFormat();
        Path record = Files.writeString(root.resolve("checkpoint"), "model_checkpoint_path: \"old\"\n");
        String theirs = "model_checkpoint_path: \"theirs\"\n";
        AtomicReference<Optional<Path>> read = new AtomicReference<>(Optional.empty());
        Disk shared = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    Optional<Path> before = read.getAndSet(Optional.empty());
                    if (before.isPresent()) {
                        Files.writeString(before.get(), theirs);
                    }
                    if (method.getName().equals("open") && arguments[0].equals(record)) {
                        read.set(Optional.of(record));
                    }
                    return method.invoke(disk, arguments);
                });
        SaveOptions latest = new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), true, false, false);
        SaveRequest save =
                Settings.save(format, 1, Settings.checkpoint(Map.of("a", new Ramp(1, 5))), root.resolve("m"), latest);
        assertThatThrownBy(() -> Settings.run(shared, save))
                .hasMessage(record + " has changed since the save was planned: save again; nothing was changed");
        assertThat(record).hasContent(theirs);
        assertThat(disk.list(root)).containsExactly("checkpoint");
    }

    @Test
    void saysWhichFileCannotBePublished() throws Exception {
        Path target = root.resolve("m.data-0-of-1");
        Disk full = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("move")) {
                        throw new AccessDeniedException(arguments[0].toString(), arguments[1].toString(), null);
                    }
                    return method.invoke(disk, arguments);
                });
        SaveRequest save = save(large(), "m", SaveOptions.NONE);
        assertThatThrownBy(() -> Settings.run(full, save))
                .hasMessage("cannot complete the save to " + root.resolve("m") + ": " + target + ": permission denied; "
                        + root.resolve("m") + " is as it was");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void copiesAFileThatTheDiskCannotLink() throws Exception {
        Path existing = Files.writeString(root.resolve("old.data"), "data");
        RunReport report =
                PlanRunner.run(linking(existing), withoutLinks(), Settings.BUDGET, Progress.SILENT, Cancellation.NEVER);
        assertThat(report.linked()).isZero();
        assertThat(report.bytesWritten()).isEqualTo(4);
        assertThat(report.bytesCopied()).isEqualTo(4);
        assertThat(report.warnings())
                .containsExactly(root.resolve("link.data") + " is a copy of " + existing
                        + ": it cannot be linked: Invalid cross-device link");
        assertThat(root.resolve("link.data")).hasContent("data");
        assertThat(Files.isSameFile(existing, root.resolve("link.data"))).isFalse();
        assertThat(disk.list(root)).containsExactly("link", "link.data", "old.data");
    }

    @Test
    void saysWhyAFileCannotBeLinked() {
        Path missing = root.resolve("missing");
        assertThatThrownBy(() ->
                        PlanRunner.run(linking(missing), disk, Settings.BUDGET, Progress.SILENT, Cancellation.NEVER))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("cannot link " + root.resolve("link.data") + " to " + missing
                        + ": no such file; nothing was changed; leave out `by link` to copy");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void saysThatADirectoryCannotBeMade() throws IOException {
        Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> run(1, save(large(), "file/ckpt", SaveOptions.NONE)))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("cannot write in " + root.resolve("file")
                        + ": a file with that name exists; nothing was changed");
    }

    @Test
    void theNextSaveRemovesWhatAKilledOneLeft() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        root.resolve("ckpt").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(killed.getInputStream().read()).isEqualTo('+');
            SaveRequest save = save(large(), "ckpt", SaveOptions.NONE);
            assertThatThrownBy(() -> run(1, save))
                    .hasMessage(
                            "another run is saving to " + root.resolve("ckpt") + ": wait for it; nothing was changed");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(disk.list(root)).hasSize(2).allMatch(name -> name.matches("\\.ckpt\\..*ckpts-(lock|tmp)-.*"));
        run(1, save(large(), "other", SaveOptions.NONE));
        assertThat(disk.list(root)).containsExactly("other.data-0-of-1", "other.index");
    }

    /** Saves a tensor that never ends, and says so when its first bytes are written. */
    static final class Endless {
        public static void main(String[] arguments) throws Exception {
            Tensor tensor = new Acting(1L << 30, (position, target) -> {
                if (position > 0) {
                    System.out.write('+');
                    System.out.flush();
                    System.in.read();
                }
                target.position(target.limit());
            });
            Checkpoint checkpoint = Settings.checkpoint(Map.of("t", tensor));
            Settings.run(new RealDisk(), Settings.save(1, checkpoint, Path.of(arguments[0]), SaveOptions.NONE));
        }
    }
}
