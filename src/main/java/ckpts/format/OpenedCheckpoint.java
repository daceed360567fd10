package ckpts.format;

import ckpts.checkpoint.Checkpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint with the files it reads from.
 *
 * @param checkpoint names, types, places
 * @param format the format's name
 * @param path what was opened, resolved: for a directory, the checkpoint that was found in it
 * @param files the files that hold it
 * @param warnings sentences about what is odd but readable
 * @param absent tensors that should be there and are not; none, unless it was opened in part
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
     * A tensor that an index names and no file has.
     *
     * @param reason why, as it would be told of the whole checkpoint
     */
    public record Absent(String name, IOException reason) {}

    /** All of it is there. */
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
