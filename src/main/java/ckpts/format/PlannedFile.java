package ckpts.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of a layout.
 *
 * @param path its final name
 * @param stage when it takes that name
 * @param segments its contents in order; empty for an empty file or a link
 * @param linkTo the existing file to link to in place of writing
 */
public record PlannedFile(Path path, Stage stage, List<Segment> segments, Optional<Path> linkTo) {
    /** Publication goes stage by stage, the directory synced between them. */
    public enum Stage {
        /** Found by nobody until the commit file names it, or new beside the checkpoint: taken back if that is not made. */
        DATA,
        /** Makes the checkpoint exist: one file, renamed in one step. */
        COMMIT,
        /** Replaces what stands there once the checkpoint exists: the directory's record of its newest one, a JSON file. */
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
