package ckpts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Small text files that commands write: reports, manifests, formatted scripts. They appear whole or not at all. */
public final class TextFile {
    private TextFile() {}

    /**
     * Writes beside the path, then takes its name; a link is followed.
     *
     * @throws IOException if it cannot be written; what stood there then stands
     */
    public static void replace(Path path, String text, Disk disk) throws IOException {
        Path target = disk.exists(path) ? disk.canonical(path) : path;
        Path written = target.resolveSibling("." + target.getFileName() + ".ckpts-new");
        disk.delete(written);
        try {
            try (OutputFile file = disk.create(written)) {
                file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                file.sync();
            }
            disk.move(written, target);
        } catch (IOException e) {
            disk.delete(written);
            throw e;
        }
    }
}
