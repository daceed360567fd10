package ckpts.engine;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.Disk;
import ckpts.bytes.Reason;
import ckpts.format.Detour;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.format.StoredTensor;
import ckpts.plan.Plan;
import ckpts.plan.PlannedSave;
import ckpts.publication.NewFile;
import ckpts.publication.SaveFailedException;
import ckpts.publication.Staging;
import ckpts.tensor.DType;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Does what a plan says, in two phases: all outputs are completed under temporary names, then published in the order of
 * the statements. An error in the first phase, or cancellation, leaves the disk as it was. Nothing else in
 * this program makes files.
 */
public final class PlanRunner {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Plan plan;
    private final Disk disk;
    private final Budget budget;
    private final Cancellation cancellation;
    private final List<Staging> stagings = new ArrayList<>();
    private long bytesWritten;
    /** Bytes of files that were to be linked. */
    private long bytesCopied;

    private int links;

    private PlanRunner(Plan plan, Disk disk, Budget budget, Cancellation cancellation) {
        this.plan = plan;
        this.disk = disk;
        this.budget = budget;
        this.cancellation = cancellation;
    }

    /**
     * Runs a plan once, on this thread and as many more as the budget says.
     *
     * @param disk the one that the plan was made for
     * @throws SaveCancelledException if cancelled before publication; nothing was changed
     * @throws SaveFailedException if a file cannot be written or named; says what is on the disk
     * @throws ckpts.bytes.StaleFileException if a source changed meanwhile; nothing was changed
     * @throws ckpts.bytes.MalformedFileException if a source is damaged; nothing was changed
     * @throws ckpts.tensor.ScratchExhaustedException if an operation needs more memory than there is; nothing was
     *     changed
     */
    public static RunReport run(Plan plan, Disk disk, Budget budget, Progress progress, Cancellation cancellation)
            throws IOException, SaveCancelledException {
        return run(plan, disk, budget, progress, cancellation, System::nanoTime);
    }

    static RunReport run(
            Plan plan, Disk disk, Budget budget, Progress progress, Cancellation cancellation, LongSupplier clock)
            throws IOException, SaveCancelledException {
        return new PlanRunner(plan, disk, budget, cancellation).run(progress, clock);
    }

