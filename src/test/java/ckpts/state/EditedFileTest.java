package ckpts.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import ckpts.bytes.SeenFile;
import ckpts.bytes.SimulatedDisk;
import ckpts.bytes.Stamp;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRefusedException;
import ckpts.plan.SaveRefusedException.Reason;
import ckpts.plan.SaveRefusedException.Refusal;
import ckpts.plan.SaveRequest;
import ckpts.publication.Settings;
import ckpts.publication.Settings.Ramp;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON files that go beside checkpoints. */
class EditedFileTest {
    private static final Path PATH = Path.of("/disk/ckpt");
    private static final Path CONFIG = Path.of("/disk/config.json");
    private static final int SEEDS = 10;
    private static final List<EditedFile.Edit> EDITS = List.of(new EditedFile.Edit(
            "layers", Optional.of("12"), "6", new Step(1, "fix.ckpts:1", "set json(\"config.json\").layers = 6")));

    private final SimulatedDisk disk = new SimulatedDisk();

    private List<Refusal> refusals(SaveRequest... requests) {
        return catchThrowableOfType(SaveRefusedException.class, () -> Plan.of(List.of(requests), disk))
                .refusals();
    }

    private static Checkpoint made() {
        return made(1);
    }

    private static Checkpoint made(int start) {
        return Settings.checkpoint(Map.of("a", new Ramp(start, 5)));
    }

    private static EditedFile edited(String path, String text) {
        return new EditedFile(new SeenFile(Path.of(path), Stamp.MISSING), text.getBytes(UTF_8), EDITS);
    }

    private static SaveRequest beside(int step, Path path, SaveOptions options, EditedFile... files) {
        SaveRequest alone = Settings.save(step, made(), path, options);
        return new SaveRequest(
                alone.step(),
                alone.subject(),
                alone.checkpoint(),
                alone.format(),
                path,
                options,
                List.of(),
                List.of(files));
    }

    private String contents(Path path) {
        return new String(disk.files().get(path), UTF_8);
    }

    @Test
    void editedFilesAreWrittenBesideTheCheckpoint() throws Exception {
        EditedFile config = edited("/in/config.json", "{}");
        Settings.run(disk, beside(1, PATH, SaveOptions.NONE, config, edited("/in/other.json", "[]")));

        assertThat(contents(CONFIG)).isEqualTo("{}");
        assertThat(contents(Path.of("/disk/other.json"))).isEqualTo("[]");
        assertThat(refusals(beside(2, Path.of("/disk/new"), SaveOptions.NONE, config)))
                .extracting(Refusal::reason, Refusal::message)
                .containsExactly(tuple(Reason.OCCUPIED, "/disk/config.json exists"));
        SaveOptions overwriting = SaveOptions.NONE.overwriting();
        assertThat(refusals(beside(2, Path.of("/disk/new"), overwriting, config)))
                .extracting(Refusal::reason, Refusal::message, Refusal::details)
                .containsExactly(tuple(
                        Reason.OCCUPIED,
                        "/disk/config.json exists",
                        List.of("`overwrite` replaces it together with the checkpoint at /disk/new, and there is none:"
                                + " it belongs to something else")));
        Settings.run(disk, beside(2, PATH, overwriting, edited("/in/config.json", "{\"a\": 1}")));
        assertThat(contents(CONFIG)).isEqualTo("{\"a\": 1}");
        assertThat(refusals(beside(3, PATH, overwriting, edited("/disk/config.json", "{}"))))
                .extracting(Refusal::message)
                .containsExactly("/disk/config.json is the file in which values were set");
    }

    @Test
    void anEditedFileThatTwoSavesShareIsWrittenOnce() throws Exception {
        Plan plan = Plan.of(
                List.of(
                        beside(1, PATH, SaveOptions.NONE, edited("/in/config.json", "{}")),
                        beside(2, Path.of("/disk/new"), SaveOptions.NONE, edited("/else/config.json", "{}"))),
                disk);

        assertThat(plan.saves().stream()
                        .flatMap(save -> save.layout().files().stream())
                        .filter(file -> file.path().endsWith("config.json")))
                .hasSize(1);
        assertThat(refusals(
                        beside(1, PATH, SaveOptions.NONE, edited("/in/c.json", "{}"), edited("/else/c.json", "[]"))))
                .extracting(Refusal::reason, Refusal::message)
                .containsExactly(tuple(Reason.TWICE, "/disk/c.json is saved twice"));
    }

    @Test
    void aFolderInTheWayOfAnEditedFileIsReportedBeforehand() throws Exception {
        disk.createDirectories(CONFIG);

        assertThat(refusals(beside(1, PATH, SaveOptions.NONE.overwriting(), edited("/in/config.json", "{}"))))
                .extracting(Refusal::message, Refusal::details)
                .containsExactly(tuple(
                        "/disk/config.json is in the way",
                        List.of("a folder has the name of the JSON file that goes beside the checkpoint")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCrashNeverLeavesTheOldCheckpointBesideTheNewFile(boolean replacing) throws Exception {
        SimulatedDisk undisturbed = prepared(replacing);
        long before = undisturbed.steps();
        Map<String, String> old = standing(undisturbed);
        save(undisturbed);
        for (long step = 1; step <= undisturbed.steps() - before; step++) {
            for (long seed = 0; seed < SEEDS; seed++) {
                SimulatedDisk crashed = prepared(replacing);
                crashed.crashAt(crashed.steps() + step);
                assertThatThrownBy(() -> save(crashed)).isInstanceOf(SimulatedDisk.Crash.class);
                crashed.restart(seed);
                boolean isNew = !standing(crashed).equals(old);
                String config =
                        crashed.exists(CONFIG) ? new String(crashed.files().get(CONFIG), UTF_8) : "none";
                String place = "step " + step + ", seed " + seed;
                if (replacing) {
                    assertThat(config).as(place).isIn(isNew ? List.of("old", "new") : List.of("old"));
                } else {
                    assertThat(config).as(place).isIn(isNew ? List.of("new") : List.of("none", "new"));
                }
            }
        }
    }

    /** With an older checkpoint and its file, or with nothing. */
    private static SimulatedDisk prepared(boolean replacing) throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        if (replacing) {
            Settings.run(disk, beside(1, PATH, SaveOptions.NONE, edited("/in/config.json", "old")));
        }
        disk.settle();
        return disk;
    }

    private static void save(SimulatedDisk disk) throws Exception {
        SaveRequest request = beside(1, PATH, SaveOptions.NONE.overwriting(), edited("/in/config.json", "new"));
        Settings.run(
                disk,
                new SaveRequest(
                        request.step(),
                        request.subject(),
                        made(40),
                        request.format(),
                        PATH,
                        request.options(),
                        request.inputs(),
                        request.edited()));
    }

    private static Map<String, String> standing(SimulatedDisk disk) throws IOException {
        try {
            return Settings.load(disk, PATH);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }

    @Test
    void aSaveThatFailsTakesTheFileBack() throws Exception {
        disk.createDirectories(Path.of("/disk"));
        long before = disk.steps();
        save(disk);
        long steps = disk.steps() - before;
        for (long step = 1; step <= steps; step++) {
            SimulatedDisk failing = new SimulatedDisk();
            failing.createDirectories(Path.of("/disk"));
            failing.failAt(failing.steps() + step, () -> new IOException("disk full"));
            try {
                save(failing);
            } catch (IOException e) {
                assertThat(failing.exists(CONFIG))
                        .as("step %d", step)
                        .isEqualTo(!standing(failing).isEmpty());
            }
        }
    }
}
