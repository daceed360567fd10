package ckpts.workspace;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * A JSON file in which a script set values: written beside the outputs of the checkpoint, under the name it has. Immutable;
 * its bytes are not to be changed.
 *
 * @param path of the file that was read, which stays as it is
 * @param bytes after all edits
 * @param edits how many values were set
 */
public record EditedFile(Path path, byte[] bytes, int edits) {
    /** Whether this is what became of that file, however its path is spelled. */
    boolean isOf(Path file) {
        return absolute(path).equals(absolute(file));
    }

    /** Where it goes when a checkpoint is saved to this path. */
    Path beside(Path checkpoint) {
        return checkpoint.resolveSibling(path.getFileName());
    }

    boolean hasContentsOf(EditedFile other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** {@code 2 values set}. */
    String summary() {
        return edits == 1 ? "1 value set" : edits + " values set";
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
