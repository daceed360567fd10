package ckpts.state;

import java.util.Optional;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/**
 * Versions of a state and the place among them. Immutable; versions share what they have in common, so keeping all of
 * them costs little.
 *
 * @param <S> the state, immutable
 */
public final class History<S> {
    private final PStack<S> past;
    private final S present;
    private final PStack<S> future;

    private History(PStack<S> past, S present, PStack<S> future) {
        this.past = past;
        this.present = present;
        this.future = future;
    }

    public static <S> History<S> startingWith(S state) {
        return new History<>(ConsPStack.empty(), state, ConsPStack.empty());
    }

    public S present() {
        return present;
    }

    /** After a step to this state; what had been undone is forgotten. */
    public History<S> with(S next) {
        return new History<>(past.plus(present), next, ConsPStack.empty());
    }

    /** One step back; empty at the beginning. */
    public Optional<History<S>> undone() {
        return past.isEmpty()
                ? Optional.empty()
                : Optional.of(new History<>(past.minus(0), past.get(0), future.plus(present)));
    }

    /** One step forward again; empty at the end. */
    public Optional<History<S>> redone() {
        return future.isEmpty()
                ? Optional.empty()
                : Optional.of(new History<>(past.plus(present), future.get(0), future.minus(0)));
    }
}
