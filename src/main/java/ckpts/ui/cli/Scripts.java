package ckpts.ui.cli;

import ckpts.language.execution.StoredScript;
import ckpts.language.files.UnreadableInputException;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scripts that arguments name, or consist of. */
public final class Scripts {
    static final String STANDARD_INPUT = "-";

    private static final String TYPED = "<statements>";

    private Scripts() {}

    /** A script that arguments give: a file, standard input, or its statements themselves. */
    sealed interface Given {
        /** As messages name it. */
        String name();

        /** The file in whose folder its paths are; standard input has them in the working directory. */
        String path();

        /** As {@link Scripts#read}. */
        SourceText read(Surroundings surroundings) throws IOException;

        /** An operand. */
        record Stored(String name) implements Given {
            @Override
            public String path() {
                return name;
            }

            @Override
            public SourceText read(Surroundings surroundings) throws IOException {
                return Scripts.read(name, surroundings);
            }
        }

        /** The value of {@code -c}; its paths are relative to the working directory. */
        record Typed(String statements) implements Given {
            @Override
            public String name() {
                return TYPED;
            }

            @Override
            public String path() {
                return STANDARD_INPUT;
            }

            @Override
            public SourceText read(Surroundings surroundings) {
                return new SourceText(TYPED, statements, Optional.empty());
            }
        }
    }

    /** The scripts that arguments give, in order: that of {@code -c}, then the operands. */
    static List<Given> given(Arguments arguments) {
        List<Given> scripts = new ArrayList<>();
        arguments.value(RunOptions.STATEMENTS).ifPresent(statements -> scripts.add(new Given.Typed(statements)));
        arguments.operands().forEach(operand -> scripts.add(new Given.Stored(operand)));
        return scripts;
    }

    /** @throws UsageException if arguments give no script */
    static void requireSome(Arguments arguments) throws UsageException {
        if (given(arguments).isEmpty()) {
            throw new UsageException("no script is given", "name a file, or give statements: -c 'load \"PATH\"; show'");
        }
    }

    /**
     * The only script that arguments give.
     *
     * @throws UsageException if there is none, or an operand beside {@code -c}
     */
    static SourceText one(Arguments arguments, Surroundings surroundings) throws UsageException, IOException {
        requireSome(arguments);
        List<Given> scripts = given(arguments);
        if (scripts.size() > 1) {
            throw new UsageException("unexpected argument \"" + scripts.get(1).name() + "\": -c gives the script");
        }
        return scripts.get(0).read(surroundings);
    }

    /**
     * Reads a script: a file, whose folder its paths are relative to, or standard input, whose are relative to the
     * working directory.
     *
     * @throws UnreadableInputException if standard input cannot be read
     * @throws ckpts.bytes.MalformedFileException if it is not a script
     */
    public static SourceText read(String operand, Surroundings surroundings) throws IOException {
        if (operand.equals(STANDARD_INPUT)) {
            return new SourceText(
                    "<stdin>",
                    StoredScript.decoded(input(surroundings, StoredScript.LARGEST + 1), "<stdin>"),
                    Optional.empty());
        }
        return StoredScript.read(Path.of(operand), operand, surroundings.disk().get());
    }

    /**
     * Standard input.
     *
     * @param most bytes to read
     * @throws UnreadableInputException if it cannot be read
     */
    static byte[] input(Surroundings surroundings, int most) throws UnreadableInputException {
        try {
            return surroundings.in().readNBytes(most);
        } catch (IOException e) {
            throw new UnreadableInputException(e);
        }
    }
}
