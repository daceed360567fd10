package ckpts.format.keras;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Manifest;
import ckpts.format.CheckpointFormat;
import ckpts.format.Destination;
import ckpts.format.FormatOption;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PathForm;
import ckpts.format.Target;
import ckpts.format.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keras's HDF5 files: weights or a whole model, with lists of layers and of their weights.
 *
 * <p>A path is a file. Names are the layer's and the weight's within it. An unedited checkpoint is written with the same
 * groups, attributes and values, laid out anew. Stateless and thread-safe.
 */
public final class KerasH5Format implements CheckpointFormat {
    static final String NAME = "keras_h5";

    /** How a bfloat16 is stored that was not read as {@link #OPAQUE}. */
    enum Bfloat16 {
        /** A number with bit fields of its own, which h5py reads as float32. */
        NUMBER,
        /** Two opaque bytes, which h5py writes for NumPy's extension types; Keras does not load them. */
        OPAQUE
    }

    static final FormatOption.OneOf<Bfloat16> BFLOAT16 = new FormatOption.OneOf<>(
            "bfloat16",
            Bfloat16.NUMBER,
            "bfloat16 as numbers, which h5py reads as float32, or as two opaque bytes, as h5py writes it");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<FormatOption<?>> options() {
        return List.of(BFLOAT16);
    }

    /** All files of HDF5 but those of Keras 3's format, so that those of another kind are refused by what they are. */
    @Override
    public boolean recognizes(Path path, Disk disk) {
        return FileKind.isHdf5(path, disk) && !FileKind.at(path, disk).equals(Optional.of(FileKind.POSITIONAL));
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        return KerasReader.open(path, disk);
    }

    @Override
    public Destination destination(Path path, Disk disk) {
        return Destination.ofFile(path, disk);
    }

    @Override
    public PathForm form(Path path) {
        String name = path.toString();
        for (String ending : endings()) {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                Path stem = Path.of(name.substring(0, name.length() - ending.length()));
                return new PathForm(PathForm.Kind.OWN, stem);
            }
        }
        return PathForm.other(path);
    }

    @Override
    public String ending() {
        return ".h5";
    }

    @Override
    public List<String> endings() {
        return List.of(".h5", ".hdf5");
    }

    /** A file of weights; paths that are no names of their own are left out. */
    @Override
    public Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        return foreign.withoutPaths().withConventions(KerasState.ofNothing(model));
    }

    @Override
    public boolean keepsMetadata() {
        return true;
    }

    @Override
    public boolean keepsSharedValues() {
        return true;
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return KerasObstacles.of(checkpoint);
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        return new FileDraft(checkpoint, target.options()).layout(target);
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        Verification.Scope scope = new Verification.Scope(
                "groups, attributes, and the places of all datasets; lists of names against what is there",
                "values: files of Keras have no checksums, so a changed byte of a tensor cannot be detected");
        return SavedOpening.verified(this, path, disk, scope);
    }
}
