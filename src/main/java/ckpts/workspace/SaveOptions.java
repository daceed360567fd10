package ckpts.workspace;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What may be said about a save beside its path.
 *
 * @param shards how many data files, if said
 * @param shardSize the most bytes of a data file, if said
 * @param latest whether the directory's record of its newest checkpoint is to name this one
 * @param overwrite whether a checkpoint that stands there may be replaced
 * @param byLink whether files that need no change may be linked in place of copied
 * @param imagined whether nothing is to be written: whatever lies there is not in the way
 */
public record SaveOptions(
        OptionalInt shards,
        OptionalLong shardSize,
        boolean latest,
        boolean overwrite,
        boolean byLink,
        boolean imagined) {
    /** Nothing said: nothing is overwritten, nothing linked, and the format chooses the files. */
    public static final SaveOptions NONE =
            new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, false, false, false);

    public SaveOptions overwriting() {
        return new SaveOptions(shards, shardSize, latest, true, byLink, imagined);
    }

    /** Of a save that is carried out. */
    public SaveOptions(OptionalInt shards, OptionalLong shardSize, boolean latest, boolean overwrite, boolean byLink) {
        this(shards, shardSize, latest, overwrite, byLink, false);
    }

    /** Of a save that is only shown. */
    public static SaveOptions ofExplanation() {
        return new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, true, false, true);
    }
}
