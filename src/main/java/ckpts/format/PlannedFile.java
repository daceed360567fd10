package ckpts.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of a layout.
 *
 * @param path its final name
 * @param stage the stage in which it gets that name
 * @param segments its contents in order; empty for an empty file or a link
 * @param linkTo the existing file to link to instead of writing
 */
public record PlannedFile(Path path, Stage stage, List<Segment> segments, Optional<Path> linkTo) {
    /** Publication goes stage by stage, the directory synced between them. */
    public enum Stage {
        /** Unused until the commit file names it, or new next to the checkpoint: removed if that is not made. */
        DATA,
        /** Makes the checkpoint exist: one file, renamed atomically. */
        COMMIT,
        /**
         * Replaces an existing file once the checkpoint exists: the directory's record of its newest one, a JSON file.
         */
        AFTER
    }

    public PlannedFile {
        segments = List.copyOf(segments);
    }

    public static PlannedFile written(Path path, Stage stage, List<Segment> segments) {
        return new PlannedFile(path, stage, segments, Optional.empty());
    }

    public static PlannedFile linked(Path path, Stage stage, Path existing) {
        return new PlannedFile(path, stage, List.of(), Optional.of(existing));
    }
}
