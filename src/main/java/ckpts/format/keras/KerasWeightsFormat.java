package ckpts.format.keras;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Manifest;
import ckpts.format.CheckpointFormat;
import ckpts.format.Conflict;
import ckpts.format.Destination;
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
 * Weights in Keras 3's format, {@code .weights.h5}: objects at their places in the model, their variables numbered; in
 * one file, or in shards with an index, {@code .weights.json}.
 *
 * <p>A path is a file, or the index. Stateless and thread-safe.
 */
public final class KerasWeightsFormat implements CheckpointFormat {
    static final String NAME = "keras_weights";
    static final String ENDING = ".weights.h5";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        return FileKind.at(path, disk).equals(Optional.of(FileKind.POSITIONAL)) || WeightShards.isIndex(path, disk);
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        return WeightShards.isIndex(path, disk) ? WeightShards.open(path, disk) : SavedOpening.plain(path, disk);
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
                return new PathForm(PathForm.Kind.OWN, Path.of(name.substring(0, name.length() - ending.length())));
            }
        }
        return PathForm.other(path);
    }

    @Override
    public String ending() {
        return ENDING;
    }

    @Override
    public List<String> endings() {
        return List.of(ENDING, WeightShards.ENDING);
    }

    /** Places come from the model; paths that are no names of their own are left out. */
    @Override
    public Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        return adoptedBy(foreign, model);
    }

    static Checkpoint adoptedBy(Checkpoint foreign, Optional<Manifest> model) {
        if (foreign.conventions(SavedState.class).isPresent()) {
            return foreign;
        }
        return foreign.withoutPaths().withConventions(SavedState.ofNothing(model));
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
        return SavedObstacles.ofWeights(checkpoint);
    }

    @Override
    public Optional<Conflict> conflict(Checkpoint checkpoint, Destination destination, Disk disk) throws IOException {
        return WeightShards.conflict(destination, disk);
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        ObjectPlacement placement = new ObjectPlacement(checkpoint, false);
        SavedDraft draft = new SavedDraft(checkpoint, placement);
        Layout layout = target.path().toString().endsWith(WeightShards.ENDING)
                ? WeightShards.layout(draft, placement, target)
                : SavedOpening.layout(draft, target);
        return layout.noting(leftOut(placement.state().file()));
    }

    /** What an archive has besides, a vocabulary, and a file of weights has not. */
    private static List<String> leftOut(SavedFile archive) {
        return archive.carried().stream()
                .map(SavedFile.Carried::name)
                .filter(name -> !ModelArchive.USUAL.contains(name))
                .map(name -> name + " of the archive is left out: a file of weights has nothing else")
                .toList();
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        Verification.Scope scope = new Verification.Scope(
                "groups, attributes, and the places of all datasets",
                "values: these files have no checksums, so a changed byte of a tensor cannot be detected");
        return SavedOpening.verified(this, path, disk, scope);
    }
}
