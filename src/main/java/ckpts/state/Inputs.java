package ckpts.state;

import ckpts.bytes.SeenFile;
import ckpts.checkpoint.Checkpoint;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files that a checkpoint is made of: those of its subject, and of every other one from which it has a tensor. */
public final class Inputs {
    private Inputs() {}

    public static List<SeenFile> of(Checkpoint checkpoint, Loaded subject, Workspace workspace) {
        List<Tensor> roots =
                checkpoint.entries().stream().map(entry -> entry.tensor()).toList();
        Set<Path> origins = new HashSet<>();
        for (Tensor node : TensorGraph.of(roots, Tensor::inputs)) {
            node.origin().ifPresent(origin -> origins.add(origin.file()));
        }
        return workspace.checkpoints().stream()
                .filter(loaded -> loaded.name().equals(subject.name())
                        || loaded.files().stream().anyMatch(file -> origins.contains(file.path())))
                .flatMap(loaded -> loaded.files().stream())
                .distinct()
                .toList();
    }
}
