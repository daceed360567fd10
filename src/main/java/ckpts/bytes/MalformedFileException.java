package ckpts.bytes;

import java.io.IOException;

/**
 * A file breaks a rule of its format: which file, which part, which byte, what was found and what the rule is.
 * Cannot be built without a place.
 */
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long offset;
    private final String problem;

    /**
     * @param source name of the source, file first, then the part
     * @param offset byte in the file, 0-based
     * @param problem which rule is broken, found against expected; a phrase without a full stop
     */
    public MalformedFileException(String source, long offset, String problem) {
        super(source + ", byte " + offset + ": " + problem);
        this.source = source;
        this.offset = offset;
        this.problem = problem;
    }

    public MalformedFileException(ByteSource source, long positionInSource, String problem) {
        this(source.name(), source.fileOffset() + positionInSource, problem);
    }

    public String source() {
        return source;
    }

    public long offset() {
        return offset;
    }

    public String problem() {
        return problem;
    }
}
