package ckpts.format;

import ckpts.bytes.Disk;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a checkpoint is saved, and what is there now.
 *
 * @param path the full file or prefix: a directory may mean a file in it
 * @param stem the part that all paths have in common which mean the same checkpoint: two saves to one stem exclude each
 *     other
 * @param occupant the checkpoint or file that a save would overwrite, if there is one
 */
public record Destination(Path path, Path stem, Optional<Path> occupant) {
    /** Of a format whose checkpoints are single files: the path itself. */
    public static Destination ofFile(Path path, Disk disk) {
        return new Destination(path, path, disk.exists(path) ? Optional.of(path) : Optional.empty());
    }
}
