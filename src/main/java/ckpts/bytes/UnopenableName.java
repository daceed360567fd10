package ckpts.bytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Names that no file can have here, or under which none can be opened. */
public final class UnopenableName {
    /** The bytes that Linux and the file systems of macOS and Windows leave to one name. */
    private static final int MOST_BYTES = 255;

    /** Represents bytes in a path that are not UTF-8. */
    private static final char UNKNOWN = '\uFFFD';

    private static final int SHOWN = 24;

    private UnopenableName() {}

    /** The problem with a part of a path, and what to do about it; empty if there is none. */
    public static Optional<String> in(String path) {
        if (path.indexOf(UNKNOWN) >= 0) {
            return Optional.of(
                    "its name is not UTF-8, and Java cannot open such a file: rename it, or make a link to it under"
                            + " another name");
        }
        return tooLong(Path.of(path));
    }

    /** The first part of a path that is longer than a folder allows, said in full; empty if none is. */
    public static Optional<String> tooLong(Path path) {
        for (Path part : path) {
            int bytes = part.toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                String name = part.toString();
                return Optional.of("the name \"" + name.substring(0, name.offsetByCodePoints(0, SHOWN)) + "...\" is "
                        + bytes + " bytes long; the limit is " + MOST_BYTES);
            }
        }
        return Optional.empty();
    }
}
