package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.VariableLookup;
import ckpts.format.tensorflow.object.GraphEdit;
import ckpts.format.tensorflow.object.ManifestObjects;
import ckpts.format.tensorflow.object.ModelGraph;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.object.RestoreCheck;
import ckpts.format.tensorflow.object.RestoreFinding;
import ckpts.format.tensorflow.object.RestoreFinding.Effect;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The result of TensorFlow's restore from a bundle with an object graph. */
final class ObjectLoading {
    private ObjectLoading() {}

    static Loading of(BundleState state, Checkpoint checkpoint, Manifest manifest) {
        boolean byName = manifest.restoredBy().equals(Optional.of(TensorFlowCalls.SAVER));
        if (byName || !state.writesObjects()) {
            return Loading.AS_NAMED;
        }
        GraphEdit.Edited edited = edited(state, checkpoint);
        if (!edited.obstacles().isEmpty()) {
            return Loading.AS_NAMED;
        }
        ModelGraph model = known(manifest).orElseGet(() -> ManifestObjects.of(manifest));
        Map<String, String> tensors = new HashMap<>();
        VariableLookup found = new VariableLookup(checkpoint, manifest);
        for (Expected variable : manifest.variables()) {
            found.of(variable).ifPresent(entry -> tensors.put(variable.name(), entry.name()));
        }
        List<RestoreFinding> findings =
                RestoreCheck.findings(edited, model.loadedBy(manifest.restoredBy(), edited.graph()), tensors);
        return new Loading(sentences(findings, Effect.UNFILLED), sentences(findings, Effect.UNUSED));
    }

    private static GraphEdit.Edited edited(BundleState state, Checkpoint checkpoint) {
        return ObjectBased.edited(
                state, checkpoint, ObjectBased.entries(state, checkpoint, ObjectBased.ANYWHERE, false));
    }

    /**
     * The tensors that optimizers' lists of everything hold again in the checkpoint to be written: name to the place
     * there.
     */
    static Map<String, String> listedOnceMore(BundleState state, Checkpoint checkpoint) {
        GraphEdit.Edited edited = edited(state, checkpoint);
        if (!edited.obstacles().isEmpty()) {
            return Map.of();
        }
        try {
            ObjectNames names =
                    ObjectNames.of(edited.graph(), new TreeSet<>(edited.keys().values()));
            Map<String, String> byKey = new HashMap<>();
            edited.keys().forEach((name, key) -> byKey.put(key, name));
            Map<String, String> places = new HashMap<>();
            names.listedOnceMore()
                    .forEach((name, place) ->
                            places.put(byKey.get(names.named(name).orElseThrow().key()), place));
            return places;
        } catch (IOException e) {
            // Names beyond the limits of the format's reader: the writer reports these.
            return Map.of();
        }
    }

    /** The model's objects, if the manifest was read from a checkpoint that has them. */
    private static Optional<ModelGraph> known(Manifest manifest) {
        return manifest.conventions(BundleState.class)
                .flatMap(BundleState::objects)
                .flatMap(objects -> ModelGraph.of(objects.names(), manifest));
    }

    private static List<String> sentences(List<RestoreFinding> findings, Effect effect) {
        return findings.stream()
                .filter(finding -> finding.effect() == effect)
                .map(RestoreFinding::text)
                .toList();
    }
}
