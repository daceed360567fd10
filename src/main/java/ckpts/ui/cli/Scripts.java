package ckpts.ui.cli;

import ckpts.language.execution.StoredScript;
import ckpts.language.files.UnreadableInputException;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads scripts that arguments name. */
public final class Scripts {
    static final String STANDARD_INPUT = "-";

    private Scripts() {}

    /**
     * Reads a script: a file, whose folder its paths are relative to, or standard input, whose are relative to the
     * working directory.
     *
     * @throws UnreadableInputException if standard input cannot be read
     * @throws ckpts.bytes.MalformedFileException if it is not a script
     */
    public static SourceText read(String operand, Surroundings surroundings) throws IOException {
        if (operand.equals(STANDARD_INPUT)) {
            return new SourceText("<stdin>", StoredScript.decoded(input(surroundings), "<stdin>"), Optional.empty());
        }
        return StoredScript.read(Path.of(operand), operand, surroundings.disk().get());
    }

    private static byte[] input(Surroundings surroundings) throws UnreadableInputException {
        try {
            return surroundings.in().readNBytes(StoredScript.LARGEST + 1);
        } catch (IOException e) {
            throw new UnreadableInputException(e);
        }
    }
}
