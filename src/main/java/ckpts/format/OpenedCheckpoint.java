package ckpts.format;

import ckpts.checkpoint.Checkpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint and the files that it reads from.
 *
 * @param checkpoint names, types, places
 * @param format the format's name
 * @param path the resolved path: for a directory, the checkpoint that was found in it
 * @param files its files
 * @param warnings sentences about oddities that do not prevent reading
 * @param absent missing tensors; none unless an incomplete checkpoint was allowed
 * @param resources closes the files; tensors cannot be read afterwards
 */
public record OpenedCheckpoint(
        Checkpoint checkpoint,
        String format,
        Path path,
        List<Path> files,
        List<String> warnings,
        List<Absent> absent,
        Closeable resources)
        implements Closeable {
    /**
     * A tensor that an index names and that is in no file.
     *
     * @param reason the reason, as it would be reported for the whole checkpoint
     */
    public record Absent(String name, IOException reason) {}

    /** A complete checkpoint. */
    public OpenedCheckpoint(
            Checkpoint checkpoint,
            String format,
            Path path,
            List<Path> files,
            List<String> warnings,
            Closeable resources) {
        this(checkpoint, format, path, files, warnings, List.of(), resources);
    }

    @Override
    public void close() throws IOException {
        resources.close();
    }
}
