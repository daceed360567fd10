package ckpts.format.tensorflow;

import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.format.Target;
import ckpts.format.tensorflow.bundle.BundleIndex;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.object.GraphEdit;
import ckpts.format.tensorflow.object.GraphEdit.Wanted;
import ckpts.format.tensorflow.object.GraphVerification;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectNames;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import ckpts.format.tensorflow.object.SaveCounter;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.naming.Counted;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Constant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bundles whose tensors are found by an object graph: reads their names, and creates graph and keys for writing. */
final class ObjectBased {
    /** {@code ckpt-12}, as {@code Checkpoint.save} names its files. */
    private static final Pattern NUMBERED = Pattern.compile(".*-(\\d{1,18})");

    /** A target for calls that only need names. */
    static final Path ANYWHERE = Path.of("ckpt");

    private static final TensorType COUNTER = new TensorType(DType.INT64, Shape.scalar());

    private static final int MOST_WARNINGS = 3;

    private static final String BY_NAME = "tensors are stored by their names, as `tf.compat.v1.train.Saver` finds them;"
            + " `tf.train.Checkpoint` needs a manifest with `restored_by`";

    private ObjectBased() {}

    static Checkpoint checkpoint(BundleReader.Opened opened, ObjectNames names) {
        Map<String, Named> byKey = new HashMap<>();
        names.tensors().forEach(named -> byKey.put(named.key(), named));
        List<BundleState.Stored> tensors = new ArrayList<>();
        Map<String, Role> roles = new HashMap<>();
        Map<String, String> aliases = new TreeMap<>();
        BundleState.Stored stored = null;
        for (BundleState.Stored tensor : opened.tensors()) {
            if (tensor.key().equals(GraphTensor.KEY)) {
                stored = tensor;
                continue;
            }
            Named named = byKey.get(tensor.key());
            tensors.add(tensor.named(named.name()));
            roles.put(named.name(), named.role());
            named.aliases().forEach(alias -> aliases.put(alias, named.name()));
        }
        aliases.keySet().removeAll(roles.keySet());
        BundleState.Objects objects = new BundleState.Objects(names, stored);
        BundleState state = new BundleState(
                opened.header(), opened.dataFiles(), tensors, aliases, Optional.of(objects), BundleState.Model.UNKNOWN);
        return TensorFlowFormat.checkpoint(state, roles);
    }

    /**
     * Converts a checkpoint of another format to one whose tensors the model's objects find: under all paths that the
     * model has to them, with slots named as in the optimizer.
     */
    static Checkpoint adopted(Checkpoint foreign, BundleState state, Manifest manifest) {
        Map<String, String> aliases = new TreeMap<>(foreign.aliases());
        Map<String, Entry> slots = new HashMap<>();
        for (Expected variable : manifest.variables()) {
            foreign.entry(variable.name()).ifPresent(entry -> {
                variable.aliases().forEach(alias -> aliases.putIfAbsent(alias, entry.name()));
                variable.slotOf()
                        .flatMap(owner -> state.slot(variable))
                        .ifPresent(slot -> slots.put(entry.name(), entry.withRole(slot)));
            });
        }
        aliases.keySet().removeIf(foreign::contains);
        return foreign.replacing(slots).withAliases(aliases).withConventions(state);
    }

    /**
     * The names of a bundle's tensors.
     *
     * @param stored the tensor that holds the graph
     * @param place of its entry in the index, for messages
     * @throws MalformedFileException if it is not a graph, or too large
     */
    static ObjectNames names(Tensor stored, BundleIndex.Place place, BundleIndex index) throws IOException {
        ObjectGraph graph = GraphTensor.read(stored, place);
        TreeSet<String> keys = new TreeSet<>();
        index.tensors().forEach(listed -> keys.add(listed.name()));
        keys.remove(GraphTensor.KEY);
        try {
            return ObjectNames.of(graph, keys);
        } catch (IOException e) {
            throw place.malformed(e.getMessage());
        }
    }

