package ckpts.format;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where and how a checkpoint is to be laid out.
 *
 * @param path as given: a file, a prefix
 * @param siblings names of what the directory of {@code path} holds now, sorted
 * @param shards how many data files, if said
 * @param shardSize the most bytes of a data file, if said
 * @param byLink whether files that need no change may be linked in place of copied
 * @param newest whether the directory is to hold it for its newest checkpoint, from which a program goes on
 */
public record Target(
        Path path, List<String> siblings, OptionalInt shards, OptionalLong shardSize, boolean byLink, boolean newest) {
    public Target {
        siblings = List.copyOf(siblings);
    }

    /** One that its directory does not hold for its newest. */
    public Target(Path path, List<String> siblings, OptionalInt shards, OptionalLong shardSize, boolean byLink) {
        this(path, siblings, shards, shardSize, byLink, false);
    }
}
