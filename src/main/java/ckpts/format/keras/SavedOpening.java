package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Remark;
import ckpts.format.CheckpointFormat;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.Target;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verification;
import ckpts.format.Verification.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checkpoints that are single HDF5 files of Keras 3's format. */
final class SavedOpening {
    private SavedOpening() {}

    static OpenedCheckpoint plain(Path path, Disk disk) throws IOException {
        ByteSource bytes = disk.open(path);
        try {
            SavedReader reader = new SavedReader(KerasWeightsFormat.NAME);
            reader.add(path, bytes, Optional.empty());
            Checkpoint checkpoint =
                    reader.checkpoint(reader.rootMetadata(), Optional.empty(), new SavedFile.Container.Plain());
            return new OpenedCheckpoint(checkpoint, KerasWeightsFormat.NAME, path, List.of(path), List.of(), bytes);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    static Layout layout(SavedDraft draft, Target target) {
        PlannedFile file = PlannedFile.written(target.path(), PlannedFile.Stage.COMMIT, draft.whole());
        return new Layout(List.of(file), List.of(), List.of());
    }

    /** What opening finds. */
    static Verification verified(CheckpointFormat format, Path path, Disk disk, Verification.Scope scope)
            throws IOException {
        try (OpenedCheckpoint opened = format.open(path, disk)) {
            List<Finding> findings = new ArrayList<>(Expansion.findings(opened.checkpoint(), path));
            List<Remark> remarks = opened.checkpoint()
                    .conventions()
                    .map(own -> own.remarks(opened.checkpoint().metadata()))
                    .orElse(List.of());
            findings.addAll(ModelRemarks.findings(remarks, path.toString()));
            return new Verification(opened.checkpoint().size(), 0, scope, findings);
        } catch (MalformedFileException e) {
            String place = e.source() + ", byte " + e.offset();
            return new Verification(0, 0, scope, List.of(new Finding(Verification.Kind.DAMAGED, place, e.problem())));
        } catch (UnknownFormatException e) {
            return new Verification(
                    0, 0, scope, List.of(new Finding(Verification.Kind.DAMAGED, path.toString(), e.getMessage())));
        }
    }
}
