package ckpts.language.execution;

import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Diagnostic.Severity;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Statement;
import ckpts.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The report of an assertion: what it covered if it held; if not, an error for {@code assert}, a warning for
 * {@code check}, with the script's own message if it has one.
 */
final class AssertionReport {
    private final Statement.Check check;
    private final Optional<String> message;

    AssertionReport(Statement.Check check, Evaluator evaluator) {
        this.check = check;
        this.message = check.message().map(evaluator::plain);
    }

    /** The failure with the severity and the message that are reported. */
    private Diagnostic worded(Diagnostic failure) {
        String text = message.orElse(failure.message());
        Diagnostic reported = new Diagnostic(
                check.warning() ? Severity.WARNING : Severity.ERROR,
                check.warning() ? Code.CHECK_FAILED : failure.code(),
                (check.warning() ? "check failed: " : "assertion failed: ") + text,
                failure.primary(),
                failure.label(),
                failure.details(),
                failure.helps(),
                failure.notes(),
                failure.fixes());
        return message.isPresent() ? reported.note(failure.message()) : reported;
    }

    /** The event of an assertion, whether it is judged now or later. */
    Event event(AssertionResult judgement) {
        if (judgement.failure().isPresent()) {
            return new Event.Reported(check.span(), worded(judgement.failure().get()));
        }
        return new Event.Held(check.span(), assertion(), judgement.covered());
    }

    /** An assertion that needs values. */
    Event.Pending later(List<Tensor> read, Event.Question question) {
        return new Event.Pending(check.span(), assertion(), true, read, question);
    }

    /** The statement in canonical form, without the message for its failure. */
    private String assertion() {
        return Formatter.oneLine(
                new Statement.Check(check.span(), check.warning(), check.assertion(), Optional.empty()));
    }

    /** The state after an assertion that was judged at once. */
    State on(State state, AssertionResult judgement) {
        Event event = event(judgement);
        if (event instanceof Event.Reported reported && reported.diagnostic().isError()) {
            throw new StatementException(reported.diagnostic());
        }
        return state.saying(event);
    }
}
