package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Fix;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.naming.Counted;
import ckpts.state.Workspace;
import java.util.Collection;
import java.util.Optional;

/** The number of tensors that a statement touches: checked against {@code expect}, and put into words. */
final class MatchCount {
    private MatchCount() {}

    /** @throws StatementException if {@code expect} gives another number, or counts per group where there are no groups */
    static void require(Optional<Statement.Expect> expect, long touched, Evaluator evaluator) {
        if (expect.isEmpty()) {
            return;
        }
        Span place = expect.get().count().span();
        if (expect.get().each()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            expect.get().span(),
                            "`each` counts per group, and this statement makes no groups")
                    .help("write `expect " + place.text() + "` for all tensors together"));
        }
        long expected = evaluator.whole(expect.get().count(), 0);
        if (expected != touched) {
            throw new StatementException(wrong(place, expected, touched));
        }
    }

    /** {@code expected to touch 3 tensors, would touch 2}. */
    static Diagnostic wrong(Span place, long expected, long touched) {
        return Diagnostic.error(
                        Code.WRONG_COUNT, place, "expected to touch " + tensors(expected) + ", would touch " + touched)
                .labelled("found " + touched)
                .help(correction(touched), new Fix(place, String.valueOf(touched)));
    }

    /** The proposal to write the number that was found, if it is the right one. */
    static String correction(long found) {
        return "if that is right: expect " + found;
    }

    /** {@code 24 tensors and 48 slots}: the slots that follow without being named. */
    static String withSlots(Checkpoint checkpoint, Collection<String> names) {
        boolean slots =
                names.stream().anyMatch(name -> !checkpoint.slotsOf(name).isEmpty());
        return withSlots(
                names.size(), slots ? Workspace.withSlots(checkpoint, names).size() - names.size() : 0);
    }

    /** {@code 1 tensor}, {@code 24 tensors}. */
    static String tensors(long count) {
        return Counted.of(count, "tensor");
    }

    /**
     * {@code 24 tensors and 48 slots}: what was selected, which is the number that {@code expect} means, and the slots
     * that follow it.
     */
    static String withSlots(long selected, long following) {
        return following == 0 ? tensors(selected) : tensors(selected) + " and " + Counted.of(following, "slot");
    }
}
