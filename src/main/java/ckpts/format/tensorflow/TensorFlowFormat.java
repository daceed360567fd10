package ckpts.format.tensorflow;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.format.CheckpointFormat;
import ckpts.format.Conflict;
import ckpts.format.Destination;
import ckpts.format.Layout;
import ckpts.format.NewestRecord;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PathForm;
import ckpts.format.Target;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verification;
import ckpts.format.optimizer.OptimizerNames;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.BundleLocation;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.bundle.CheckpointState;
import ckpts.format.tensorflow.bundle.SavedModelFiles;
import ckpts.format.tensorflow.object.SaveCounter;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * TensorFlow's tensor bundles (checkpoint format V2), as {@code tf.compat.v1.train.Saver} and
 * {@code tf.train.Checkpoint} write them: {@code PREFIX.index} and {@code PREFIX.data-00000-of-00001}.
 *
 * <p>A path is a prefix, the name of one of its files, or a directory, which means the checkpoint that its state file
 * names. Names are the keys of the index. Partitioned variables appear once, joined. Two keys of the same range are one
 * tensor with an alias. The names of object-based checkpoints are paths in their object graph. Stateless and
 * thread-safe.
 */
public final class TensorFlowFormat implements CheckpointFormat {
    static final String NAME = "tensorflow";

    private static final Pattern NUMBERED = Pattern.compile(".+\\.ckpt(-\\d+)?");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<LoadingCall> loadingCalls() {
        return TensorFlowCalls.ALL;
    }

    @Override
    public Set<String> bookkeeping() {
        return SaveCounter.NAMES;
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        return BundleLocation.isLikely(path, disk);
    }

    @Override
    public Optional<IOException> incomplete(Path path, Disk disk) {
        return BundleLocation.missing(path, disk);
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        BundleLocation location = BundleLocation.find(path, disk);
        Path prefix = location.prefix();
        List<String> siblings = BundleLocation.siblings(prefix, disk);
        BundleReader.Opened opened = BundleReader.open(prefix, siblings, disk);
        List<String> warnings = new ArrayList<>(location.warnings());
        stale(prefix, opened.header().shards(), siblings)
                .forEach(name -> warnings.add("\"" + name + "\" belongs to another save under this prefix"));
        opened.objects().ifPresent(names -> warnings.addAll(ObjectBased.warnings(opened, names)));
        List<Path> files = new ArrayList<>(List.of(BundlePath.index(prefix)));
        files.addAll(opened.dataFiles());
        return new OpenedCheckpoint(checkpoint(opened), NAME, prefix, files, warnings, opened.files());
    }

    /** Data files of this prefix that do not belong to an index with this many shards. */
    static List<String> stale(Path prefix, int shards, List<String> siblings) {
        return siblings.stream()
                .filter(name -> BundlePath.DataFile.belongs(name, prefix))
                .filter(name -> BundlePath.DataFile.parse(name).orElseThrow().of() != shards)
                .toList();
    }

    private static Checkpoint checkpoint(BundleReader.Opened opened) {
        return opened.objects().isPresent()
                ? ObjectBased.checkpoint(opened, opened.objects().get())
                : nameBased(opened);
    }

    private static Checkpoint nameBased(BundleReader.Opened opened) {
        Map<String, String> aliases = aliases(opened.tensors());
        List<BundleState.Stored> tensors = opened.tensors().stream()
                .filter(stored -> !aliases.containsKey(stored.name()))
                .toList();
        BundleState state = new BundleState(
                opened.header(), opened.dataFiles(), tensors, aliases, Optional.empty(), BundleState.Model.UNKNOWN);
        Map<String, TensorType> types = new HashMap<>();
        tensors.forEach(stored -> types.put(stored.name(), stored.tensor().type()));
        return checkpoint(state, new OptimizerNames(types).roles());
    }

