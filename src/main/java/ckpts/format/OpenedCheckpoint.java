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
 * @param resources closes the files; tensors cannot be read afterwards
 */
public record OpenedCheckpoint(
        Checkpoint checkpoint, String format, Path path, List<Path> files, List<String> warnings, Closeable resources)
        implements Closeable {
    @Override
    public void close() throws IOException {
        resources.close();
    }
}
