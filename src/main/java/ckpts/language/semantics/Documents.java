package ckpts.language.semantics;

import ckpts.bytes.Disk;
import ckpts.json.JsonDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files beside checkpoints that scripts read. */
public interface Documents {
    /**
     * A whole file, with the places of its values.
     *
     * @throws ckpts.bytes.MalformedFileException if it is not JSON, or larger or deeper than any configuration is
     */
    JsonDocument json(Path file) throws IOException;

    /**
     * The lines of a text file, without line endings; the end of the file ends the last.
     *
     * @throws ckpts.bytes.MalformedFileException if it is larger than any list of words is
     */
    List<String> lines(Path file) throws IOException;

    /** The disk that they are on. */
    Disk disk();

    /**
     * Asks, before anything is done with a path, whether it may be used at all, so that a refusal is reported where it is named.
     *
     * @throws ckpts.bytes.OutsideRootsException if it lies outside the folders that this run may use
     */
    void requireWithinRoots(Path path);
}