    /** @param roles roles of the tensors other than variables */
    static Checkpoint checkpoint(BundleState state, Map<String, Role> roles) {
        List<Entry> entries = new ArrayList<>(state.tensors().size());
        for (BundleState.Stored stored : state.tensors()) {
            Role role = roles.getOrDefault(stored.name(), Role.VARIABLE);
            entries.add(Entry.read(stored.name(), stored.tensor(), role, entries.size()));
        }
        return Checkpoint.of(entries, state.aliases(), Optional.of(state));
    }

    /** Merges keys of the same bytes with the same type: the first one in the order of places is the name. */
    private static Map<String, String> aliases(List<BundleState.Stored> tensors) {
        Map<BundleEntry, String> names = new HashMap<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        for (BundleState.Stored stored : tensors) {
            if (stored.parts().isEmpty() && stored.entry().size() > 0) {
                String name = names.putIfAbsent(stored.entry(), stored.name());
                if (name != null) {
                    aliases.put(stored.name(), name);
                }
            }
        }
        return aliases;
    }

    @Override
    public String ending() {
        return ".ckpt";
    }

    @Override
    public List<String> endings() {
        return List.of(BundlePath.INDEX);
    }

    /** Savers append the number of a step. */
    @Override
    public PathForm form(Path path) {
        Path prefix = BundlePath.stripped(path);
        if (!prefix.equals(path)) {
            return new PathForm(PathForm.Kind.PART, prefix);
        }
        boolean usual = NUMBERED.matcher(BundlePath.name(path)).matches();
        return usual ? new PathForm(PathForm.Kind.USUAL, path) : PathForm.other(path);
    }

    @Override
    public Destination destination(Path path, Disk disk) throws IOException {
        Path prefix = BundlePath.stripped(path);
        boolean there = BundleLocation.siblings(prefix, disk).stream()
                .anyMatch(name ->
                        name.equals(BundlePath.index(prefix).getFileName().toString())
                                || BundlePath.DataFile.belongs(name, prefix));
        return new Destination(path, prefix, there ? Optional.of(prefix) : Optional.empty());
    }

    @Override
    public Path name(Path path, Layout layout) {
        return BundlePath.stripped(path);
    }

    @Override
    public Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        BundleState state = BundleState.foreign(model.map(BundleState.Model::of).orElse(BundleState.Model.UNKNOWN));
        return state.writesObjects()
                ? ObjectBased.adopted(foreign, state, model.orElseThrow())
                : foreign.withConventions(state);
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return BundleObstacles.of(checkpoint);
    }

    @Override
    public Optional<Conflict> conflict(Checkpoint checkpoint, Destination destination, Disk disk) throws IOException {
        Path path = destination.path();
        if (SavedModelFiles.isDirectory(path, disk) && !disk.exists(BundlePath.index(path))) {
            return Optional.of(new Conflict(
                    "\"" + path + "\" is the directory of a SavedModel, a checkpoint is saved to a prefix",
                    List.of(),
                    "write \"" + SavedModelFiles.variables(path) + "\" for the model's variables"));
        }
        Path prefix = destination.stem();
        Optional<Path> model = SavedModelFiles.modelOf(prefix, disk);
        if (model.isEmpty() || !disk.exists(BundlePath.index(prefix))) {
            return Optional.empty();
        }
        try (OpenedCheckpoint before = open(prefix, disk)) {
            return new SavedModelVariables(before.checkpoint()).conflict(checkpoint, model.get());
        } catch (MalformedFileException | UnknownFormatException e) {
            // A bundle that cannot be read is no reason to refuse the save.
            return Optional.empty();
        }
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        return new BundleLayout(checkpoint, target).layout();
    }

    @Override
    public Optional<NewestRecord> newestRecord() {
        return Optional.of(CheckpointState.RECORD);
    }

    @Override
    public Verification verify(Path path, Disk disk) throws IOException {
        return new BundleVerification(disk).verify(path);
    }
}
