package ckpts.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.CannotLinkException;
import ckpts.bytes.ConfinedDisk;
import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.bytes.SeenFile;
import ckpts.bytes.Stamp;
import ckpts.checkpoint.Checkpoint;
import ckpts.engine.Cancellation;
import ckpts.engine.PlanRunner;
import ckpts.engine.Progress;
import ckpts.engine.RunReport;
import ckpts.format.CheckpointFormat;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.publication.Settings.Ramp;
import ckpts.state.EditedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saves that are killed on the disk of this machine, and what the next one does with their leftovers. */
class InterruptedSaveTest {
    private static final CheckpointFormat FORMAT = new TensorFlowFormat();

    @TempDir
    Path root;

    private static Checkpoint made(int start) {
        return Settings.checkpoint(Map.of("a", new Ramp(start, 5), "b", new Ramp(start + 1, 100_000)));
    }

    /** Over a bundle of as many shards, on a detour, with a JSON file that is replaced and one that is new. */
    private SaveRequest save(int start, String... texts) {
        SaveOptions options = new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), true, true, false);
        SaveRequest alone = Settings.save(FORMAT, 1, made(start), folder().resolve("m"), options);
        List<EditedFile> edited = new ArrayList<>();
        for (String text : texts) {
            edited.add(new EditedFile(
                    new SeenFile(Path.of("/in", text + ".json"), Stamp.MISSING),
                    (text + start).getBytes(UTF_8),
                    List.of()));
        }
        return new SaveRequest(
                alone.step(), "model", alone.checkpoint(), FORMAT, alone.path(), options, List.of(), edited);
    }

    private Path folder() {
        return root.resolve("out");
    }

    private Path file(String name) {
        return folder().resolve(name);
    }

    private void prepare() throws Exception {
        if (Files.exists(folder())) {
            try (Stream<Path> files = Files.list(folder())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Settings.run(new RealDisk(), save(1, "config"));
    }

    private SaveRequest next() {
        return save(40, "config", "added");
    }

    /** The bytes of all files. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), new String(Files.readAllBytes(file), "ISO-8859-1"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    private boolean killed(long steps, Disk disk) throws Exception {
        try {
            Settings.run(KilledDisk.after(steps, disk), next());
            return false;
        } catch (KilledDisk.Kill e) {
            return true;
        }
    }

    private boolean killed(long steps) throws Exception {
        return killed(steps, new RealDisk());
    }

    /** Stops the save where it holds for the first time. */
    private void kill(java.util.function.BooleanSupplier when) throws Exception {
        for (long steps = 1; ; steps++) {
            prepare();
            assertThat(killed(steps)).isTrue();
            if (when.getAsBoolean()) {
                return;
            }
        }
    }

    private List<String> settle(Disk disk) throws IOException {
        return Interrupted.settle(List.of(save(80)), disk);
    }

    private String killedSave() {
        return "a save of " + file("m.index") + " was killed: ";
    }

    private boolean has(String name) {
        return Files.exists(file(name));
    }

    private boolean hasRecord() {
        return contents().keySet().stream().anyMatch(name -> name.contains("ckpts-save-"));
    }

    private boolean isCommitted() {
        return hasRecord()
                && contents().keySet().stream().noneMatch(name -> name.matches("\\.m\\.index\\.ckpts-tmp.*"));
    }

    @Test
    void aKillAtAnyStepIsFinishedOrTakenBackAndTheSameSaveRunsAgain() throws Exception {
        prepare();
        Map<String, String> before = contents();
        Settings.run(new RealDisk(), next());
        Map<String, String> after = contents();
        List<String> reported = new ArrayList<>();
        long steps = 0;
        for (boolean killed = true; killed; steps++) {
            prepare();
            killed = killed(steps);
            Map<String, String> standing = Settings.load(FORMAT, new RealDisk(), file("m"));
            reported.addAll(settle(new RealDisk()));
            Map<String, String> settled = contents();
            settled.keySet().removeIf(name -> TemporaryNames.isTemporary(file(name)));
            assertThat(settled.equals(before) || settled.equals(after))
                    .as("after %d steps", steps)
                    .isTrue();
            assertThat(Settings.load(FORMAT, new RealDisk(), file("m"))).isEqualTo(standing);
            Settings.run(new RealDisk(), next());
            assertThat(contents().equals(after)).as("after %d steps", steps).isTrue();
        }
        assertThat(reported)
                .contains(
                        killedSave() + "the renaming of its files is undone",
                        killedSave() + "the renaming of its files is completed")
                .allMatch(sentence -> sentence.startsWith(killedSave() + "the renaming of its files is "));
    }

    @Test
    void whereLinksCannotBeHadTheCheckpointStaysUnderItsFirstNames() throws Exception {
        kill(() -> isCommitted() && has("m.data-00000-of-00003"));
        Map<String, String> standing = Settings.load(FORMAT, new RealDisk(), file("m"));

        assertThat(settle(withoutLinks()))
                .containsExactly(killedSave()
                        + "the renaming of its files is completed; its data files keep the names that"
                        + " they have: this disk cannot create hard links: Operation not permitted");
        assertThat(contents())
                .containsOnlyKeys(
                        "added.json",
                        "checkpoint",
                        "config.json",
                        "m.data-00000-of-00003",
                        "m.data-00001-of-00003",
                        "m.data-00002-of-00003",
                        "m.index");
        assertThat(file("config.json")).hasContent("config40");
        assertThat(Settings.load(FORMAT, new RealDisk(), file("m"))).isEqualTo(standing);
        assertThat(settle(new RealDisk())).isEmpty();
    }

    /** On a disk with coarse times both indexes of a detour have one mark: they are large, and equally so. */
    @Test
    void twoIndexesWithTheSameMarkAreDistinguished() throws Exception {
        Map<String, Ramp> many = new TreeMap<>();
        for (int number = 0; number < 3000; number++) {
            many.put("layer/" + "x".repeat(20) + number, new Ramp(number, 5));
        }
        SaveOptions options = new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), false, true, false);
        SaveRequest save = Settings.save(FORMAT, 1, Settings.checkpoint(many), file("m"), options);
        Instead untimed = arguments -> {
            Stamp stamp = new RealDisk().stamp((Path) arguments[0]);
            return new Stamp(stamp.key(), stamp.size(), 0, stamp.checksum());
        };
        Disk coarse = instead("stamp", untimed, instead("isChangedByOthers", arguments -> false));
        for (long steps = 1; ; steps++) {
            prepare();
            Settings.run(coarse, save);
            assertThat(Files.size(file("m.index"))).isGreaterThan(1 << 16);
            try {
                Settings.run(KilledDisk.after(steps, coarse), save);
            } catch (KilledDisk.Kill e) {
                if (!isCommitted()) {
                    continue;
                }
            }
            break;
        }
        assertThat(settle(coarse)).containsExactly(killedSave() + "the renaming of its files is completed");
        assertThat(contents())
                .containsOnlyKeys(
                        "checkpoint", "config.json", "m.data-00000-of-00002", "m.data-00001-of-00002", "m.index");
        assertThat(Settings.load(FORMAT, new RealDisk(), file("m"))).hasSize(3000);
    }

    private static Disk withoutLinks() {
        return instead("link", arguments -> {
            throw new CannotLinkException((Path) arguments[1], (Path) arguments[0], "Operation not permitted");
        });
    }

    /** The effect in place of a call. */
    @FunctionalInterface
    private interface Instead {
        Object call(Object[] arguments) throws IOException;
    }

    private static Disk instead(String call, Instead instead) {
        return instead(call, instead, new RealDisk());
    }

    private static Disk instead(String call, Instead instead, Disk disk) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(call)) {
                        return instead.call(arguments);
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void whatAnotherUserWroteDownIsNotDone() throws Exception {
        kill(this::isCommitted);
        Map<String, String> left = contents();
        Disk theirs = instead("haveOneOwner", arguments -> false);

        assertThat(settle(theirs)).isEmpty();
        assertThat(contents().equals(left)).isTrue();
        SaveOptions other = SaveOptions.NONE;
        RunReport report = Settings.run(theirs, Settings.save(FORMAT, 1, made(5), folder().resolve("other"), other));
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .matches("\\Q" + folder()
                        + "\\E/\\.m\\.ckpts-save-[0-9a-f]+ records a save that was killed: the next"
                        + " save here by the owner of that file completes it");
        assertThat(contents()).containsAllEntriesOf(withoutLocks(left));
        assertThat(settle(new RealDisk())).containsExactly(killedSave() + "the renaming of its files is completed");
    }

    private static Map<String, String> withoutLocks(Map<String, String> contents) {
        Map<String, String> rest = new TreeMap<>(contents);
        rest.keySet().removeIf(name -> name.contains("ckpts-lock-"));
        return rest;
    }

    @Test
    void whatAnotherProgramChangedSinceIsLeftAsItIs() throws Exception {
        kill(this::isCommitted);
        Files.writeString(file("config.json"), "theirs");
        Files.writeString(file("m.data-00000-of-00002"), "theirs");

        assertThat(settle(new RealDisk()))
                .containsExactly(killedSave()
                        + "the renaming of its files is completed; its data files keep the names that"
                        + " they have: " + file("m.data-00000-of-00002") + " is in the way; " + file("config.json")
                        + " was changed by another program meanwhile: it is left as it is, though the checkpoint is the new"
                        + " one");
        assertThat(file("config.json")).hasContent("theirs");
        assertThat(file("m.data-00000-of-00002")).hasContent("theirs");
        assertThat(contents()).doesNotContainKey("m.data-00001-of-00002").containsKey("m.data-00000-of-00003");
        assertThat(Settings.load(FORMAT, new RealDisk(), file("m"))).containsOnlyKeys("a", "b");

        kill(() -> hasRecord() && has("m.data-00000-of-00003"));
        Files.writeString(file("m.index"), "theirs");
        Map<String, String> left = contents();
        left.keySet().removeIf(name -> TemporaryNames.isTemporary(file(name)));
        assertThat(settle(new RealDisk()))
                .containsExactly(
                        killedSave() + "another program has changed its files since; they are left as they are");
        assertThat(contents().equals(left)).isTrue();

        kill(() -> hasRecord() && has("m.data-00000-of-00003"));
        Files.setLastModifiedTime(file("m.data-00000-of-00003"), FileTime.fromMillis(0));
        assertThat(settle(new RealDisk())).containsExactly(killedSave() + "the renaming of its files is undone");
        assertThat(contents()).containsKeys("m.data-00000-of-00003", "m.data-00000-of-00002", "m.data-00001-of-00002");
    }

    /** Their file has the final name: ours under the first one may be the only one that is left. */
    @Test
    void aFirstNameStaysIfTheFinalOneBelongsToAnotherFile() throws Exception {
        kill(() -> isCommitted()
                && contents().keySet().stream().noneMatch(name -> name.contains("m.index-last"))
                && has("m.data-00000-of-00003"));
        Files.delete(file("m.data-00000-of-00002"));
        Files.writeString(file("m.data-00000-of-00002"), "theirs");

        settle(new RealDisk());
        assertThat(file("m.data-00000-of-00002")).hasContent("theirs");
        assertThat(contents())
                .containsKey("m.data-00000-of-00003")
                .doesNotContainKeys("m.data-00001-of-00003", "m.data-00002-of-00003");
    }

    @Test
    void aRecordThatIsNoneIsRemovedAndDoesNothing() throws Exception {
        prepare();
        Map<String, String> before = contents();
        Path outside = Files.writeString(root.resolve("outside"), "");
        String mark = PublicationRecord.Mark.of(outside, new RealDisk()).text();
        for (String lines : List.of(
                "commit none m.index none\nold " + mark + " ..%2Foutside\n",
                "commit none m.index none\nold " + mark + " ..\n",
                "commit none m.index none\ncommit none m.index none\n",
                "delete m.index\n",
                "commit none m.index none extra\n",
                "commit none m.index none\n \n",
                "")) {
            String text = "ckpts save 1\n" + lines;
            java.util.zip.CRC32C checksum = new java.util.zip.CRC32C();
            checksum.update(text.getBytes(UTF_8));
            Files.writeString(file(".m.ckpts-save-1"), text + "end " + Long.toHexString(checksum.getValue()) + "\n");
            assertThat(settle(new RealDisk())).isEmpty();
            assertThat(contents().equals(before)).isTrue();
        }
        Files.writeString(file(".m.ckpts-save-1"), "ckpts save 1\ncommit none m.index none\nold none m.index\nend 0\n");
        assertThat(settle(new RealDisk())).isEmpty();
        assertThat(contents().equals(before)).isTrue();
        assertThat(outside).exists();
    }

    @Test
    void aRecordThatMayNotBeReadHidesNoOther() throws Exception {
        kill(this::isCommitted);
        Files.writeString(file(".m.ckpts-save-0"), "");
        Disk theirs = instead("open", arguments -> {
            if (arguments[0].toString().endsWith("ckpts-save-0")) {
                throw new AccessDeniedException(arguments[0].toString());
            }
            return new RealDisk().open((Path) arguments[0]);
        });
        assertThat(Interrupted.warnings(List.of(file("m.index")), theirs))
                .singleElement()
                .asString()
                .startsWith("a save of " + file("m.index") + " was killed, or is still running: ");
    }

    /** Whoever works on the leftovers of a run holds its lock, even if that run took its lock file with it. */
    @Test
    void ofTwoRunsOneFinishesASaveWhoseLockIsGone() throws Exception {
        kill(this::isCommitted);
        for (String name : withLocks(contents())) {
            Files.delete(file(name));
        }
        RealDisk shared = new RealDisk();
        List<String> other = new ArrayList<>();
        SaveRequest beside = Settings.save(FORMAT, 1, made(5), file("other"), SaveOptions.NONE);
        Disk overtaken = instead(
                "link",
                arguments -> {
                    other.addAll(Interrupted.settle(List.of(beside), shared));
                    shared.link((Path) arguments[0], (Path) arguments[1]);
                    return null;
                },
                shared);
        assertThat(settle(overtaken)).containsExactly(killedSave() + "the renaming of its files is completed");
        assertThat(other).isEmpty();
        assertThat(contents())
                .containsOnlyKeys(
                        "added.json",
                        "checkpoint",
                        "config.json",
                        "m.data-00000-of-00002",
                        "m.data-00001-of-00002",
                        "m.index");
    }

    private static List<String> withLocks(Map<String, String> contents) {
        return contents.keySet().stream()
                .filter(name -> name.contains("ckpts-lock-"))
                .toList();
    }

    /** A run that lives holds its lock. */
    @Test
    void whatAnotherRunIsAtWorkOnIsLeftAlone() throws Exception {
        prepare();
        RealDisk shared = new RealDisk();
        List<String> during = new ArrayList<>();
        Disk publishing = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("link")) {
                        during.addAll(settle(shared));
                        SaveOptions over = SaveOptions.NONE.overwriting();
                        Settings.run(shared, Settings.save(FORMAT, 1, made(7), folder().resolve("other"), over));
                        during.addAll(Interrupted.warnings(List.of(file("m.index")), shared));
                    }
                    return method.invoke(shared, arguments);
                });
        Settings.run(publishing, next());

        String warning =
                "a save of " + file("m.index") + " was killed, or is still running: files beside it may be from"
                        + " another save, until the next save in that folder completes it or undoes it";
        assertThat(during).contains(warning).containsOnly(warning);
        assertThat(contents())
                .containsOnlyKeys(
                        "added.json",
                        "checkpoint",
                        "config.json",
                        "m.data-00000-of-00002",
                        "m.data-00001-of-00002",
                        "m.index",
                        "other.data-00000-of-00001",
                        "other.index");
        assertThat(Interrupted.warnings(List.of(file("m.index")), shared)).isEmpty();
    }

    @Test
    void aConfinedRunDoesItWithinItsFolders() throws Exception {
        kill(this::isCommitted);
        assertThat(settle(new ConfinedDisk(new RealDisk(), List.of(folder()))))
                .containsExactly(killedSave() + "the renaming of its files is completed");
        assertThat(file("config.json")).hasContent("config40");
    }

    /** A folder of a killed save that is copied, or seen from another machine, is the same. */
    @Test
    void aCopyOfTheFolderIsPutInOrderAsWell() throws Exception {
        kill(this::isCommitted);
        Path original = Files.move(folder(), root.resolve("original"));
        Process copying = new ProcessBuilder("cp", "-a", original.toString(), folder().toString()).start();
        assertThat(copying.waitFor()).isZero();
        assertThat(settle(new RealDisk())).containsExactly(killedSave() + "the renaming of its files is completed");
        assertThat(file("config.json")).hasContent("config40");
        assertThat(contents()).containsKey("m.data-00000-of-00002").doesNotContainKey("m.data-00000-of-00003");
    }

    @Test
    void aSaveThatFindsOneWhenItBeginsIsToBePlannedAgain() throws Exception {
        prepare();
        Plan planned = Plan.of(List.of(save(80)), new RealDisk());
        kill(this::isCommitted);
        assertThatThrownBy(() ->
                        PlanRunner.run(planned, new RealDisk(), Settings.BUDGET, Progress.SILENT, Cancellation.NEVER))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage(
                        killedSave() + "the renaming of its files is completed: save again; nothing else was changed");
        Settings.run(new RealDisk(), save(80));
        assertThat(contents())
                .containsOnlyKeys(
                        "added.json",
                        "checkpoint",
                        "config.json",
                        "m.data-00000-of-00002",
                        "m.data-00001-of-00002",
                        "m.index");
    }

    @Test
    void aSaveThatFindsTwoSaysBoth() throws Exception {
        prepare();
        Plan planned = Plan.of(List.of(save(80)), new RealDisk());
        kill(this::isCommitted);
        String record = contents().keySet().stream()
                .filter(name -> name.contains("ckpts-save-"))
                .findFirst()
                .orElseThrow();
        Files.copy(file(record), file(".m.ckpts-save-0"));
        String done = killedSave() + "the renaming of its files is completed";
        assertThatThrownBy(() ->
                        PlanRunner.run(planned, new RealDisk(), Settings.BUDGET, Progress.SILENT, Cancellation.NEVER))
                .hasMessage(done + "; " + done + ": save again; nothing else was changed");
    }

    /** After some moves of files the folder itself is moved. */
    private Disk moving(int moves, boolean replaced) {
        RealDisk disk = new RealDisk();
        int[] done = {0};
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    boolean move = method.getName().equals("move");
                    if (move && done[0] == moves || method.getName().equals("syncDirectory") && done[0] == moves) {
                        done[0] = -1;
                        Files.move(folder(), root.resolve("away"));
                        if (replaced) {
                            Files.createDirectory(folder());
                        }
                    }
                    done[0] += move && done[0] >= 0 ? 1 : 0;
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void requireNotSaved(Disk disk, String reason) throws Exception {
        SaveRequest save = Settings.save(FORMAT, 1, made(1), file("m"), SaveOptions.NONE);
        assertThatThrownBy(() -> Settings.run(disk, save))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("cannot complete the save to " + file("m") + ": " + reason);
        Files.deleteIfExists(folder());
        Files.move(root.resolve("away"), folder());
        Settings.run(new RealDisk(), Settings.save(FORMAT, 1, made(1), file("m"), SaveOptions.NONE.overwriting()));
        assertThat(contents()).containsOnlyKeys("m.data-00000-of-00001", "m.index");
        Files.delete(file("m.index"));
        Files.delete(file("m.data-00000-of-00001"));
    }

    @Test
    void aFolderThatIsMovedAwayIsNotReportedAsSaved() throws Exception {
        Files.createDirectory(folder());
        String gone = "the folder " + folder() + " was moved or deleted meanwhile; " + file("m")
                + " is gone with its folder; the" + " next save in that folder cleans up what is left there";
        for (int moves = 0; moves <= 2; moves++) {
            requireNotSaved(moving(moves, false), gone);
        }
        requireNotSaved(
                moving(1, true), file("m.index") + ": no such file; " + file("m") + " was changed by another program");
        requireNotSaved(
                moving(2, true),
                file("m.index") + " was moved, replaced or deleted by another program meanwhile; " + file("m")
                        + " was changed by another program");
    }

    @Test
    void aFolderThatIsMovedAwayBeforeIsSaidWhereItIsMissed() throws Exception {
        Files.createDirectory(folder());
        Disk moving = instead("create", arguments -> {
            if (arguments[0].toString().contains(".index.")) {
                Files.move(folder(), root.resolve("away"));
            }
            return arguments.length == 1
                    ? new RealDisk().create((Path) arguments[0])
                    : new RealDisk().create((Path) arguments[0], (Path) arguments[1]);
        });
        SaveRequest save = Settings.save(FORMAT, 1, made(1), file("m"), SaveOptions.NONE);
        assertThatThrownBy(() -> Settings.run(moving, save))
                .isInstanceOf(SaveFailedException.class)
                .hasMessage("cannot write " + file("m.index") + ": the folder " + folder()
                        + " was moved or deleted meanwhile; nothing was changed");
    }

    /** Two saves that are planned at one time: the later one finds that it was not alone, and leaves nothing. */
    @Test
    void theLaterOfTwoSavesToOneNameIsRefusedAndLeavesNothing() throws Exception {
        SaveOptions five = new SaveOptions(OptionalInt.of(5), OptionalLong.empty(), false, true, false);
        for (CheckpointFormat format : List.of(FORMAT, new SafetensorsFormat())) {
            for (SaveOptions first : List.of(SaveOptions.NONE.overwriting(), five)) {
                Path path =
                        root.resolve(format.name() + first.shards().isPresent()).resolve("m");
                Files.createDirectory(path.getParent());
                SaveOptions second = first == five ? SaveOptions.NONE.overwriting() : five;
                Plan later = Plan.of(List.of(Settings.save(format, 1, made(2), path, second)), new RealDisk());
                RunReport report = Settings.run(new RealDisk(), Settings.save(format, 1, made(1), path, first));

                assertThatThrownBy(() -> PlanRunner.run(
                                later, new RealDisk(), Settings.BUDGET, Progress.SILENT, Cancellation.NEVER))
                        .isInstanceOf(SaveFailedException.class)
                        .hasMessageEndingWith(
                                " has appeared since the save was planned: save again; nothing was changed");
                try (Stream<Path> files = Files.list(path.getParent())) {
                    assertThat(files).containsExactlyInAnyOrderElementsOf(report.files());
                }
            }
        }
    }
}