    /** All problems and oddities of the graph compared with its index. */
    static List<GraphVerification.Finding> findings(BundleReader.Opened opened, ObjectNames names) {
        TreeMap<String, Long> sizes = new TreeMap<>();
        opened.tensors()
                .forEach(stored -> sizes.put(stored.key(), stored.tensor().byteSize()));
        sizes.remove(GraphTensor.KEY);
        return GraphVerification.of(names, sizes);
    }

    /** The findings to report whenever the checkpoint is opened: those that lose values, or will, shortened. */
    static List<String> warnings(BundleReader.Opened opened, ObjectNames names) {
        List<String> losses = findings(opened, names).stream()
                .filter(finding -> finding.severity().isReported())
                .map(finding -> finding.place() + ": " + finding.message())
                .toList();
        if (losses.size() <= MOST_WARNINGS) {
            return losses;
        }
        List<String> warnings = new ArrayList<>(losses.subList(0, MOST_WARNINGS));
        warnings.add(
                "object graph: " + (losses.size() - MOST_WARNINGS) + " more of this kind; `ckpts verify` lists them");
        return warnings;
    }

    /**
     * The graph of a checkpoint, and the keys of its tensors.
     *
     * @param entries the entries to write, from {@link #entries}
     */
    static GraphEdit.Edited edited(BundleState state, Checkpoint checkpoint, List<Entry> entries) {
        Map<String, Set<String>> aliases = new HashMap<>();
        checkpoint
                .aliases()
                .forEach((alias, name) ->
                        aliases.computeIfAbsent(name, any -> new TreeSet<>()).add(alias));
        Optional<ObjectNames> own = state.objects().map(BundleState.Objects::names);
        ObjectNames names = own.or(() -> state.model().names()).orElseGet(ObjectNames::none);
        // In the graph of the model, tensors are where their names say, whatever their earlier names.
        boolean moved = own.isPresent() || state.model().names().isEmpty() && !state.isForeign();
        List<Wanted> wanted = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Optional<String> origin = moved ? origin(state, entry) : Optional.empty();
            boolean isScalar = entry.tensor().type().shape().rank() == 0;
            wanted.add(new Wanted(
                    entry.name(), aliases.getOrDefault(entry.name(), Set.of()), origin, entry.role(), isScalar));
        }
        return GraphEdit.of(names, wanted, state.model().trained());
    }

    /** The reasons why there cannot be such a graph for the output, wherever it is saved; empty if there can. */
    static List<String> obstacles(BundleState state, Checkpoint checkpoint) {
        return edited(state, checkpoint, entries(state, checkpoint, ANYWHERE, false))
                .obstacles();
    }

    /** The name under which a tensor was read: the one recorded by a workspace, or its current one. */
    private static Optional<String> origin(BundleState state, Entry entry) {
        return entry.holds()
                .map(InputId::name)
                .or(() -> state.stored(entry.tensor())
                        .map(BundleState.Stored::name)
                        .filter(entry.name()::equals));
    }

    /**
     * The entries of a checkpoint with or without a save counter, as the model's loader requires: {@code restore}
     * creates one and fails without its value, {@code read} has none and fails on an unused one.
     *
     * @param target place of the save: a new counter continues from the number in its name
     * @param newest whether programs resume from it: then any counter continues, or the next save would overwrite it
     */
    static List<Entry> entries(BundleState state, Checkpoint checkpoint, Path target, boolean newest) {
        List<Entry> entries = new ArrayList<>(checkpoint.entries());
        Optional<LoadingCall> call = state.model().restoredBy();
        boolean counts = checkpoint.contains(SaveCounter.NAME);
        if (call.equals(Optional.of(TensorFlowCalls.RESTORE)) && !counts) {
            Tensor counter = Constant.ofLong(COUNTER, number(target));
            entries.add(Entry.read(SaveCounter.NAME, counter, Role.BOOKKEEPING, Long.MAX_VALUE));
        } else if (call.isPresent() && !call.get().equals(TensorFlowCalls.RESTORE)) {
            entries.removeIf(entry -> entry.role().equals(Role.BOOKKEEPING));
        } else if (newest && goesOn(checkpoint, target)) {
            entries.replaceAll(entry -> entry.name().equals(SaveCounter.NAME) ? from(number(target), entry) : entry);
        }
        return entries;
    }

    /** Whether the checkpoint's counter continues from the number in the name of its file. */
    private static boolean goesOn(Checkpoint checkpoint, Path target) {
        return number(target) > 0
                && checkpoint
                        .entry(SaveCounter.NAME)
                        .filter(entry -> entry.tensor().type().equals(COUNTER))
                        .isPresent();
    }

    /** A counter that is at least a number. */
    private static Entry from(long number, Entry counter) {
        return counter.adjusted(Arithmetic.maximum(counter.tensor(), Constant.ofLong(COUNTER, number)));
    }

    /** The changes that a save makes, in addition to the script, because the model's loader requires them. */
    static List<String> notes(BundleState state, Checkpoint checkpoint, Target target) {
        Optional<LoadingCall> call = state.model().restoredBy();
        List<String> notes = new ArrayList<>();
        if (target.newest() && state.writesObjects() && goesOn(checkpoint, target.path())) {
            notes.add("\"" + SaveCounter.NAME + "\" is " + number(target.path())
                    + " at least, so that the next save does not overwrite this one");
        }
        renumbered(state, checkpoint).ifPresent(notes::add);
        if (call.isEmpty()) {
            if (state.isForeign()) {
                notes.add(BY_NAME);
            }
            return notes;
        }
        String reason = " (the manifest's restored_by is " + call.get().word() + ")";
        boolean counted = checkpoint.contains(SaveCounter.NAME);
        boolean counts = counted;
        if (state.writesObjects()) {
            if (state.objects().isEmpty()) {
                boolean known = state.model().names().isPresent();
                notes.add((known ? "the object graph is the manifest's" : "an object graph is created from the names")
                        + reason);
            }
            counts = entries(state, checkpoint, target.path(), false).stream()
                    .anyMatch(entry -> entry.name().equals(SaveCounter.NAME));
        } else if (state.objects().isPresent()) {
            notes.add("tensors are stored by their names, without an object graph" + reason);
            int aliases = checkpoint.aliases().size();
            if (aliases > 0) {
                notes.add(Counted.of(aliases, "alias is", "aliases are") + " left out with the object graph");
            }
            counts = false;
        }
        if (counts != counted) {
            notes.add("\"" + SaveCounter.NAME + "\" is " + (counts ? "added" : "left out") + reason);
        }
        return notes;
    }

    /** The note about slots that are complete but have different numbers than in the source. */
    private static Optional<String> renumbered(BundleState state, Checkpoint checkpoint) {
        int read = 0;
        int moved = 0;
        for (Entry entry : checkpoint.entries()) {
            Optional<Role.Slot> before = entry.holds().flatMap(input -> state.slotRead(input.name()));
            if (before.filter(Role.Slot::numbered).isPresent()) {
                read++;
                String list = before.get().before();
                moved += entry.name().startsWith(list)
                                && !entry.name().equals(entry.holds().get().name())
                        ? 1
                        : 0;
            }
        }
        return moved > 0 && read == state.numberedSlots()
                ? Optional.of(Counted.of(moved, "slot gets a new number", "slots get new numbers")
                        + ": the manifest has them in a different order")
                : Optional.empty();
    }

    private static long number(Path target) {
        Matcher numbered = NUMBERED.matcher(BundlePath.name(BundlePath.stripped(target)));
        return numbered.matches() ? Long.parseLong(numbered.group(1)) : 0;
    }
}
