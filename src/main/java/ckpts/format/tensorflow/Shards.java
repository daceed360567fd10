package ckpts.format.tensorflow;

import ckpts.format.Sharding;
import ckpts.format.Target;
import ckpts.format.tensorflow.BundlePieces.Piece;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The assignment of pieces to data files.
 *
 * @param contents by shard
 * @param asRead whether shards are those of the bundle that was read, empty ones included
 * @param notes sentences about the choices
 */
record Shards(List<Content> contents, boolean asRead, List<String> notes) {
    /**
     * One data file.
     *
     * @param pieces in the order of the file
     * @param link the existing file that it links to; the pieces then keep their places in that file
     */
    record Content(List<Piece> pieces, Optional<Path> link) {
        static Content written(List<Piece> pieces) {
            return new Content(List.copyOf(pieces), Optional.empty());
        }
    }

    Shards {
        contents = List.copyOf(contents);
        notes = List.copyOf(notes);
    }

    /** Chooses links if requested, the requested shards, those of the source, or one. */
    static Shards of(BundlePieces pieces, Optional<BundleState> state, Target target) {
        List<Piece> all = pieces.pieces();
        List<String> notes = new ArrayList<>();
        if (target.byLink()) {
            Optional<Shards> linked = state.flatMap(bundle -> linked(all, bundle, target));
            if (linked.isPresent()) {
                return linked.get();
            }
            notes.add("nothing can be linked: no data file of a little-endian bundle is used unchanged");
        }
        if (target.shards().isPresent()) {
            return new Shards(
                    written(Sharding.even(all, Shards::size, target.shards().getAsInt())), false, notes);
        }
        if (target.shardSize().isPresent()) {
            return new Shards(limited(all, target.shardSize().getAsLong(), notes), false, notes);
        }
        if (state.isPresent() && state.get().header().shards() > 1) {
            return asRead(pieces, state.get(), notes);
        }
        return new Shards(List.of(Content.written(all)), pieces.isUnedited(), notes);
    }

    /** Each piece in the shard that it came from, new ones in the last one; shards without pieces are removed. */
    private static Shards asRead(BundlePieces pieces, BundleState state, List<String> notes) {
        Map<Integer, List<Piece>> byShard = new TreeMap<>();
        if (pieces.isUnedited()) {
            for (int shard = 0; shard < state.header().shards(); shard++) {
                byShard.put(shard, new ArrayList<>());
            }
        }
        Sharding.asRead(pieces.pieces(), Shards::sourceShard).forEach(byShard::put);
        if (byShard.isEmpty()) {
            byShard.put(0, List.of());
        }
        if (byShard.size() > 1) {
            notes.add(Sharding.kept(byShard.size()));
        }
        return new Shards(byShard.values().stream().map(Content::written).toList(), pieces.isUnedited(), notes);
    }

    private static OptionalInt sourceShard(Piece piece) {
        return piece.position().isNew()
                ? OptionalInt.empty()
                : OptionalInt.of(piece.position().shard());
    }

    private static long size(Piece piece) {
        return piece.tensor().byteSize();
    }

    private static List<Content> written(List<List<Piece>> shards) {
        return shards.stream().map(Content::written).toList();
    }

    private static List<Content> limited(List<Piece> pieces, long limit, List<String> notes) {
        Sharding.noteTooLarge(pieces, Piece::label, Shards::size, limit, notes);
        return written(Sharding.limited(pieces, Shards::size, limit));
    }

    /** Links to every data file that still has a piece in use; changed tensors go to shards after them. */
    private static Optional<Shards> linked(List<Piece> pieces, BundleState state, Target target) {
        if (state.header().bigEndian()) {
            return Optional.empty();
        }
        Map<Integer, List<Piece>> byShard = new TreeMap<>();
        List<Piece> changed = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.source().isPresent()) {
                byShard.computeIfAbsent(piece.source().get().shard(), any -> new ArrayList<>())
                        .add(piece);
            } else {
                changed.add(piece);
            }
        }
        if (byShard.isEmpty()) {
            return Optional.empty();
        }
        List<Content> contents = new ArrayList<>();
        byShard.forEach((shard, kept) ->
                contents.add(new Content(kept, Optional.of(state.dataFiles().get(shard)))));
        List<String> notes = new ArrayList<>();
        notes.add(Sharding.linked(byShard.size()));
        if (!changed.isEmpty()) {
            contents.addAll(
                    target.shardSize().isPresent()
                            ? limited(changed, target.shardSize().getAsLong(), notes)
                            : List.of(Content.written(changed)));
        }
        return Optional.of(new Shards(contents, false, notes));
    }
}
