package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Remark;
import ckpts.format.CheckpointFormat;
import ckpts.format.Conflict;
import ckpts.format.Destination;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PathForm;
import ckpts.format.Target;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verification;
import ckpts.hdf5.Hdf5File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keras's HDF5 files: weights or a whole model, with lists of layers and of their weights.
 *
 * <p>A path is a file. Names are the layer's and the weight's within it. An unedited checkpoint is written with the same
 * groups, attributes and values, laid out anew. Stateless and thread-safe.
 */
public final class KerasH5Format implements CheckpointFormat {
    static final String NAME = "keras_h5";

    /** What Keras writes under this ending is told by the ending alone. */
    private static final String NEWER = ".weights.h5";

    @Override
    public String name() {
        return NAME;
    }

    /** All files of HDF5, so that those of another kind are refused by what they are. */
    @Override
    public boolean recognizes(Path path, Disk disk) {
        if (!disk.exists(path) || disk.isDirectory(path)) {
            return false;
        }
        try (ByteSource file = disk.open(path)) {
            return Hdf5File.isAt(file);
        } catch (IOException e) {
            return false;
        }
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

    @Override
    public Optional<Conflict> conflict(Checkpoint checkpoint, Destination destination, Disk disk) {
        if (!destination.path().toString().endsWith(NEWER)) {
            return Optional.empty();
        }
        String name = Optional.ofNullable(destination.path().getFileName())
                .orElse(destination.path())
                .toString();
        String other = name.substring(0, name.length() - NEWER.length()) + ending();
        return Optional.of(new Conflict(
                "Keras takes a file whose name ends in " + NEWER + " for one of its newer format",
                List.of("it would not load " + name),
                "save as " + other));
    }

    /** A file of weights; paths that are no names of their own are left out. */
    @Override
    public Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        boolean paths =
                foreign.conventions().filter(Conventions::aliasesArePaths).isPresent();
        return (paths ? foreign.withAliases(Map.of()) : foreign).withConventions(KerasState.ofNothing(model));
    }

    @Override
    public boolean keepsMetadata() {
        return true;
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return KerasObstacles.of(checkpoint);
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        return new FileDraft(checkpoint).layout(target);
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        Verification.Scope scope = new Verification.Scope(
                "groups, attributes, and the places of all datasets; lists of names against what is there",
                "values: files of Keras have no checksums, so a changed byte of a tensor cannot be detected");
        try (OpenedCheckpoint opened = open(path, disk)) {
            List<Remark> remarks = ModelRemarks.of(opened.checkpoint().metadata());
            return new Verification(
                    opened.checkpoint().size(), 0, scope, ModelRemarks.findings(remarks, path.toString()));
        } catch (MalformedFileException e) {
            String place = e.source() + ", byte " + e.offset();
            return new Verification(
                    0, 0, scope, List.of(new Verification.Finding(Verification.Kind.DAMAGED, place, e.problem())));
        } catch (UnknownFormatException e) {
            return new Verification(
                    0,
                    0,
                    scope,
                    List.of(new Verification.Finding(Verification.Kind.DAMAGED, path.toString(), e.getMessage())));
        }
    }
}
