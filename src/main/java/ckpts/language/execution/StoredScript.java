package ckpts.language.execution;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Scripts as bytes. Errors quote the lines of a script: so only a file with the name of a script is read as one, and a link
 * cannot pass off another file.
 */
public final class StoredScript {
    private static final String ENDING = ".ckpts";

    /** The largest size of a script in bytes: people write scripts, a larger file is something else. */
    public static final int LARGEST = 16 << 20;

    private StoredScript() {}

    /** Whether a path has the name of a script. */
    public static boolean isNamed(Path path) {
        return Optional.ofNullable(path.getFileName())
                .filter(name -> name.toString().endsWith(ENDING))
                .isPresent();
    }

    /**
     * Reads a script from a file whose folder its paths are relative to.
     *
     * @param name for messages
     * @throws MalformedFileException if the path is a link from the name of a script to a file without such a name, or the
     *     file is not UTF-8, or larger than 16 MiB
     */
    public static SourceText read(Path path, String name, Disk disk) throws IOException {
        if (isNamed(path) && !isNamed(disk.canonical(path))) {
            throw new MalformedFileException(
                    name, 0, "is a link to a file that is not a script: its name does not end in " + ENDING);
        }
        ByteBuffer bytes;
        try (ByteSource file = disk.open(path)) {
            bytes = ByteBuffer.allocate((int) Math.min(file.size(), LARGEST + 1));
            file.read(0, bytes);
        }
        return SourceText.ofFile(path, name, decoded(bytes.array(), name));
    }

    /**
     * The text of a script.
     *
     * @throws MalformedFileException if it is not UTF-8, or larger than 16 MiB
     */
    public static String decoded(byte[] bytes, String name) throws MalformedFileException {
        if (bytes.length > LARGEST) {
            throw new MalformedFileException(name, LARGEST, "a script must not be larger than 16 MiB");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(name, in.position(), "not UTF-8, the encoding of scripts");
        }
    }
}
