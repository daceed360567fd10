package ckpts.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.SeenFile;
import ckpts.bytes.SimulatedDisk;
import ckpts.bytes.Stamp;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.engine.RunReport;
import ckpts.format.CheckpointFormat;
import ckpts.format.OpenedCheckpoint;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.publication.Settings.Higher;
import ckpts.publication.Settings.Ramp;
import ckpts.state.EditedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Breaks a save at every step that it makes on the disk. Afterwards either the old checkpoint or the new one loads
 * whole; the next save works and leaves nothing of the broken one.
 */
abstract class CrashContract {
    /** The format under test. */
    abstract CheckpointFormat format();

    /** The directory's record of its newest checkpoint. */
    abstract String record();

    /** Whether the format links files that need no change. */
    boolean links() {
        return true;
    }

    private final CheckpointFormat format = format();

    private static final int SEEDS = 25;
    private static final int SEEDS_OF_RERUNS = 5;
    private static final int SEEDS_OF_TWO = 2;
    static final Path PATH = Path.of("/disk/models/ckpt");
    private static final Path LINKED = Path.of("/disk/linked/ckpt");
    private static final Map<String, String> NOTHING = Map.of();
    private static final SaveOptions FRESHLY =
            new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), false, false, false);

    /** The checkpoint at the path, and the one that is saved there. */
    enum Case {
        FRESH {
            @Override
            void prepare(SimulatedDisk disk, CheckpointFormat format) {}

            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                return Settings.run(disk, Settings.save(format, 1, made(40), PATH, options(2)));
            }
        },
        OVER_AS_MANY_SHARDS {
            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                return Settings.run(disk, Settings.save(format, 1, made(40), PATH, options(2)));
            }
        },
        OVER_FEWER_SHARDS {
            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                // Without a record of the newest, whose publication would sync the directory once more.
                SaveOptions options = new SaveOptions(OptionalInt.of(3), OptionalLong.empty(), false, true, false);
                return Settings.run(disk, Settings.save(format, 1, made(40), PATH, options));
            }
        },
        /**
         * The tensor that changed goes to a new file, the others stay where they are, in the files of another
         * checkpoint.
         */
        OVER_ANOTHER_BY_LINK {
            @Override
            void prepare(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                super.prepare(disk, format);
                SaveOptions shards = new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), false, false, false);
                Settings.run(disk, Settings.save(format, 1, made(60), LINKED, shards));
            }

            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                return saveByLink(LINKED, disk, format);
            }
        },
        /** The old data file that stays is the new one under another name. */
        OVER_ITSELF_BY_LINK {
            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                return saveByLink(PATH, disk, format);
            }

            @Override
            boolean isRepeatable() {
                return false;
            }
        },
        /** With a JSON file that is replaced, one that is new, and the record of the newest checkpoint. */
        OVER_WITH_JSON {
            @Override
            void prepare(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                Settings.run(disk, beside(format, made(1), Map.of("config.json", "old")));
            }

            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                Map<String, String> texts = Map.of("config.json", "new", "added.json", "new");
                return Settings.run(disk, beside(format, made(40), texts));
            }
        },
        OVER_ITSELF {
            @Override
            RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception {
                try (OpenedCheckpoint opened = format.open(PATH, disk)) {
                    return Settings.run(disk, Settings.save(format, 1, edited(opened.checkpoint()), PATH, options(2)));
                }
            }

            @Override
            boolean isRepeatable() {
                return false;
            }
        };

        void prepare(SimulatedDisk disk, CheckpointFormat format) throws Exception {
            Settings.run(disk, Settings.save(format, 1, made(1), PATH, options(2)));
        }

        abstract RunReport save(SimulatedDisk disk, CheckpointFormat format) throws Exception;

        /** Whether it makes the same of what it has made. */
        boolean isRepeatable() {
            return true;
        }
    }

    /** One tensor is computed, the others keep their file. */
    private static RunReport saveByLink(Path from, SimulatedDisk disk, CheckpointFormat format) throws Exception {
        try (OpenedCheckpoint opened = format.open(from, disk)) {
            Checkpoint read = opened.checkpoint();
            Entry c = read.entry("c").orElseThrow();
            Step step = new Step(1, "fix.ckpts:1", "edit");
            Checkpoint edited = read.replacing(Map.of("c", c.valued(new Higher(c.tensor(), 16), step)));
            SaveOptions options = new SaveOptions(OptionalInt.of(2), OptionalLong.empty(), true, true, true);
            return Settings.run(disk, Settings.save(format, 1, edited, PATH, options));
        }
    }

    private static SaveRequest beside(CheckpointFormat format, Checkpoint checkpoint, Map<String, String> texts) {
        SaveRequest alone = Settings.save(format, 1, checkpoint, PATH, options(2));
        List<EditedFile> edited = texts.entrySet().stream()
                .map(text -> new EditedFile(
                        new SeenFile(Path.of("/in", text.getKey()), Stamp.MISSING),
                        text.getValue().getBytes(UTF_8),
                        List.of()))
                .toList();
        return new SaveRequest(
                alone.step(), alone.subject(), checkpoint, format, PATH, alone.options(), List.of(), edited);
    }

    private static SaveOptions options(int shards) {
        return new SaveOptions(OptionalInt.of(shards), OptionalLong.empty(), true, true, false);
    }

    private static Checkpoint made(int start) {
        Map<String, Ramp> tensors = new LinkedHashMap<>();
        tensors.put("a", new Ramp(start, 5));
        tensors.put("b", new Ramp(start + 1, 0));
        tensors.put("c", new Ramp(start + 2, 7));
        return Settings.checkpoint(tensors);
    }

    /** One tensor renamed, one computed from what it was. */
    private static Checkpoint edited(Checkpoint read) {
        Step step = new Step(1, "fix.ckpts:1", "edit");
        Entry a = read.entry("a").orElseThrow();
        Entry c = read.entry("c").orElseThrow();
        return read.replacing(Map.of("a", a.named("z", step), "c", c.valued(new Higher(c.tensor(), 16), step)));
    }

    private SimulatedDisk prepared(Case setting) throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        setting.prepare(disk, format);
        disk.settle();
        return disk;
    }

    private Map<String, String> standing(SimulatedDisk disk) throws IOException {
        try {
            return Settings.load(format, disk, PATH);
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
    }

    /** The contents of the files that a save links, if there are any. */
    private Map<String, String> linked(SimulatedDisk disk) throws IOException {
        return disk.isDirectory(LINKED.getParent()) ? Settings.load(format, disk, LINKED) : NOTHING;
    }

    private long steps(Case setting) throws Exception {
        SimulatedDisk disk = prepared(setting);
        long before = disk.steps();
        setting.save(disk, format);
        return disk.steps() - before;
    }

    @ParameterizedTest
    @EnumSource
    void aCrashLeavesTheOldCheckpointOrTheNewOne(Case setting) throws Exception {
        SimulatedDisk undisturbed = prepared(setting);
        Map<String, String> old = standing(undisturbed);
        setting.save(undisturbed, format);
        Map<String, String> saved = standing(undisturbed);
        assertThat(saved).isNotEqualTo(old);
        long steps = steps(setting);
        for (long step = 1; step <= steps; step++) {
            for (long seed = 0; seed < SEEDS; seed++) {
                SimulatedDisk disk = prepared(setting);
                disk.crashAt(disk.steps() + step);
                assertThatThrownBy(() -> setting.save(disk, format)).isInstanceOf(SimulatedDisk.Crash.class);
                disk.restart(seed);
                assertThat(standing(disk)).as("step %d, seed %d", step, seed).isIn(old, saved);
                assertThat(linked(disk)).isEqualTo(linked(undisturbed));
                if (disk.exists(PATH.resolveSibling(record()))) {
                    assertThat(standing(disk))
                            .as("step %d, seed %d", step, seed)
                            .isNotEqualTo(NOTHING);
                }
                RunReport next = Settings.run(disk, Settings.save(format, 1, made(80), PATH, options(1)));
                requireNoLitter(disk, next, "step " + step + ", seed " + seed);
            }
        }
    }

    /** All that has a name of its own; what runs keep while they work is removed by the next one. */
    private static Map<Path, ByteBuffer> named(SimulatedDisk disk) {
        Map<Path, ByteBuffer> contents = disk.contents();
        contents.keySet().removeIf(TemporaryNames::isTemporary);
        return contents;
    }

    private static void settle(SimulatedDisk disk, CheckpointFormat format) throws IOException {
        Interrupted.settle(List.of(Settings.save(format, 1, made(80), PATH, options(1))), disk);
    }

    /**
     * The leftovers of a broken save are brought to the state before it or after it, complete: weights, JSON files and
     * records.
     */
    @ParameterizedTest
    @EnumSource
    void whatACrashLeavesIsFinishedOrTakenBack(Case setting) throws Exception {
        SimulatedDisk undisturbed = prepared(setting);
        Map<Path, ByteBuffer> before = named(undisturbed);
        Map<String, String> old = standing(undisturbed);
        setting.save(undisturbed, format);
        Map<Path, ByteBuffer> after = named(undisturbed);
        Map<String, String> saved = standing(undisturbed);
        long steps = steps(setting);
        Map<Boolean, Integer> outcomes = new HashMap<>();
        for (long step = 1; step <= steps; step++) {
            for (long seed = 0; seed < SEEDS_OF_RERUNS; seed++) {
                SimulatedDisk disk = crashed(setting, step, seed);
                String where = "step " + step + ", seed " + seed;
                boolean isNew = standing(disk).equals(saved);
                settle(disk, format);
                assertThat(named(disk)).as(where).isEqualTo(isNew ? after : before);
                outcomes.merge(isNew, 1, Integer::sum);
                if (!isNew || setting.isRepeatable()) {
                    RunReport again = setting.save(disk, format);
                    requireNoLitter(disk, again, saved.keySet(), where);
                    assertThat(standing(disk)).as(where).isEqualTo(saved);
                }
            }
        }
        assertThat(outcomes).as("%s and %s", old, saved).containsOnlyKeys(false, true);
    }

    private SimulatedDisk crashed(Case setting, long step, long seed) throws Exception {
        SimulatedDisk disk = prepared(setting);
        disk.crashAt(disk.steps() + step);
        assertThatThrownBy(() -> setting.save(disk, format)).isInstanceOf(SimulatedDisk.Crash.class);
        disk.restart(seed);
        return disk;
    }

    /** If that is broken as well, it is done the next time; at every moment one of the checkpoints is in place. */
    @ParameterizedTest
    @EnumSource
    void whatASecondCrashLeavesIsFinishedOrTakenBack(Case setting) throws Exception {
        SimulatedDisk undisturbed = prepared(setting);
        Map<Path, ByteBuffer> before = named(undisturbed);
        setting.save(undisturbed, format);
        Map<Path, ByteBuffer> after = named(undisturbed);
        Map<String, String> saved = standing(undisturbed);
        long steps = steps(setting);
        for (long step = 1; step <= steps; step++) {
            for (long seed = 0; seed < SEEDS_OF_TWO; seed++) {
                boolean done = false;
                for (long second = 1; !done; second++) {
                    SimulatedDisk disk = crashed(setting, step, seed);
                    boolean isNew = standing(disk).equals(saved);
                    disk.crashAt(disk.steps() + second);
                    try {
                        settle(disk, format);
                        done = true;
                    } catch (SimulatedDisk.Crash e) {
                        disk.restart(seed + second);
                    }
                    String where = "steps " + step + " and " + second + ", seed " + seed;
                    assertThat(standing(disk).equals(saved)).as(where).isEqualTo(isNew);
                    disk.crashAt(0);
                    settle(disk, format);
                    assertThat(named(disk)).as(where).isEqualTo(isNew ? after : before);
                }
            }
        }
    }

    /** What a killed process did is seen, and yet not durable when the next one works on it. */
    @ParameterizedTest
    @EnumSource
    void aCrashWhileItIsFinishedAfterAKillLeavesOneOfTheCheckpoints(Case setting) throws Exception {
        SimulatedDisk undisturbed = prepared(setting);
        Map<Path, ByteBuffer> before = named(undisturbed);
        Map<String, String> old = standing(undisturbed);
        setting.save(undisturbed, format);
        Map<Path, ByteBuffer> after = named(undisturbed);
        Map<String, String> saved = standing(undisturbed);
        long steps = steps(setting);
        for (long step = 1; step <= steps; step++) {
            for (long seed = 0; seed < SEEDS_OF_TWO; seed++) {
                boolean done = false;
                for (long second = 1; !done; second++) {
                    SimulatedDisk disk = prepared(setting);
                    disk.crashAt(disk.steps() + step);
                    assertThatThrownBy(() -> setting.save(disk, format)).isInstanceOf(SimulatedDisk.Crash.class);
                    disk.restartProcess();
                    disk.crashAt(disk.steps() + second);
                    try {
                        settle(disk, format);
                        done = true;
                    } catch (SimulatedDisk.Crash e) {
                        assertThat(done).isFalse();
                    }
                    disk.restart(seed + second);
                    String where = "steps " + step + " and " + second + ", seed " + seed;
                    assertThat(standing(disk)).as(where).isIn(old, saved);
                    boolean isNew = standing(disk).equals(saved);
                    settle(disk, format);
                    assertThat(named(disk)).as(where).isEqualTo(isNew ? after : before);
                }
            }
        }
    }

    /** Nobody has to say `overwrite` because a run was killed: the script that was run is run again. */
    @Test
    void theSameSaveAgainIsDoneAfterACrash() throws Exception {
        SaveRequest save = Settings.save(format, 1, made(40), PATH, FRESHLY);
        SimulatedDisk undisturbed = new SimulatedDisk();
        Settings.run(undisturbed, save);
        Map<Path, ByteBuffer> saved = undisturbed.contents();
        for (long step = 1; step <= undisturbed.steps(); step++) {
            for (long seed = 0; seed < SEEDS; seed++) {
                SimulatedDisk disk = new SimulatedDisk();
                disk.crashAt(step);
                assertThatThrownBy(() -> Settings.run(disk, save)).isInstanceOf(SimulatedDisk.Crash.class);
                disk.restart(seed);
                if (standing(disk).equals(NOTHING)) {
                    Settings.run(disk, save);
                    assertThat(disk.contents())
                            .as("step %d, seed %d", step, seed)
                            .isEqualTo(saved);
                }
            }
        }
    }

    @Test
    void linksOneFileIfTheFormatLinksAny() throws Exception {
        SimulatedDisk disk = prepared(Case.OVER_ANOTHER_BY_LINK);
        assertThat(Case.OVER_ANOTHER_BY_LINK.save(disk, format).linked()).isEqualTo(links() ? 1 : 0);
    }

    /** The next save over linked files leaves those alone, too: a name goes to a new file. */
    @ParameterizedTest
    @EnumSource
    void anotherSaveOverItChangesNothingElse(Case setting) throws Exception {
        SimulatedDisk disk = prepared(setting);
        Map<String, String> linked = linked(disk);
        setting.save(disk, format);
        Settings.run(disk, Settings.save(format, 1, made(80), PATH, options(2)));
        assertThat(linked(disk)).isEqualTo(linked);
    }

    /** Nothing is there but what the next save has written. */
    private void requireNoLitter(SimulatedDisk disk, RunReport next, String where) throws IOException {
        requireNoLitter(disk, next, Set.of("a", "b", "c"), where);
    }

    private void requireNoLitter(SimulatedDisk disk, RunReport next, Set<String> tensors, String where)
            throws IOException {
        assertThat(Settings.load(format, disk, PATH)).as(where).containsOnlyKeys(tensors);
        List<String> beside = List.of("config.json", "added.json", record());
        List<String> written =
                next.files().stream().map(file -> file.getFileName().toString()).toList();
        assertThat(disk.list(PATH.getParent())).as(where).containsAll(written);
        assertThat(disk.list(PATH.getParent()))
                .as(where)
                .allMatch(name -> written.contains(name) || beside.contains(name));
    }

    @ParameterizedTest
    @EnumSource
    void onceItHasReturnedTheNewCheckpointSurvivesAnyCrash(Case setting) throws Exception {
        SimulatedDisk undisturbed = prepared(setting);
        setting.save(undisturbed, format);
        Map<String, String> saved = standing(undisturbed);
        for (long seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = prepared(setting);
            setting.save(disk, format);
            disk.restart(seed);
            assertThat(standing(disk)).as("seed %d", seed).isEqualTo(saved);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorAtAnyStepIsReportedAndLeavesTheOldCheckpointOrTheNewOneWithoutLitter(Case setting) throws Exception {
        SimulatedDisk undisturbed = prepared(setting);
        Map<String, String> old = standing(undisturbed);
        setting.save(undisturbed, format);
        Map<String, String> saved = standing(undisturbed);
        long steps = steps(setting);
        for (long step = 1; step <= steps; step++) {
            SimulatedDisk disk = prepared(setting);
            Map<Path, ByteBuffer> before = disk.contents();
            disk.failAt(disk.steps() + step, () -> new IOException("Input/output error"));
            try {
                assertThat(setting.save(disk, format).warnings())
                        .as("step %d", step)
                        .containsExactly("a lock file beside /disk/models/ckpt cannot be deleted: Input/output error");
            } catch (IOException e) {
                String where = "step " + step + ": " + e.getMessage();
                assertThat(e.getMessage()).as(where).contains("Input/output error");
                assertThat(standing(disk)).as(where).isIn(old, saved);
                assertThat(disk.list(PATH.getParent())).as(where).noneMatch(name -> name.contains(".ckpts-tmp-"));
                if (standing(disk).equals(old)) {
                    assertThat(e.getMessage()).containsAnyOf("nothing was changed", "/disk/models/ckpt is as it was");
                    assertThat(disk.contents()).as(where).isEqualTo(before);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskAtAnyByteLeavesEverythingAsItWas(Case setting) throws Exception {
        SimulatedDisk measured = prepared(setting);
        long used = measured.used();
        Map<Path, ByteBuffer> before = measured.contents();
        for (long room = 0; ; room++) {
            SimulatedDisk disk = prepared(setting);
            disk.limitTo(used + room);
            try {
                setting.save(disk, format);
                assertThat(room).isPositive();
                return;
            } catch (SaveFailedException e) {
                assertThat(e.getMessage())
                        .matches("cannot write /disk/models/\\S+: No space left on device \\(at byte [^)]+\\);"
                                + " nothing was changed"
                                + "|cannot complete the save to /disk/models/ckpt: cannot write in /disk/models:"
                                + " No space left on device; /disk/models/ckpt is as it was");
                assertThat(disk.contents()).as("room %d", room).isEqualTo(before);
            }
        }
    }
}
