package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.Target;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.DataTypes;
import ckpts.format.tensorflow.bundle.OrderedCode;
import ckpts.format.tensorflow.bundle.SliceSpec;
import ckpts.format.tensorflow.object.GraphEdit;
import ckpts.naming.Names;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a checkpoint to write: runs of bytes in the order of the data files, and the keys that lead to them.
 *
 * <p>The order is that of the bundle the checkpoint was read from, so that an unedited one is written unchanged; new
 * tensors come last. TensorFlow does not need an order.
 */
final class BundlePieces {
    /** Types that TensorFlow can join on reading (TensorSliceReader); other types must be stored whole. */
    private static final Set<DType> JOINED_BY_TENSORFLOW = EnumSet.of(
            DType.FLOAT32,
            DType.FLOAT64,
            DType.BFLOAT16,
            DType.INT8,
            DType.INT16,
            DType.INT32,
            DType.INT64,
            DType.UINT8,
            DType.BOOL,
            DType.COMPLEX64,
            DType.COMPLEX128,
            DType.QINT8,
            DType.QUINT8,
            DType.QINT32);

    private final Optional<BundleState> state;
    private final boolean unedited;
    private final Set<String> labels = new HashSet<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private int joined;
    private List<String> hidden = List.of();

    /**
     * A run of bytes.
     *
     * @param label unique among the pieces: the tensor's name, and the slice's
     * @param keys keys in the index: one, and one for each alias
     * @param entry without a place
     * @param tensor the bytes
     * @param position its position among the others
     * @param source the shard, offset and checksum of exactly these bytes in the bundle that was read
     */
    record Piece(
            String label,
            List<byte[]> keys,
            BundleEntry entry,
            Tensor tensor,
            Position position,
            Optional<BundleEntry> source) {}

    /**
     * The entry of a partitioned tensor, which has no bytes.
     *
     * @param parts labels of its pieces
     */
    record Owner(List<byte[]> keys, BundleEntry entry, List<String> parts) {}

    /** A position in the order: by original shard and offset, then by the checkpoint's order. */
    record Position(int shard, long offset, boolean filled, long order) implements Comparable<Position> {
        private static final Comparator<Position> ORDER = Comparator.comparingInt(Position::shard)
                .thenComparingLong(Position::offset)
                .thenComparing(Position::filled)
                .thenComparingLong(Position::order);

        static Position last(long order) {
            return new Position(Integer.MAX_VALUE, 0, false, order);
        }

        static Position of(BundleEntry entry, long order) {
            return new Position(entry.shard(), entry.offset(), entry.size() > 0, order);
        }

        boolean isNew() {
            return shard == Integer.MAX_VALUE;
        }

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param target where the checkpoint is saved */
    BundlePieces(Checkpoint checkpoint, Optional<BundleState> state, Target target) {
        this.state = state;
        this.unedited = state.isPresent() && state.get().isUnedited(checkpoint);
        if (state.filter(BundleState::writesObjects).isPresent()) {
            addObjects(checkpoint, state.get(), target);
        } else {
            addNames(checkpoint);
        }
        pieces.sort(Comparator.comparing(Piece::position));
    }

    private void addObjects(Checkpoint checkpoint, BundleState bundle, Target target) {
        List<Entry> entries = ObjectBased.entries(bundle, checkpoint, target.path(), target.newest());
        GraphEdit.Edited edited = ObjectBased.edited(bundle, checkpoint, entries);
        for (Entry entry : entries) {
            add(entry, List.of(Names.encode(edited.keys().get(entry.name()))));
        }
        Optional<BundleState.Stored> before = bundle.objects()
                .filter(known -> edited.graph() == known.names().graph())
                .map(BundleState.Objects::stored);
        if (before.isEmpty() && !checkpoint.aliases().isEmpty()) {
            hidden = HiddenNames.notes(edited, entries);
        }
        Tensor graph = before.map(BundleState.Stored::tensor).orElseGet(() -> new GraphTensor(edited.graph()));
        Position position = bundle.objects()
                .map(known -> Position.of(known.stored().first(), Long.MAX_VALUE))
                .orElseGet(() -> Position.last(Long.MAX_VALUE));
        pieces.add(new Piece(
                label(GraphTensor.KEY),
                List.of(Names.encode(GraphTensor.KEY)),
                before.map(BundleState.Stored::entry).orElseGet(() -> written(graph)),
                graph,
                position,
                before.map(BundleState.Stored::entry)));
    }

