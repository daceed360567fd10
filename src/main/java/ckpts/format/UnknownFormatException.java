package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Thrown if a path exists and no format recognizes it. */
public final class UnknownFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String help;

    private UnknownFormatException(String message, String help) {
        super(message);
        this.help = help;
    }

    /** For a file of a known kind of which this one is not read, as a sentence without a full stop. */
    public static UnknownFormatException of(String message, String help) {
        return new UnknownFormatException(message, help);
    }

    /** For a folder in which no format finds a checkpoint. */
    static UnknownFormatException ofFolder(Path folder) {
        return new UnknownFormatException(
                "the folder " + folder + " contains no checkpoint",
                "name the file, or the prefix that the files of the checkpoint have in common");
    }

    /**
     * For a file of an unknown kind.
     *
     * @param path as the user wrote it
     * @param known names of the formats that were tried
     */
    static UnknownFormatException of(Path path, List<String> known) {
        return new UnknownFormatException(
                path + " has an unknown format (known: " + String.join(", ", known) + ")", "");
    }

    /** For a known kind of file that cannot be read. */
    static UnknownFormatException of(Path path, ForeignFile foreign) {
        return new UnknownFormatException(path + " is " + foreign.kind(), foreign.advice(path));
    }

    /** The cause why files of a checkpoint cannot be read: the first file of another kind, else the first cause. */
    public static IOException insteadOf(MalformedFileException found, List<Path> files, Disk disk) {
        return files.stream()
                .flatMap(file -> ForeignFile.at(file, disk).map(kind -> (IOException) of(file, kind)).stream())
                .findFirst()
                .orElse(found);
    }

    /** For a file that can be read, but is not a checkpoint. */
    static UnknownFormatException of(Path path, ManifestSource source) {
        return new UnknownFormatException(
                path + " is " + source.name() + ", not a checkpoint",
                "it says what a model expects: write `manifest` in a script, or pass it as the second argument of `ckpts diff`");
    }

    /** The advice; empty if there is none. */
    public String help() {
        return help;
    }
}
