package ckpts.engine;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Checksum;
import ckpts.bytes.Disk;
import ckpts.bytes.Reason;
import ckpts.format.Detour;
import ckpts.format.FileTensor;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.format.StoredTensor;
import ckpts.plan.Plan;
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
 * Does what a plan says, in four steps: {@link #prepare} takes the targets, {@link #write} completes all outputs under
 * temporary names, {@link #receipt} vouches for what they were made of, {@link #publish} gives them their names in the
 * order of the statements. An error before the last step, or cancellation, leaves the disk as it was. Nothing else in
 * this program makes checkpoints.
 */
public final class PlanRunner {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Plan plan;
    private final Disk disk;
    private final Budget budget;
    private final Cancellation cancellation;
    private final Tiling tiling;
    private final Scratch scratch;
    private final List<Staging> stagings;

    private PlanRunner(Plan plan, Disk disk, Budget budget, Cancellation cancellation) {
        this.plan = plan;
        this.disk = disk;
        this.budget = budget;
        this.cancellation = cancellation;
        this.tiling = Tiling.of(plan, budget);
        this.scratch = tiling.scratch(budget, cancellation);
        this.stagings =
                plan.saves().stream().map(save -> new Staging(save, disk)).toList();
    }

    /** What was written. */
    private record Receipt(long bytesWritten, long bytesCopiedInsteadOfLinked, int links) {
        static final Receipt NOTHING = new Receipt(0, 0, 0);

        Receipt and(Receipt other) {
            return new Receipt(
                    ExactSizes.sum(bytesWritten, other.bytesWritten),
                    ExactSizes.sum(bytesCopiedInsteadOfLinked, other.bytesCopiedInsteadOfLinked),
                    links + other.links);
        }
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
        long begun = clock.getAsLong();
        PlanRunner runner = new PlanRunner(plan, disk, budget, cancellation);
        Receipt receipt = runner.run(new Meter(progress, plan.tensorBytes(), clock));
        List<String> warnings = new ArrayList<>();
        runner.stagings.forEach(staging -> warnings.addAll(staging.warnings()));
        warnings.addAll(runner.close());
        return new RunReport(
                runner.stagings.stream()
                        .flatMap(staging -> staging.files().stream())
                        .toList(),
                receipt.bytesWritten(),
                plan.bytesCopied() + receipt.bytesCopiedInsteadOfLinked(),
                plan.bytesComputed(),
                receipt.links(),
                (clock.getAsLong() - begun) / NANOS_PER_SECOND,
                runner.scratch.bytesRead(),
                runner.scratch.peak(),
                runner.scratch.observations(),
                warnings);
    }

    private Receipt run(Meter meter) throws IOException, SaveCancelledException {
        try {
            prepare();
            Receipt receipt = receipt(write(meter));
            publish();
            meter.finish();
            return receipt;
        } catch (CancellationException e) {
            abandon(e);
            throw new SaveCancelledException();
        } catch (IOException | SaveCancelledException | RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    /** Takes every target before the first byte is written. */
    private void prepare() throws SaveFailedException {
        for (Staging staging : stagings) {
            staging.begin();
        }
    }

    private Receipt write(Meter meter) throws IOException, SaveCancelledException {
        Receipt receipt = Receipt.NOTHING;
        if (stagings.isEmpty()) {
            return receipt;
        }
        Path first = stagings.get(0).save().directory();
        try (HeldValues held = new HeldValues(tiling.sharing(), plan.computed(), scratch, disk, first);
                Engine engine = new Engine(budget, tiling, held, scratch, meter, cancellation)) {
            for (Staging staging : stagings) {
                held.beside(staging.save().directory());
                receipt = receipt.and(write(staging, engine));
            }
        }
        return receipt;
    }

    private Receipt write(Staging staging, Engine engine) throws IOException, SaveCancelledException {
        Layout layout = staging.save().layout();
        Checksums checksums = new Checksums();
        Receipt receipt = Receipt.NOTHING;
        for (PlannedFile file : layout.files()) {
            receipt = receipt.and(stage(file, staging, engine, checksums));
        }
        for (Detour detour : layout.detour().stream().toList()) {
            for (PlannedFile file : detour.files()) {
                write(file, staging, engine, checksums);
            }
        }
        return receipt;
    }

    private Receipt stage(PlannedFile planned, Staging staging, Engine engine, Checksums checksums)
            throws IOException, SaveCancelledException {
        if (planned.linkTo().isEmpty()) {
            return new Receipt(write(planned, staging, engine, checksums), 0, 0);
        }
        Path existing = planned.linkTo().get();
        return staging.link(planned, existing) ? new Receipt(0, 0, 1) : copy(planned, existing, staging, engine);
    }

    /** Copies the whole file verbatim. */
    private Receipt copy(PlannedFile planned, Path existing, Staging staging, Engine engine)
            throws IOException, SaveCancelledException {
        try (ByteSource source = disk.open(existing)) {
            String name = planned.path().toString();
            TensorType type = new TensorType(DType.UINT8, Shape.of(source.size()));
            StoredTensor.Container file = new StoredTensor.Container(
                    existing, staging.save().request().format().name(), source);
            Segment whole =
                    new Segment.Values(name, new StoredTensor(type, file, name, 0, source.size()), Checksum.NONE);
            PlannedFile copy = PlannedFile.written(planned.path(), planned.stage(), List.of(whole));
            long written = write(copy, staging, engine, new Checksums());
            source.recheck();
            return new Receipt(written, source.size(), 0);
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

    /**
     * Hands out the receipt for what was written, if it was made of files that are still what they were: reading looks
     * at its file now and then, the last reads are checked here. Until then a run can be cancelled.
     */
    private Receipt receipt(Receipt written) throws IOException, SaveCancelledException {
        for (Staging staging : stagings) {
            staging.requireUnchanged();
        }
        List<Tensor> roots = plan.saves().stream()
                .flatMap(save -> save.values().stream().map(Segment.Values::tensor))
                .toList();
        Set<ByteSource> sources = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor node : TensorGraph.of(roots, Tensor::inputs)) {
            if (node instanceof FileTensor leaf && sources.add(leaf.file())) {
                leaf.file().recheck();
            }
        }
        if (cancellation.requested()) {
            throw new SaveCancelledException();
        }
        return written;
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

    /**
     * Releases the targets. The checkpoints are complete: a lock file that is left is removed by the next run.
     *
     * @return warnings of such files
     */
    private List<String> close() {
        List<String> warnings = new ArrayList<>();
        for (Staging staging : stagings) {
            try {
                staging.close();
            } catch (IOException e) {
                warnings.add("a lock file beside " + staging.save().request().path() + " cannot be deleted: "
                        + Reason.of(e));
            }
        }
        return warnings;
    }

    private void abandon(Throwable failure) {
        // The last first: a folder that one save made for itself may hold the lock of a later one.
        for (int i = stagings.size() - 1; i >= 0; i--) {
            Staging staging = stagings.get(i);
            try (staging) {
                staging.abandon();
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
