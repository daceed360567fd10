package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.StorageHint;
import ckpts.format.keras.ObjectPlacement.Placed;
import ckpts.naming.Counted;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reasons why a checkpoint cannot be a model's archive, or why Keras would not load that. */
final class ArchiveObstacles {
    private static final String MODEL = "metadata." + RootAttributes.MODEL;
    private static final String ALONE =
            "write `drop " + MODEL + "`, and save weights alone under a name that ends in " + KerasWeightsFormat.ENDING;

    private final Checkpoint checkpoint;
    private final ObjectPlacement placement;
    private final List<String> obstacles;

    ArchiveObstacles(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.placement = new ObjectPlacement(checkpoint, true);
        this.obstacles = new ArrayList<>(SavedObstacles.common(checkpoint, placement));
    }

    /** A sentence for each obstacle; empty if there is none. */
    List<String> all() {
        boolean plain = placement
                .state()
                .model()
                .filter(model -> !model.file().isArchive())
                .isPresent();
        if (plain) {
            return List.of(
                    "an archive of Keras gets its configuration from the model, and that of the manifest has none: write"
                            + " `manifest \"model.keras\"` with one of the model, or save under a name that ends in "
                            + KerasWeightsFormat.ENDING);
        }
        if (!placement.template().isArchive()) {
            return List.of("an archive of Keras has a model's configuration, and this checkpoint has none: write"
                    + " `manifest \"model.keras\"` with one of the model, or save under a name that ends in "
                    + KerasWeightsFormat.ENDING);
        }
        boolean touched = checkpoint.metadataEdits().touch(RootAttributes.MODEL);
        Attribute config = checkpoint.metadata().values().get(RootAttributes.MODEL);
        if (placement.isByModel()) {
            if (touched) {
                obstacles.add(
                        MODEL + " was set, and the archive gets that of the model in the manifest: set it in a script"
                                + " without `manifest`");
            }
            assets();
            complete();
            shapes();
            return obstacles;
        }
        if (config == null) {
            obstacles.add("an archive of Keras has a model's configuration, and " + MODEL
                    + " was dropped: save under a name that ends in " + KerasWeightsFormat.ENDING);
        } else if (!(config instanceof Fields tree)) {
            requireUnchanged();
        } else {
            new ModelConfig(new ModelConfig(tree).savedWith(placement.renamedLayers()))
                    .twice()
                    .forEach(name -> obstacles.add(
                            "two layers of " + MODEL + " would be called \"" + name + "\": use another name"));
        }
        checkpoint
                .metadataEdits()
                .given()
                .filter(field -> field.equals(RootAttributes.MODEL) && config != null && !(config instanceof Fields))
                .forEach(field ->
                        obstacles.add("metadata" + AttributePath.of(field).written() + " is " + config.kind()
                                + ", and a model's configuration has fields" + StorageHint.dropMetadata(field)));
        parts();
        complete();
        if (!touched) {
            shapes();
        }
        return obstacles;
    }

    /** Vocabularies and the like are found by places, as weights are, and their places are not known apart. */
    private void assets() {
        List.of(placement.template(), placement.state().file()).stream()
                .flatMap(archive -> archive.carried().stream())
                .map(SavedFile.Carried::name)
                .filter(name -> !ModelArchive.USUAL.contains(name))
                .distinct()
                .forEach(name -> obstacles.add("an archive has " + name + ", which belongs to a layer by its place, and"
                        + " places are those of the model in the manifest: load the archive of the model, and copy the"
                        + " weights into it"));
    }

    /** Parts of layers have their names from the layer's own configuration. */
    private void parts() {
        placement
                .renamedParts()
                .forEach(part -> obstacles.add("\"" + part + "\" is a part of a layer, which names it itself in "
                        + MODEL + ": rename the layer alone, or " + ALONE));
    }

    private void requireUnchanged() {
        if (!placement.renamedLayers().isEmpty()) {
            obstacles.add(
                    "layers have other names, and " + MODEL + " is not JSON in which they could be changed: " + ALONE);
        }
    }

    /** Every object of the configuration needs all of its variables, and no others. */
    private void complete() {
        SavedObject root = placement.template().model().root();
        root.walk(object -> {
            long had = object.variables().size();
            long has = placement.count(object);
            if (had != has && !SavedModel.isOptimizer(object.path())) {
                obstacles.add("\"" + placement.shown(object) + "\" of " + MODEL + " has "
                        + Counted.of(had, "variable", "variables") + ", and the checkpoint has "
                        + (has == 0 ? "none" : has) + ", and Keras would not load the model: " + ALONE);
            }
        });
    }

    private void shapes() {
        for (Placed placed : placement.placed()) {
            Optional<Shape> before =
                    placed.like().map(like -> like.tensor().type().shape());
            Shape now = placed.entry().tensor().type().shape();
            before.filter(shape -> !shape.equals(now) && !placed.entry().role().isOptimizer())
                    .ifPresent(shape -> obstacles.add("\"" + placed.entry().name() + "\" had the shape " + shape
                            + " and has " + now + ", and " + MODEL
                            + " still has the sizes of before: `set` them there, or " + ALONE));
        }
    }
}