    private RunReport run(Progress progress, LongSupplier clock) throws IOException, SaveCancelledException {
        long begun = clock.getAsLong();
        Tiling tiling = Tiling.of(plan, budget);
        Scratch scratch = tiling.scratch(budget, cancellation);
        List<String> warnings = new ArrayList<>();
        try {
            Meter meter = new Meter(progress, plan.tensorBytes(), clock);
            stage(tiling, scratch, meter);
            requireSourcesUnchanged();
            if (cancellation.requested()) {
                throw new SaveCancelledException();
            }
            publish();
            meter.finish();
            stagings.forEach(staging -> warnings.addAll(staging.warnings()));
        } catch (CancellationException e) {
            abandon(e);
            throw new SaveCancelledException();
        } catch (IOException | SaveCancelledException | RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
        close(warnings);
        return new RunReport(
                stagings.stream().flatMap(staging -> staging.files().stream()).toList(),
                bytesWritten,
                plan.bytesCopied() + bytesCopied,
                plan.bytesComputed(),
                links,
                (clock.getAsLong() - begun) / NANOS_PER_SECOND,
                scratch.bytesRead(),
                scratch.peak(),
                scratch.observations(),
                warnings);
    }

    private void stage(Tiling tiling, Scratch scratch, Meter meter) throws IOException, SaveCancelledException {
        if (plan.saves().isEmpty()) {
            return;
        }
        Path first = plan.saves().get(0).directory();
        try (HeldValues held = new HeldValues(tiling.sharing(), plan.computed(), scratch, disk, first);
                Engine engine = new Engine(budget, tiling, held, scratch, meter, cancellation)) {
            for (PlannedSave save : plan.saves()) {
                Staging staging = new Staging(save, disk);
                stagings.add(staging);
                staging.begin();
                held.beside(save.directory());
                Checksums checksums = new Checksums();
                for (PlannedFile file : save.layout().files()) {
                    stage(file, staging, engine, checksums);
                }
                for (Detour detour : save.layout().detour().stream().toList()) {
                    for (PlannedFile file : detour.files()) {
                        write(file, staging, engine, checksums);
                    }
                }
            }
        }
    }

    private void stage(PlannedFile planned, Staging staging, Engine engine, Checksums checksums)
            throws IOException, SaveCancelledException {
        if (planned.linkTo().isEmpty()) {
            bytesWritten = ExactSizes.sum(bytesWritten, write(planned, staging, engine, checksums));
        } else if (staging.link(planned, planned.linkTo().get())) {
            links++;
        } else {
            copy(planned, planned.linkTo().get(), staging, engine);
        }
    }

    /** Copies the whole file verbatim. */
    private void copy(PlannedFile planned, Path existing, Staging staging, Engine engine)
            throws IOException, SaveCancelledException {
        try (ByteSource source = disk.open(existing)) {
            String name = planned.path().toString();
            TensorType type = new TensorType(DType.UINT8, Shape.of(source.size()));
            StoredTensor.Container file = new StoredTensor.Container(
                    existing, staging.save().request().format().name(), source);
            Segment whole =
                    new Segment.Values(name, new StoredTensor(type, file, name, 0, source.size()), Checksum.NONE);
            PlannedFile copy = PlannedFile.written(planned.path(), planned.stage(), List.of(whole));
            bytesWritten = ExactSizes.sum(bytesWritten, write(copy, staging, engine, new Checksums()));
            source.recheck();
            bytesCopied = ExactSizes.sum(bytesCopied, source.size());
        }
    }

    /** @return how many bytes the file has */
    private static long write(PlannedFile planned, Staging staging, Engine engine, Checksums checksums)
            throws IOException, SaveCancelledException {
        try (NewFile file = staging.create(planned)) {
            engine.write(planned.segments(), file, checksums);
            file.sync();
            return file.position();
        }
    }

    /** Reading looks at its file now and then; the last reads are checked here. */
    private void requireSourcesUnchanged() throws IOException {
        List<Tensor> roots = new ArrayList<>();
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                roots.add(values.tensor());
            }
        }
        for (Staging staging : stagings) {
            staging.requireUnchanged();
        }
        Set<ByteSource> sources = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor node : TensorGraph.of(roots, Tensor::inputs)) {
            if (node instanceof StoredTensor leaf && sources.add(leaf.bytes().file())) {
                leaf.bytes().file().recheck();
            }
        }
    }

    private void publish() throws IOException {
        for (Staging staging : stagings) {
            try {
                staging.publish();
            } catch (IOException e) {
                String failure = "cannot complete the save to "
                        + staging.save().request().path() + ": " + staging.reason(e, SaveFailedException.placed(e))
                        + "; ";
                boolean settled = settled(staging, e);
                String outcome = stagings.stream().map(Staging::outcome).collect(Collectors.joining(", "));
                throw new SaveFailedException(
                        failure
                                + outcome
                                + (settled ? "" : "; the next save in that folder cleans up what is left there"),
                        e);
            }
        }
    }

    /** Whether the leftovers of a failed publication are cleaned up. */
    private static boolean settled(Staging staging, IOException failure) {
        try {
            staging.abandon();
            return true;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** The checkpoints are complete: a lock file that is left is removed by the next run. */
    private void close(List<String> warnings) {
        for (Staging staging : stagings) {
            try {
                staging.close();
            } catch (IOException e) {
                warnings.add("a lock file beside " + staging.save().request().path() + " cannot be deleted: "
                        + Reason.of(e));
            }
        }
    }

    private void abandon(Throwable failure) {
        for (Staging staging : stagings) {
            try (staging) {
                staging.abandon();
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
