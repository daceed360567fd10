package ckpts.ui.cli;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Scripts that arguments name. */
public final class Scripts {
    static final String STANDARD_INPUT = "-";

    /** A script is written by people: beyond this it is something else. */
    private static final int LARGEST = 16 << 20;

    private Scripts() {}

    /**
     * Reads a script: a file, whose folder its paths are relative to, or standard input, whose are relative to the
     * working directory.
     *
     * @throws UnreadableInputException if standard input cannot be read
     * @throws MalformedFileException if it is no UTF-8, or larger than 16 MiB
     */
    public static SourceText read(String operand, Surroundings surroundings) throws IOException {
        if (operand.equals(STANDARD_INPUT)) {
            return new SourceText("<stdin>", decode(input(surroundings), "<stdin>"), Optional.empty());
        }
        Path path = Path.of(operand);
        ByteBuffer bytes;
        try (ByteSource file = surroundings.disk().get().open(path)) {
            bytes = ByteBuffer.allocate((int) Math.min(file.size(), LARGEST + 1));
            file.read(0, bytes);
        }
        return SourceText.ofFile(path, operand, decode(bytes.array(), operand));
    }

    private static byte[] input(Surroundings surroundings) throws UnreadableInputException {
        try {
            return surroundings.in().readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UnreadableInputException(e);
        }
    }

    private static String decode(byte[] bytes, String name) throws MalformedFileException {
        if (bytes.length > LARGEST) {
            throw new MalformedFileException(name, LARGEST, "no script is larger than 16 MiB");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(name, in.position(), "not UTF-8, as scripts are");
        }
    }
}
