package ckpts.state;

import ckpts.bytes.SeenFile;
import ckpts.checkpoint.Step;
import ckpts.naming.Counted;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A JSON file in which a script set values: written beside the outputs of the checkpoint, under the name it has.
 * Immutable; its bytes are not to be changed.
 *
 * @param source the file that was read, which stays as it is
 * @param bytes after all edits
 * @param edits the values that were set, in the order of the statements
 */
public record EditedFile(SeenFile source, byte[] bytes, List<Edit> edits) {
    public EditedFile {
        edits = List.copyOf(edits);
    }

    /**
     * One value that was set.
     *
     * @param place within the file, as the statement says it: {@code rope.theta}
     * @param old JSON before; empty if there was nothing
     * @param value JSON now
     * @param step the statement
     */
    public record Edit(String place, Optional<String> old, String value, Step step) {}

    public Path path() {
        return source.path();
    }

    /** Whether this is an edit of that file, however its path is spelled. */
    boolean isOf(Path file) {
        return absolute(path()).equals(absolute(file));
    }

    /** Its path when a checkpoint is saved to this path. */
    public Path beside(Path checkpoint) {
        return checkpoint.resolveSibling(path().getFileName());
    }

    public boolean hasContentsOf(EditedFile other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** {@code 2 values set}. */
    public String summary() {
        return Counted.of(edits.size(), "value set", "values set");
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
