package ckpts.format;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The place for a checkpoint, and options for its layout.
 *
 * @param path the path as given: a file, a prefix
 * @param siblings names in the directory of {@code path} now, sorted
 * @param shards number of data files, if specified
 * @param shardSize maximum bytes of a data file, if specified
 * @param byLink whether unchanged files may be linked instead of copied
 * @param newest whether the directory records it as its newest checkpoint, from which a program resumes
 * @param options those of the format that are given
 */
public record Target(
        Path path,
        List<String> siblings,
        OptionalInt shards,
        OptionalLong shardSize,
        boolean byLink,
        boolean newest,
        FormatOptions options) {
    public Target {
        siblings = List.copyOf(siblings);
    }

    /** A target that is not recorded as the newest of its directory, and has the format's usual options. */
    public Target(Path path, List<String> siblings, OptionalInt shards, OptionalLong shardSize, boolean byLink) {
        this(path, siblings, shards, shardSize, byLink, false, FormatOptions.NONE);
    }
}
