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
 */
public record Target(Path path, List<String> siblings, OptionalInt shards, OptionalLong shardSize, boolean byLink) {
    public Target {
        siblings = List.copyOf(siblings);
    }
}
