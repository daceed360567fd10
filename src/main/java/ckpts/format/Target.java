package ckpts.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where and how a checkpoint is to be laid out.
 *
 * @param path as given: a file, a prefix
 * @param siblings names of what the directory of {@code path} holds now, sorted
 * @param shards how many data files, if said
 * @param shardSize the most bytes of a data file, if said
 * @param latest whether the directory's own record of its newest checkpoint is to name this one
 * @param record what the directory's record of its newest checkpoint ({@link CheckpointFormat#recordName}) holds now;
 *     only looked up if it is to be changed
 * @param byLink whether files that need no change may be linked in place of copied
 */
public record Target(
        Path path,
        List<String> siblings,
        OptionalInt shards,
        OptionalLong shardSize,
        boolean latest,
        Optional<ByteBuffer> record,
        boolean byLink) {
    public Target {
        siblings = List.copyOf(siblings);
    }
}
