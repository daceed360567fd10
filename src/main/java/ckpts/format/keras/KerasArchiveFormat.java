package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Manifest;
import ckpts.format.CheckpointFormat;
import ckpts.format.Destination;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PathForm;
import ckpts.format.PlannedFile;
import ckpts.format.Target;
import ckpts.format.Verification;
import ckpts.format.Verification.Finding;
import ckpts.zip.ZipArchive;
import ckpts.zip.ZipMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whole models of Keras 3 and tf_keras, {@code .keras}: a zip archive of a configuration, weights in {@code .weights.h5}, and
 * whatever else the layers save.
 *
 * <p>A path is a file. Stateless and thread-safe.
 */
public final class KerasArchiveFormat implements CheckpointFormat {
    static final String NAME = "keras";
    private static final String ENDING = ".keras";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        if (!disk.exists(path) || disk.isDirectory(path)) {
            return false;
        }
        try (ByteSource file = disk.open(path)) {
            return ModelArchive.isAt(path, file);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        ByteSource bytes = disk.open(path);
        try {
            Checkpoint checkpoint = ModelArchive.open(path, bytes).checkpoint();
            return new OpenedCheckpoint(checkpoint, NAME, path, List.of(path), List.of(), bytes);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    @Override
    public Destination destination(Path path, Disk disk) {
        return Destination.ofFile(path, disk);
    }

    @Override
    public PathForm form(Path path) {
        String name = path.toString();
        return name.endsWith(ENDING) && name.length() > ENDING.length()
                ? new PathForm(PathForm.Kind.OWN, Path.of(name.substring(0, name.length() - ENDING.length())))
                : PathForm.other(path);
    }

    @Override
    public String ending() {
        return ENDING;
    }

    @Override
    public List<String> endings() {
        return List.of(ENDING);
    }

    /** Places and configuration come from the model; paths that are no names of their own are left out. */
    @Override
    public Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        return KerasWeightsFormat.adoptedBy(foreign, model);
    }

    @Override
    public boolean needsModel() {
        return true;
    }

    @Override
    public boolean keepsMetadata() {
        return true;
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return new ArchiveObstacles(checkpoint).all();
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        ArchiveDraft draft = new ArchiveDraft(checkpoint);
        PlannedFile file = PlannedFile.written(target.path(), PlannedFile.Stage.COMMIT, draft.segments());
        return new Layout(List.of(file), List.of(), draft.notes());
    }

    /** Every file of the archive has a CRC-32. */
    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        Verification.Scope scope = new Verification.Scope(
                "the archive and the CRC-32 of each file in it; groups, attributes, and the places of all datasets",
                "");
        Verification opened = SavedOpening.verified(this, path, disk, scope);
        if (!opened.isSound()) {
            return opened;
        }
        List<Finding> findings = new ArrayList<>(opened.findings());
        long bytes = 0;
        try (ByteSource file = disk.open(path)) {
            ZipArchive archive = ZipArchive.open(file);
            for (ZipMember member : archive.members().values()) {
                try {
                    archive.check(member);
                    bytes += member.storedSize();
                } catch (MalformedFileException e) {
                    findings.add(
                            new Finding(Verification.Kind.DAMAGED, e.source() + ", byte " + e.offset(), e.problem()));
                }
            }
        }
        return new Verification(opened.tensors(), bytes, scope, findings);
    }
}
