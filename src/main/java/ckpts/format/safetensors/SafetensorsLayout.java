package ckpts.format.safetensors;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Sharding;
import ckpts.format.Target;
import ckpts.format.index.IndexStyle;
import ckpts.format.index.IndexedFiles;
import ckpts.format.index.IndexedPath;
import ckpts.format.index.IndexedPath.Form;
import ckpts.format.index.ShardIndex;
import ckpts.format.index.ShardIndex.Place;
import ckpts.naming.Counted;
import ckpts.tensor.ExactSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Lays out a checkpoint.
 *
 * <p>A single file is its own commit. For several, the shards come first, under names that no existing shard has, and
 * then the index, which makes them a checkpoint.
 */
final class SafetensorsLayout {
    private final Checkpoint checkpoint;
    private final Target target;
    private final IndexedPath path;
    private final IndexedFiles files;
    private final Optional<SafetensorsState> state;
    private final ShardWriter writer;
    private final List<String> notes = new ArrayList<>();

    SafetensorsLayout(Checkpoint checkpoint, Target target) {
        this.checkpoint = checkpoint;
        this.target = target;
        this.path = SafetensorsFormat.NAMES.of(target.path());
        this.files = new IndexedFiles(path, target.siblings());
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
            notes.add("the shards of the source become one file; save to \"" + IndexedPath.name(path.index())
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
        boolean free = !files.isThere(file);
        PlannedFile planned = planned(file, Stage.COMMIT, shard, target.byLink() && free);
        noteLinks(List.of(planned));
        if (path.form() == Form.STEM) {
            return new Layout(List.of(planned), files.obsolete(List.of(planned)), List.of());
        }
        if (files.isThere(path.index())) {
            notes.add("\"" + IndexedPath.name(path.index()) + "\" is next to it, and is left unchanged");
        }
        return new Layout(List.of(planned), List.of(), List.of());
    }

    private Layout sharded(List<List<Piece>> contents) {
        int count = files.numberedAs(contents.size());
        if (count > contents.size()) {
            notes.add(Sharding.renumbered(count, count - contents.size()));
        }
        List<PlannedFile> planned = new ArrayList<>();
        Map<String, Place> weightMap = new LinkedHashMap<>();
        boolean verbatim = true;
        for (int number = 0; number < count; number++) {
            List<Piece> pieces = number < contents.size() ? contents.get(number) : List.of();
            ShardWriter.Shard shard = writer.shard(pieces);
            Path file = path.shard(number, count);
            planned.add(planned(file, Stage.DATA, shard, target.byLink()));
            Place place = Place.in(IndexedPath.name(file));
            pieces.forEach(piece -> weightMap.put(piece.name(), place));
            verbatim &= shard.source().isPresent();
        }
        noteLinks(planned);
        planned.add(files.commit(
                index(contents, verbatim, weightMap), state.flatMap(SafetensorsState::index), IndexStyle.HUGGING_FACE));
        return new Layout(planned, files.obsolete(planned), List.of());
    }

    /** The index as it was read, with the totals over the tensors corrected if something changed. */
    private ShardIndex index(List<List<Piece>> contents, boolean verbatim, Map<String, Place> weightMap) {
        Optional<ShardIndex> read = state.flatMap(SafetensorsState::index).map(ShardIndex.Stored::index);
        ShardIndex index = read.orElseGet(() -> new ShardIndex(Map.of())).placing(weightMap);
        if (verbatim && read.isPresent() && read.get().weightMap().keySet().equals(weightMap.keySet())) {
            return index;
        }
        long bytes = 0;
        long parameters = 0;
        for (List<Piece> pieces : contents) {
            for (Piece piece : pieces) {
                bytes = ExactSizes.sum(bytes, piece.size());
                parameters = ExactSizes.sum(parameters, piece.shape().elementCount());
            }
        }
        return index.totalling(bytes, parameters);
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
