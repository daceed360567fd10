package ckpts.language.semantics;

import java.io.IOException;
import java.nio.file.Path;

/** The JSON files that {@code json(PATH)} reads. */
public interface Documents {
    /**
     * A whole file as a value: objects as {@link Value.Fields}, arrays as {@link Value.Items}.
     *
     * @throws ckpts.bytes.MalformedFileException if it is no JSON, or larger or deeper than any configuration is
     */
    Value json(Path file) throws IOException;
}
