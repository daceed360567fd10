package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import java.util.Optional;

/**
 * The result of an assertion.
 *
 * @param failure why it does not hold; empty if it does
 * @param covered what it looked at, on one line, if it holds: {@code 148 tensors}
 */
record AssertionResult(Optional<Diagnostic> failure, String covered) {
    static AssertionResult held(String covered) {
        return new AssertionResult(Optional.empty(), covered);
    }

    static AssertionResult failed(Diagnostic failure) {
        return new AssertionResult(Optional.of(failure), "");
    }
}
