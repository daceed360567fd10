package ckpts.format.tensorflow;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.ManifestSource;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.optimizer.OptimizerNames;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.bundle.SavedModelFiles;
import ckpts.format.tensorflow.graph.GraphVariables;
import ckpts.format.tensorflow.graph.SavedObjects;
import ckpts.format.tensorflow.object.SaveCounter;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.format.tensorflow.object.TensorName;
import ckpts.format.tensorflow.proto.MetaGraphDef;
import ckpts.format.tensorflow.proto.SavedModel;
import ckpts.tensor.TensorType;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Manifests from graphs: for TensorFlow 1 the saver's variables, from the {@code .meta} file that the saver writes next
 * to a checkpoint or from a SavedModel; for TensorFlow 2 the variables of a SavedModel's objects. A SavedModel is its
 * directory or the {@code saved_model.pb} in it. Stateless and thread-safe.
 */
public final class MetaGraphManifest implements ManifestSource {
    private static final String META = ".meta";

    /** A graph is one message, which protocol buffers limit to 2 GiB; real ones take a few MB. */
    private static final long LARGEST = 1L << 28;

    /** Possible first bytes of a message: one of its first fields, each with a length. */
    private static final List<Byte> META_GRAPH_STARTS = List.of((byte) 0x0a, (byte) 0x12);

    private static final List<Byte> SAVED_MODEL_STARTS = List.of((byte) 0x08, (byte) 0x12);

    @Override
    public String name() {
        return "a TensorFlow graph";
    }

    @Override
    public List<String> endings() {
        return List.of(".meta", ".pb");
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        Path file = file(path, disk);
        boolean model = isSavedModel(file);
        if (!model && !BundlePath.name(file).endsWith(META) || !disk.exists(file) || disk.isDirectory(file)) {
            return false;
        }
        try (ByteSource source = disk.open(file)) {
            ByteBuffer first = ByteBuffer.allocate(1);
            source.read(0, first);
            return (model ? SAVED_MODEL_STARTS : META_GRAPH_STARTS).contains(first.get(0));
        } catch (IOException e) {
            return false;
        }
    }

    /** The file with the graph; for a directory, that of a SavedModel. */
    private static Path file(Path path, Disk disk) {
        return SavedModelFiles.isDirectory(path, disk) ? SavedModelFiles.model(path) : path;
    }

    private static boolean isSavedModel(Path file) {
        return BundlePath.name(file).equals(SavedModelFiles.MODEL);
    }

    @Override
    public Manifest read(Path path, Disk disk) throws IOException {
        Path file = file(path, disk);
        try (ByteSource source = disk.open(file)) {
            MetaGraphDef graph = graph(source, isSavedModel(file));
            try {
                if (!graph.hasObjectGraphDef()) {
                    return manifest(GraphVariables.of(graph));
                }
                SavedObjects saved = SavedObjects.of(graph.getObjectGraphDef());
                return saved.others().isEmpty() ? saved.variables() : withOthers(saved, source, file, disk);
            } catch (MalformedFileException e) {
                throw e;
            } catch (GraphVariables.GraphException | IOException e) {
                throw new MalformedFileException(source, 0, e.getMessage());
            }
        }
    }

    /**
     * Adds objects other than variables from the bundle of the model: the graph says that they exist, not their types.
     */
    private static Manifest withOthers(SavedObjects saved, ByteSource source, Path file, Disk disk) throws IOException {
        Path index = BundlePath.index(SavedModelFiles.variablesBeside(file));
        if (!disk.exists(index)) {
            throw new MalformedFileException(
                    source,
                    0,
                    "has lookup tables or similar objects, whose types are in " + index
                            + " alone, which is missing: use the folder of the whole model");
        }
        Manifest variables = saved.variables();
        List<Manifest.Expected> all = new ArrayList<>(variables.variables());
        try (OpenedCheckpoint opened = new TensorFlowFormat().open(SavedModelFiles.variablesBeside(file), disk)) {
            Map<String, List<Manifest.Expected>> stored = Manifest.of(opened.checkpoint()).variables().stream()
                    .filter(one -> variables.variable(one.name()).isEmpty())
                    .collect(Collectors.groupingBy(one -> TensorName.path(one.name())));
            for (Set<String> paths : saved.others()) {
                List<Manifest.Expected> own = paths.stream()
                        .flatMap(path -> stored.getOrDefault(path, List.of()).stream())
                        .toList();
                if (own.isEmpty()) {
                    throw new MalformedFileException(
                            source,
                            0,
                            "has \"" + paths.iterator().next()
                                    + "\", a lookup table or a similar object, which is not in " + index
                                    + ": use the variables that were saved with the model");
                }
                all.addAll(own);
            }
        }
        return new Manifest(all, variables.restoredBy(), variables.optimizerOrder()).keeping(variables.bookkeeping());
    }

    private static MetaGraphDef graph(ByteSource source, boolean model) throws IOException {
        if (source.size() > LARGEST) {
            throw new MalformedFileException(
                    source, 0, "has " + source.size() + " bytes, the limit of this reader is " + LARGEST);
        }
        byte[] bytes = new byte[(int) source.size()];
        source.read(0, ByteBuffer.wrap(bytes));
        ExtensionRegistryLite none = ExtensionRegistryLite.getEmptyRegistry();
        try {
            return model ? only(source, SavedModel.parseFrom(bytes, none)) : MetaGraphDef.parseFrom(bytes, none);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(source, 0, "is not a TensorFlow graph: " + e.getMessage());
        }
    }

    private static MetaGraphDef only(ByteSource source, SavedModel model) throws MalformedFileException {
        if (model.getMetaGraphsCount() != 1) {
            throw new MalformedFileException(source, 0, "has " + model.getMetaGraphsCount() + " graphs, expected one");
        }
        return model.getMetaGraphs(0);
    }

    private static Manifest manifest(List<GraphVariables.Found> variables) {
        Map<String, TensorType> types =
                variables.stream().collect(Collectors.toMap(GraphVariables.Found::name, GraphVariables.Found::type));
        Map<String, Role> roles = new OptimizerNames(types).roles();
        List<Manifest.Expected> expected = new ArrayList<>(variables.size());
        for (GraphVariables.Found variable : variables) {
            Optional<String> slotOf = roles.get(variable.name()).slot().map(Role.Slot::owner);
            expected.add(new Manifest.Expected(
                    variable.name(),
                    variable.type(),
                    Optional.empty(),
                    variable.trainable(),
                    false,
                    List.of(),
                    slotOf));
        }
        return new Manifest(expected, Optional.of(TensorFlowCalls.SAVER)).keeping(SaveCounter.NAMES);
    }
}
