package ckpts.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A path exists, and no format recognizes what is there. */
public final class UnknownFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param path as the user wrote it
     * @param known what was tried: names of formats
     */
    UnknownFormatException(Path path, List<String> known) {
        super(path + " is of no known format (known: " + String.join(", ", known) + ")");
    }
}
