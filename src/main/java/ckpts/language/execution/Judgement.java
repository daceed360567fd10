package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import java.util.Optional;

/**
 * What an assertion came to.
 *
 * @param failure why it does not hold; empty if it does
 * @param covered what it looked at, on one line, if it holds: {@code 148 tensors}
 */
record Judgement(Optional<Diagnostic> failure, String covered) {
    static Judgement held(String covered) {
        return new Judgement(Optional.empty(), covered);
    }

    static Judgement failed(Diagnostic failure) {
        return new Judgement(Optional.of(failure), "");
    }
}
