package ckpts.format.index;

import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.Sharding;
import ckpts.json.DocumentReader;
import ckpts.naming.Counted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that a save to a path writes and replaces. Shards come first, under names that no existing shard has, and
 * then the index, which makes them a checkpoint.
 *
 * @param siblings names in the folder now
 */
public record IndexedFiles(IndexedPath path, List<String> siblings) {
    public IndexedFiles {
        siblings = List.copyOf(siblings);
    }

    public boolean isThere(Path file) {
        return siblings.contains(IndexedPath.name(file));
    }

    /** As how many the shards are numbered, so that none has the name of one that is there. */
    public int numberedAs(int shards) {
        return Sharding.freeCount(
                shards,
                count -> path.shards(siblings).stream()
                        .anyMatch(name -> path.names().shard(name).orElseThrow().of() == count));
    }

    /**
     * The index, whose name comes last.
     *
     * @param read the one that was read: if it is equal, its bytes are written again
     */
    public PlannedFile commit(ShardIndex index, Optional<ShardIndex.Stored> read, IndexStyle style) {
        Optional<ShardIndex.Stored> same = read.filter(stored -> stored.index().equals(index));
        String what = "index of " + Counted.of(index.weightMap().size(), "tensor", "tensors");
        Segment segment = new Segment.Generated(
                what,
                written ->
                        same.isPresent() ? DocumentReader.unchecked(same.get().bytes()) : index.encoded(style));
        return PlannedFile.written(path.index(), Stage.COMMIT, List.of(segment));
    }

    /**
     * Old files of the stem that are not written: a file next to an index would be loaded instead of it, or the other way
     * round. One that is saved to by its own name leaves the shards of others alone.
     */
    public List<Path> obsolete(List<PlannedFile> written) {
        List<String> old = new ArrayList<>();
        if (path.form() != IndexedPath.Form.FILE || isThere(path.index())) {
            old.addAll(path.shards(siblings));
        }
        for (Path file : List.of(path.file(), path.index())) {
            boolean kept = written.stream().anyMatch(planned -> planned.path().equals(file));
            if (!kept && isThere(file)) {
                old.add(IndexedPath.name(file));
            }
        }
        return old.stream().map(path.stem()::resolveSibling).toList();
    }
}
