package ckpts.format.safetensors;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.CheckpointFormat;
import ckpts.format.Destination;
import ckpts.format.FormatOption;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PathForm;
import ckpts.format.Target;
import ckpts.format.Verification;
import ckpts.format.index.FileNames;
import ckpts.format.index.IndexedPath;
import ckpts.format.index.IndexedPath.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Safetensors: one file, or the shards and the index of a Hugging Face checkpoint.
 *
 * <p>A path is a file, an index, their common stem, or a directory, which means its index or its single file. Names are
 * the keys of the header. Output is what the reference writer writes for the same tensors; a file in which nothing
 * changed is written unchanged. Stateless and thread-safe.
 */
public final class SafetensorsFormat implements CheckpointFormat {
    static final String NAME = "safetensors";

    static final FileNames NAMES = new FileNames(".safetensors");

    /** The names of checkpoints in directories. */
    static final String USUAL_STEM = "model";

    /** Files that are mapped into memory read whole pages; the reference writer pads to 8. */
    static final FormatOption.Whole ALIGNMENT = new FormatOption.Whole(
            "alignment", 8, 1 << 16, true, 8L, "the data of each file begin at a multiple of this many bytes");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<FormatOption<?>> options() {
        return List.of(ALIGNMENT);
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        return CheckpointLocation.isLikely(path, disk);
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        return SafetensorsReader.open(CheckpointLocation.find(path, disk), disk);
    }

    @Override
    public OpenedCheckpoint openPartly(Path path, Disk disk) throws IOException {
        return SafetensorsReader.openPartly(CheckpointLocation.find(path, disk), disk);
    }

    @Override
    public PathForm form(Path path) {
        IndexedPath own = NAMES.of(path);
        if (own.form() != Form.STEM) {
            return new PathForm(PathForm.Kind.OWN, own.stem());
        }
        return CheckpointFormat.super.form(path);
    }

    @Override
    public String ending() {
        return NAMES.ending();
    }

    @Override
    public List<String> endings() {
        return List.of(NAMES.ending(), NAMES.indexEnding());
    }

    @Override
    public Optional<Path> within(Path folder) {
        return Optional.of(folder.resolve(USUAL_STEM));
    }

    @Override
    public Destination destination(Path path, Disk disk) throws IOException {
        Path full = disk.isDirectory(path) ? path.resolve(USUAL_STEM) : path;
        return new Destination(full, NAMES.of(full).stem(), occupant(full, disk));
    }

    private static Optional<Path> occupant(Path path, Disk disk) throws IOException {
        IndexedPath target = NAMES.of(path);
        List<Path> own = target.form() == Form.FILE ? List.of(target.file()) : List.of(target.file(), target.index());
        Optional<Path> there = own.stream().filter(disk::exists).findFirst();
        if (there.isPresent() || target.form() == Form.FILE) {
            return there;
        }
        Path directory = target.file().toAbsolutePath().getParent();
        return disk.list(directory).stream()
                .filter(target::hasShard)
                .findFirst()
                .map(path::resolveSibling);
    }

    @Override
    public boolean keepsMetadata() {
        return true;
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return SafetensorsObstacles.of(checkpoint);
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        return new SafetensorsLayout(checkpoint, target).layout();
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        return SafetensorsVerification.of(path, disk);
    }
}
