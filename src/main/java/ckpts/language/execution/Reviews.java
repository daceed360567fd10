package ckpts.language.execution;

import ckpts.language.semantics.Environment;
import ckpts.review.Review;
import java.util.List;

/** Facts about a state that are shown with a plan. */
final class Reviews {
    private Reviews() {}

    /** @param state the state before its events are handed out: those that wait for values are among them */
    static Review of(State state) {
        Environment environment = state.environment();
        List<Review.Parameter> parameters = environment.parameters().stream()
                .map(name -> new Review.Parameter(
                        name, environment.variable(name).orElseThrow().setting()))
                .toList();
        List<Review.Question> questions = state.events().stream()
                .filter(Event.Pending.class::isInstance)
                .map(Event.Pending.class::cast)
                .map(pending -> new Review.Question(pending.span().place(), pending.statement()))
                .toList();
        return new Review(state.workspace().checkpoints(), state.workspace().ledger(), parameters, questions);
    }
}
