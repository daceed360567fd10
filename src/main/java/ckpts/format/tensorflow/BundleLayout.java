package ckpts.format.tensorflow;

import ckpts.checkpoint.Checkpoint;
import ckpts.format.Detour;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.Sharding;
import ckpts.format.Target;
import ckpts.format.tensorflow.bundle.BundleEntry;
import ckpts.format.tensorflow.bundle.BundleHeader;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.table.TableWriter;
import ckpts.naming.Counted;
import ckpts.naming.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lays out a bundle.
 *
 * <p>Data files first, then the index, which makes them a checkpoint, then the directory's state file. If the prefix
 * already has a bundle with the same number of shards, the new data files first get names that it does not use, with
 * another number of shards, so that the old index is never used with new data: the rename of the index is the one step
 * from old to new. A reader that still has the old index notices by the checksum of each tensor.
 */
final class BundleLayout {
    private final Checkpoint checkpoint;
    private final Target target;
    private final Path prefix;
    private final Optional<BundleState> state;
    private final BundlePieces pieces;
    private final List<String> notes = new ArrayList<>();

    BundleLayout(Checkpoint checkpoint, Target target) {
        this.checkpoint = checkpoint;
        this.target = target;
        this.prefix = BundlePath.stripped(target.path());
        this.state = checkpoint.conventions(BundleState.class);
        this.pieces = new BundlePieces(checkpoint, state, target);
    }

    Layout layout() {
        Shards shards = Shards.of(pieces, state, target);
        notes.addAll(shards.notes());
        int count = shards.contents().size();
        List<PlannedFile> files = new ArrayList<>();
        for (int shard = 0; shard < count; shard++) {
            files.add(dataFile(BundlePath.data(prefix, shard, count), shard, shards));
        }
        files.add(commit(index(shards, count)));
        state.ifPresent(known -> notes.addAll(ObjectBased.notes(known, checkpoint, target)));
        notes.addAll(pieces.hidden());
        if (pieces.joined() > 0) {
            notes.add(
                    Counted.of(pieces.joined(), "partitioned tensor is", "partitioned tensors are") + " written whole");
        }
        if (state.isPresent() && state.get().header().bigEndian()) {
            notes.add("values are written in little-endian order, but are big-endian in the source");
        }
        return new Layout(files, obsolete(), notes, isInUse(count) ? Optional.of(detour(shards)) : Optional.empty());
    }

    /** Uses names with more shards than there are; the last ones are empty. */
    private Detour detour(Shards shards) {
        int count = shards.contents().size();
        int more = Sharding.freeCount(count + 1, this::isInUse);
        Map<Path, Path> names = new LinkedHashMap<>();
        List<PlannedFile> empty = new ArrayList<>();
        for (int shard = 0; shard < more; shard++) {
            Path first = BundlePath.data(prefix, shard, more);
            if (shard < count) {
                names.put(BundlePath.data(prefix, shard, count), first);
            } else {
                empty.add(PlannedFile.written(first, Stage.DATA, List.of()));
            }
        }
        return new Detour(names, empty, commit(index(shards, more)));
    }

    private PlannedFile commit(Segment index) {
        return PlannedFile.written(BundlePath.index(prefix), Stage.COMMIT, List.of(index));
    }

    private static PlannedFile dataFile(Path path, int shard, Shards shards) {
        Shards.Content content = shards.contents().get(shard);
        if (content.link().isPresent()) {
            return PlannedFile.linked(path, Stage.DATA, content.link().get());
        }
        List<Segment> segments = new ArrayList<>(content.pieces().size());
        for (BundlePieces.Piece piece : content.pieces()) {
            segments.add(new Segment.Values(
                    piece.label(),
                    piece.tensor(),
                    BundleReader.checksum(piece.entry().dtype(), piece.entry().shape(), false)));
        }
        return PlannedFile.written(path, Stage.DATA, segments);
    }

    private boolean isInUse(int count) {
        return old().stream()
                .anyMatch(name -> BundlePath.DataFile.parse(name).orElseThrow().of() == count);
    }

    /** Existing data files of this prefix, including those of earlier saves. */
    private List<String> old() {
        return target.siblings().stream()
                .filter(name -> BundlePath.DataFile.belongs(name, prefix))
                .toList();
    }

    private List<Path> obsolete() {
        return old().stream().map(prefix::resolveSibling).toList();
    }

    private Segment index(Shards shards, int count) {
        int keys =
                pieces.pieces().stream().mapToInt(piece -> piece.keys().size()).sum();
        return new Segment.Generated(
                "index of " + Counted.of(keys, "entry", "entries"), written -> index(shards, count, written));
    }

    private byte[] index(Shards shards, int count, Segment.Written written) {
        TreeMap<byte[], BundleEntry> entries = new TreeMap<>(Arrays::compareUnsigned);
        Map<String, BundleEntry> places = new HashMap<>();
        for (int shard = 0; shard < shards.contents().size(); shard++) {
            Shards.Content content = shards.contents().get(shard);
            long offset = 0;
            for (BundlePieces.Piece piece : content.pieces()) {
                long size = piece.tensor().byteSize();
                BundleEntry entry = content.link().isPresent()
                        ? piece.entry()
                                .at(
                                        shard,
                                        source(piece).offset(),
                                        size,
                                        source(piece).crc())
                        : piece.entry().at(shard, offset, size, written.checksum(piece.label()));
                piece.keys().forEach(key -> put(entries, key, entry));
                places.put(piece.label(), entry);
                offset += size;
            }
        }
        for (BundlePieces.Owner owner : pieces.owners()) {
            // TensorFlow writes a shard number there when it merges shards, and ignores it.
            int shard = shards.asRead()
                    ? owner.entry().shard()
                    : places.get(owner.parts().get(0)).shard();
            BundleEntry entry = owner.entry()
                    .at(
                            shard,
                            owner.entry().offset(),
                            owner.entry().size(),
                            owner.entry().crc());
            owner.keys().forEach(key -> put(entries, key, entry));
        }
        return table(count, entries);
    }

    private byte[] table(int count, TreeMap<byte[], BundleEntry> entries) {
        BundleHeader header =
                state.map(known -> known.header().withShards(count)).orElseGet(() -> BundleHeader.written(count));
        TableWriter table = new TableWriter();
        table.add(new byte[0], header.encoded().toByteArray());
        entries.forEach((key, entry) -> table.add(key, entry.encoded().toByteArray()));
        return table.finish();
    }

    private static void put(TreeMap<byte[], BundleEntry> entries, byte[] key, BundleEntry entry) {
        if (entries.put(key, entry) != null) {
            throw new IllegalStateException("two entries of an index under " + Names.decode(key));
        }
    }

    private static BundleEntry source(BundlePieces.Piece piece) {
        return piece.source().orElseThrow();
    }
}