    /** Aliases are additional keys, except for those that only an object graph has. */
    private void addNames(Checkpoint checkpoint) {
        boolean fromObjects = state.flatMap(BundleState::objects).isPresent();
        Map<String, List<byte[]>> aliases = new HashMap<>();
        if (!fromObjects) {
            checkpoint
                    .aliases()
                    .forEach((alias, name) -> aliases.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(Names.encode(alias)));
        }
        for (Entry entry : checkpoint.entries()) {
            if (!fromObjects || !entry.role().equals(Role.BOOKKEEPING)) {
                List<byte[]> keys = new ArrayList<>(List.of(Names.encode(entry.name())));
                keys.addAll(aliases.getOrDefault(entry.name(), List.of()));
                add(entry, keys);
            }
        }
    }

    /** In the order of the data files. */
    List<Piece> pieces() {
        return pieces;
    }

    List<Owner> owners() {
        return owners;
    }

    boolean isUnedited() {
        return unedited;
    }

    /** Sentences about names that the saved checkpoint will not have. */
    List<String> hidden() {
        return hidden;
    }

    /** The number of partitioned tensors that are written whole. */
    int joined() {
        return joined;
    }

    private void add(Entry entry, List<byte[]> keys) {
        Tensor tensor = entry.tensor();
        Optional<BundleState.Stored> stored = state.flatMap(bundle -> bundle.stored(tensor));
        boolean partitioned = stored.isPresent() && stored.get().entry().isPartitioned();
        if (partitioned
                && (unedited || JOINED_BY_TENSORFLOW.contains(tensor.type().dtype()))) {
            addSlices(entry, stored.get(), keys);
            return;
        }
        joined += partitioned ? 1 : 0;
        BundleEntry written = stored.map(known -> known.entry().whole()).orElseGet(() -> written(tensor));
        Optional<BundleEntry> source = partitioned ? Optional.empty() : stored.map(BundleState.Stored::entry);
        pieces.add(new Piece(label(entry.name()), keys, written, tensor, position(entry), source));
    }

    private static BundleEntry written(Tensor tensor) {
        int number = DataTypes.number(tensor.type().dtype()).orElseThrow();
        return BundleEntry.written(number, tensor.type().shape());
    }

    private void addSlices(Entry entry, BundleState.Stored stored, List<byte[]> keys) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < stored.parts().size(); i++) {
            SliceSpec slice = stored.entry().slices().get(i);
            BundleEntry part = stored.parts().get(i);
            List<byte[]> sliceKeys =
                    keys.stream().map(key -> OrderedCode.sliceKey(key, slice)).toList();
            String label = label(entry.name() + " " + slice);
            labels.add(label);
            pieces.add(new Piece(
                    label,
                    sliceKeys,
                    part,
                    stored.leaves().get(i).value(),
                    Position.of(part, entry.order()),
                    Optional.of(part)));
        }
        owners.add(new Owner(keys, stored.entry(), labels));
    }

    /** An entry keeps the position of its loaded tensor, whatever its name and value are now. */
    private Position position(Entry entry) {
        boolean read =
                state.isPresent() && entry.order() < state.get().tensors().size();
        return read
                ? Position.of(state.get().tensors().get((int) entry.order()).first(), entry.order())
                : Position.last(entry.order());
    }

    private String label(String wanted) {
        String label = wanted;
        while (!labels.add(label)) {
            label += "'";
        }
        return label;
    }
}
