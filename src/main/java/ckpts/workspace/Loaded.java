package ckpts.workspace;

import ckpts.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A checkpoint of the workspace.
 *
 * @param alias what scripts call it
 * @param path what was loaded
 * @param format the name of its format
 * @param files the files it was read from
 * @param original as it was loaded
 * @param current as it is now
 */
public record Loaded(
        String alias, Path path, String format, List<Path> files, Checkpoint original, Checkpoint current) {
    public Loaded {
        Objects.requireNonNull(alias, "alias is null");
        files = List.copyOf(files);
    }

    Loaded now(Checkpoint changed) {
        return new Loaded(alias, path, format, files, original, changed);
    }
}
