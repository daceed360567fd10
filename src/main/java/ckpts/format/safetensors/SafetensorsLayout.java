package ckpts.format.safetensors;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.Sharding;
import ckpts.format.Target;
import ckpts.format.safetensors.CheckpointPath.Form;
import ckpts.format.safetensors.CheckpointPath.ShardName;
import ckpts.naming.Counted;
import ckpts.tensor.ExactSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Lays out a checkpoint.
 *
 * <p>A single file is its own commit. For several, the shards come first, under names that no existing shard has, and
 * then the index, which makes them a checkpoint.
 */
final class SafetensorsLayout {
    private final Checkpoint checkpoint;
    private final Target target;
    private final CheckpointPath path;
    private final Optional<SafetensorsState> state;
    private final ShardWriter writer;
    private final List<String> notes = new ArrayList<>();

    SafetensorsLayout(Checkpoint checkpoint, Target target) {
        this.checkpoint = checkpoint;
        this.target = target;
        this.path = CheckpointPath.of(target.path());
        this.state = checkpoint.conventions(SafetensorsState.class);
        this.writer = new ShardWriter(checkpoint, state, target.options());
    }

    Layout layout() {
        List<Piece> pieces = pieces();
        List<List<Piece>> shards = shards(pieces);
        noteOmissions(pieces);
        boolean sharded = path.form() == Form.INDEX || shards.size() > 1 || isKeptIndex();
        Layout layout = sharded ? sharded(shards) : single(shards.get(0));
        List<String> all = new ArrayList<>(notes);
        writer.disputed()
                .forEach(key -> all.add("merged files of the source differ in their metadata \"" + key
                        + "\": that of the first is kept"));
        return new Layout(layout.files(), layout.obsolete(), all);
    }

    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        for (Entry entry : SafetensorsObstacles.stored(checkpoint)) {
            StoredType type = state.flatMap(own -> own.opaque(entry.tensor()))
                    .or(() -> StoredType.of(entry.tensor().type().dtype()))
                    .orElseThrow();
            OptionalInt file = state.map(own -> own.file(entry.order())).orElse(OptionalInt.empty());
            pieces.add(new Piece(entry.name(), type, entry.tensor(), file));
        }
        return pieces;
    }

    /** The requested shards, those that were read, or one. */
    private List<List<Piece>> shards(List<Piece> pieces) {
        if (target.shards().isPresent()) {
            return Sharding.even(pieces, Piece::size, target.shards().getAsInt());
        }
        if (target.shardSize().isPresent()) {
            long limit = target.shardSize().getAsLong();
            Sharding.noteTooLarge(pieces, Piece::name, Piece::size, limit, notes);
            return Sharding.limited(pieces, Piece::size, limit);
        }
        boolean several = state.filter(own -> own.files().size() > 1).isPresent();
        if (several && path.form() != Form.FILE && !pieces.isEmpty()) {
            List<List<Piece>> kept =
                    List.copyOf(Sharding.asRead(pieces, Piece::file).values());
            if (kept.size() > 1) {
                notes.add(Sharding.kept(kept.size()));
            }
            return kept;
        }
        if (several && path.form() == Form.FILE) {
            notes.add("the shards of the source become one file; save to \"" + CheckpointPath.name(path.index())
                    + "\" to keep them");
        }
        return List.of(pieces);
    }

    /** Whether a single shard with an index is written as such again. */
    private boolean isKeptIndex() {
        return path.form() == Form.STEM
                && target.shards().isEmpty()
                && target.shardSize().isEmpty()
                && state.flatMap(SafetensorsState::index).isPresent();
    }

    private Layout single(List<Piece> pieces) {
        ShardWriter.Shard shard = writer.shard(pieces);
        Path file = path.file();
        // A link to an existing name would have to replace it, which does nothing if both are the same file.
        boolean free = !target.siblings().contains(CheckpointPath.name(file));
        PlannedFile planned = planned(file, Stage.COMMIT, shard, target.byLink() && free);
        noteLinks(List.of(planned));
        if (path.form() == Form.STEM) {
            return new Layout(List.of(planned), obsolete(List.of(planned)), List.of());
        }
        if (target.siblings().contains(CheckpointPath.name(path.index()))) {
            notes.add("\"" + CheckpointPath.name(path.index()) + "\" is next to it, and is left unchanged");
        }
        return new Layout(List.of(planned), List.of(), List.of());
    }

    private Layout sharded(List<List<Piece>> contents) {
        int count = Sharding.freeCount(contents.size(), this::isInUse);
        if (count > contents.size()) {
            notes.add(Sharding.renumbered(count, count - contents.size()));
        }
        List<PlannedFile> files = new ArrayList<>();
        Map<String, String> weightMap = new LinkedHashMap<>();
        boolean verbatim = true;
        for (int number = 0; number < count; number++) {
            List<Piece> pieces = number < contents.size() ? contents.get(number) : List.of();
            ShardWriter.Shard shard = writer.shard(pieces);
            Path file = path.shard(number, count);
            files.add(planned(file, Stage.DATA, shard, target.byLink()));
            pieces.forEach(piece -> weightMap.put(piece.name(), CheckpointPath.name(file)));
            verbatim &= shard.source().isPresent();
        }
        noteLinks(files);
        ShardIndex index = new ShardIndex(indexMetadata(contents, verbatim, weightMap.keySet()), weightMap);
        Optional<ShardIndex.Stored> same = state.flatMap(SafetensorsState::index)
                .filter(stored -> stored.index().equals(index));
        files.add(PlannedFile.written(
                path.index(),
                Stage.COMMIT,
                List.of(new Segment.Generated(
                        "index of " + Counted.of(weightMap.size(), "tensor", "tensors"),
                        written -> same.isPresent()
                                ? DocumentReader.unchecked(same.get().bytes())
                                : index.encoded()))));
        return new Layout(files, obsolete(files), List.of());
    }

    /** The index as it was read, with the totals over the tensors corrected if something changed. */
    private Map<String, String> indexMetadata(List<List<Piece>> contents, boolean verbatim, Set<String> names) {
        Optional<ShardIndex> read = state.flatMap(SafetensorsState::index).map(ShardIndex.Stored::index);
        if (verbatim && read.isPresent() && read.get().weightMap().keySet().equals(names)) {
            return read.get().metadata();
        }
        Map<String, String> metadata =
                new LinkedHashMap<>(read.map(ShardIndex::metadata).orElse(Map.of()));
        long bytes = 0;
        long parameters = 0;
        for (List<Piece> pieces : contents) {
            for (Piece piece : pieces) {
                bytes = ExactSizes.sum(bytes, piece.size());
                parameters = ExactSizes.sum(parameters, piece.shape().elementCount());
            }
        }
        metadata.put(ShardIndex.TOTAL_SIZE, Long.toString(bytes));
        if (metadata.containsKey(ShardIndex.TOTAL_PARAMETERS)) {
            metadata.put(ShardIndex.TOTAL_PARAMETERS, Long.toString(parameters));
        }
        return metadata;
    }

    private static PlannedFile planned(Path file, Stage stage, ShardWriter.Shard shard, boolean mayLink) {
        return mayLink && shard.source().isPresent()
                ? PlannedFile.linked(file, stage, shard.source().get().path())
                : PlannedFile.written(file, stage, shard.segments());
    }

    private void noteLinks(List<PlannedFile> files) {
        if (!target.byLink()) {
            return;
        }
        int links =
                (int) files.stream().filter(file -> file.linkTo().isPresent()).count();
        notes.add(links > 0 ? Sharding.linked(links) : "nothing can be linked: no file is used unchanged");
    }

    private boolean isInUse(int count) {
        return oldShards().stream()
                .anyMatch(name -> ShardName.parse(name).orElseThrow().of() == count);
    }

    private List<String> oldShards() {
        return target.siblings().stream().filter(path::hasShard).toList();
    }

    /** Other files of the stem: a file next to an index would be loaded instead of it, or the other way round. */
    private List<Path> obsolete(List<PlannedFile> written) {
        List<String> old = new ArrayList<>();
        if (path.form() != Form.FILE || target.siblings().contains(CheckpointPath.name(path.index()))) {
            old.addAll(oldShards());
        }
        for (Path file : List.of(path.file(), path.index())) {
            boolean kept = written.stream().anyMatch(planned -> planned.path().equals(file));
            if (!kept && target.siblings().contains(CheckpointPath.name(file))) {
                old.add(CheckpointPath.name(file));
            }
        }
        return old.stream().map(path.stem()::resolveSibling).toList();
    }

    private void noteOmissions(List<Piece> pieces) {
        checkpoint.entries().stream()
                .filter(entry -> entry.role().equals(Role.BOOKKEEPING))
                .forEach(entry -> notes.add("\"" + entry.name() + "\", TensorFlow's own counter, is left out"));
        if (SafetensorsObstacles.leavesOutAliases(checkpoint)) {
            int paths = checkpoint.aliases().size();
            notes.add("the object graph is left out"
                    + (paths == 0 ? "" : ", with " + Counted.of(paths, "alias", "aliases")));
        }
        pieces.stream()
                .filter(piece -> piece.type().isRecent())
                .findFirst()
                .ifPresent(piece -> notes.add(
                        "\"" + piece.name() + "\" is stored as " + piece.type() + ", which older readers do not know"));
    }
}
