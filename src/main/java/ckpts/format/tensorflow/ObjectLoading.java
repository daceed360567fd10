package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Manifest.RestoredBy;
import ckpts.format.tensorflow.object.GraphEdit;
import ckpts.format.tensorflow.object.ManifestObjects;
import ckpts.format.tensorflow.object.ModelGraph;
import ckpts.format.tensorflow.object.RestoreCheck;
import ckpts.format.tensorflow.object.RestoreFinding;
import ckpts.format.tensorflow.object.RestoreFinding.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What TensorFlow makes of a bundle whose tensors it finds by an object graph. */
final class ObjectLoading {
    private ObjectLoading() {}

    static Loading of(BundleState state, Checkpoint checkpoint, Manifest manifest) {
        boolean byName = manifest.restoredBy().equals(Optional.of(RestoredBy.SAVER));
        if (byName || !state.writesObjects()) {
            return Loading.AS_NAMED;
        }
        GraphEdit.Edited edited = ObjectBased.edited(
                state, checkpoint, ObjectBased.entries(state, checkpoint, ObjectBased.ANYWHERE, false));
        if (!edited.obstacles().isEmpty()) {
            return Loading.AS_NAMED;
        }
        ModelGraph model = known(manifest).orElseGet(() -> ManifestObjects.of(manifest));
        Map<String, String> standing = new HashMap<>();
        for (Expected variable : manifest.variables()) {
            Difference.standing(checkpoint, manifest, variable)
                    .ifPresent(entry -> standing.put(variable.name(), entry.name()));
        }
        List<RestoreFinding> findings =
                RestoreCheck.findings(edited, model.loadedBy(manifest.restoredBy(), edited.graph()), standing);
        return new Loading(texts(findings, Effect.UNFILLED), texts(findings, Effect.UNUSED));
    }

    /** The model's objects, if the manifest was read from a checkpoint that has them. */
    private static Optional<ModelGraph> known(Manifest manifest) {
        return manifest.state()
                .flatMap(state -> state instanceof BundleState bundle ? bundle.objects() : Optional.empty())
                .flatMap(objects -> ModelGraph.of(objects.names(), manifest));
    }

    private static List<String> texts(List<RestoreFinding> findings, Effect effect) {
        return findings.stream()
                .filter(finding -> finding.effect() == effect)
                .map(RestoreFinding::text)
                .toList();
    }
}
