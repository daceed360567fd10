package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.PlanRunner;
import ckpts.engine.Progress;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What tests of formats do to checkpoints, as the tool does it. */
public final class Edits {
    private static final long MEMORY = 1L << 22;

    private Edits() {}

    /** Everything with another prefix, aliases too. */
    public static Checkpoint renamed(OpenedCheckpoint opened) {
        return renamed(opened, name -> "renamed/" + name);
    }

    /** Everything under other names, aliases too. */
    public static Checkpoint renamed(OpenedCheckpoint opened, UnaryOperator<String> renamed) {
        Checkpoint checkpoint = opened.checkpoint();
        Map<String, String> names = new TreeMap<>();
        checkpoint.names().forEach(name -> names.put(name, renamed.apply(name)));
        Map<String, String> aliases = new TreeMap<>();
        checkpoint.aliases().forEach((alias, name) -> aliases.put(renamed.apply(alias), name));
        Loaded loaded = new Loaded("model", opened.path(), opened.format(), List.of(), 0, checkpoint);
        return Workspace.empty()
                .loading(loaded)
                .aliasing("model", aliases)
                .renaming("model", names, new Step(1, "test:1", "rename"))
                .checkpoint("model")
                .orElseThrow()
                .current();
    }

    public static void save(Checkpoint checkpoint, CheckpointFormat format, Path target, SaveOptions options, Disk disk)
            throws Exception {
        Step step = new Step(1, "test:1", "save");
        Plan plan = Plan.of(
                List.of(new SaveRequest(step, "model", checkpoint, format, target, options, List.of(), List.of())),
                disk);
        PlanRunner.run(plan, disk, new Budget(MEMORY, 1), Progress.SILENT, Cancellation.NEVER);
    }
}
