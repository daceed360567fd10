package ckpts.tensor;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the value of a leaf comes from.
 *
 * @param file the file that holds the bytes (the first one, where several do)
 * @param format the checkpoint format's name: {@code tensorflow}
 * @param name the tensor's name in that file, as the format spells it
 * @param offset first byte in the file
 * @param length stored bytes
 */
public record Origin(Path file, String format, String name, long offset, long length) {
    public Origin {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(format, "format is null");
        Objects.requireNonNull(name, "name is null");
    }
}
