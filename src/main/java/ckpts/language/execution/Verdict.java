package ckpts.language.execution;

import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Diagnostic.Severity;
import ckpts.language.syntax.Statement;
import java.util.Optional;

/** How a failed assertion is told: an error for {@code assert}, a warning for {@code check}, in the script's own words if it has some. */
final class Verdict {
    private final Statement.Check check;
    private final Optional<String> message;

    Verdict(Statement.Check check, Evaluator evaluator) {
        this.check = check;
        this.message = check.message().map(evaluator::plain);
    }

    /** The failure as it is to be told. */
    Diagnostic worded(Diagnostic failure) {
        String text = message.orElse(failure.message());
        Diagnostic told = new Diagnostic(
                check.warning() ? Severity.WARNING : Severity.ERROR,
                check.warning() ? Code.CHECK_FAILED : failure.code(),
                (check.warning() ? "check failed: " : "assertion failed: ") + text,
                failure.primary(),
                failure.label(),
                failure.details(),
                failure.helps(),
                failure.notes());
        return message.isPresent() ? told.note(failure.message()) : told;
    }

    /** The state after an assertion that was judged at once. */
    State on(State state, Optional<Diagnostic> failure) {
        if (failure.isEmpty()) {
            return state;
        }
        Diagnostic told = worded(failure.get());
        if (told.isError()) {
            throw new StatementException(told);
        }
        return state.saying(new Event.Told(check.span(), told));
    }
}
