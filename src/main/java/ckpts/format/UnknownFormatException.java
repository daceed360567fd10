package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A path exists, and no format recognizes what is there. */
public final class UnknownFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String help;

    private UnknownFormatException(String message, String help) {
        super(message);
        this.help = help;
    }

    /**
     * Nothing is known of it.
     *
     * @param path as the user wrote it
     * @param known what was tried: names of formats
     */
    static UnknownFormatException of(Path path, List<String> known) {
        return new UnknownFormatException(
                path + " is of no known format (known: " + String.join(", ", known) + ")", "");
    }

    /** It is known, and cannot be read. */
    static UnknownFormatException of(Path path, ForeignFile foreign) {
        return new UnknownFormatException(path + " is " + foreign.kind(), foreign.advice(path));
    }

    /**
     * Why files of a checkpoint cannot be read: the first of another kind that lies in the place of one, else what was found
     * first.
     */
    public static IOException insteadOf(MalformedFileException found, List<Path> files, Disk disk) {
        return files.stream()
                .flatMap(file -> ForeignFile.at(file, disk).map(kind -> (IOException) of(file, kind)).stream())
                .findFirst()
                .orElse(found);
    }

    /** It can be read, but is no checkpoint. */
    static UnknownFormatException of(Path path, ManifestSource source) {
        return new UnknownFormatException(
                path + " is " + source.name() + ", not a checkpoint",
                "it tells what a model expects: write `manifest` in a script, or give it second to `ckpts diff`");
    }

    /** What to do; empty where that is not known. */
    public String help() {
        return help;
    }
}
