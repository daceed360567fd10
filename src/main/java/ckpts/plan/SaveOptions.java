package ckpts.plan;

import ckpts.format.FormatOptions;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Options of a save beside its path.
 *
 * @param shards how many data files, if given
 * @param shardSize the most bytes of a data file, if given
 * @param latest whether the directory's record of its newest checkpoint is to name this one
 * @param overwrite whether an existing checkpoint may be replaced
 * @param byLink whether files that need no change may be linked in place of copied
 * @param ofFormat options of the format that are given
 * @param imagined whether nothing is to be written: files there are not in the way
 */
public record SaveOptions(
        OptionalInt shards,
        OptionalLong shardSize,
        boolean latest,
        boolean overwrite,
        boolean byLink,
        FormatOptions ofFormat,
        boolean imagined) {
    /** The defaults: nothing is overwritten, nothing linked, and the format chooses the files. */
    public static final SaveOptions NONE =
            new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, false, false, FormatOptions.NONE, false);

    public SaveOptions overwriting() {
        return new SaveOptions(shards, shardSize, latest, true, byLink, ofFormat, imagined);
    }

    /** The same with options of the format. */
    public SaveOptions with(FormatOptions given) {
        return new SaveOptions(shards, shardSize, latest, overwrite, byLink, given, imagined);
    }

    /** Options of a save that is carried out, in the usual way of its format. */
    public SaveOptions(OptionalInt shards, OptionalLong shardSize, boolean latest, boolean overwrite, boolean byLink) {
        this(shards, shardSize, latest, overwrite, byLink, FormatOptions.NONE, false);
    }

    /** Options of a save that is only shown. */
    public static SaveOptions forPlan() {
        return new SaveOptions(OptionalInt.empty(), OptionalLong.empty(), false, true, false, FormatOptions.NONE, true);
    }
}
