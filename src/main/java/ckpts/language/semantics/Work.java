package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import java.util.Optional;

/**
 * Counts the work of a script against a limit: small scripts can ask for more than there is time and
 * memory for. For one thread.
 */
public final class Work {
    private static final int FOR_STATEMENT = 10;
    private static final int FOR_NAME = 10;
    private static final int FOR_FILE = 1_000;
    private static final int CHARACTERS = 16;

    private final long most;
    private long done;
    private Optional<Diagnostic> exceeded = Optional.empty();

    /** @param most as {@link ckpts.engine.Budget#work} */
    public Work(long most) {
        this.most = most;
    }

    /** @param statements of the loop */
    public void turns(long count, int statements, Span place) {
        add(count, 1 + FOR_STATEMENT * (long) statements, place);
    }

    /** A list, with all items of nested lists. */
    void items(long count, Span place) {
        add(count, 1, place);
    }

    void text(long characters, Span place) {
        add(characters / CHARACTERS, 1, place);
    }

    /** Tensors under new names. */
    public void names(long count, Span place) {
        add(count, FOR_NAME, place);
    }

    public void files(long count, Span place) {
        add(count, FOR_FILE, place);
    }

    /** Once the limit is exceeded, every further request is refused: it is reported once, and loops come to an end. */
    private void add(long count, long weight, Span place) {
        if (exceeded.isEmpty() && count > (most - done) / weight) {
            exceeded = Optional.of(Diagnostic.error(Code.TOO_MUCH_WORK, place, "the work of the script exceeds " + most)
                    .note("an iteration of a loop and an item of a list count 1, a statement in a loop and a new name "
                            + FOR_STATEMENT + ", a file " + FOR_FILE)
                    .help("to allow that much work, pass --max-work " + most * 10));
        }
        if (exceeded.isPresent()) {
            throw new StatementException(exceeded.get());
        }
        done += count * weight;
    }
}
