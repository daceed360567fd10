package ckpts.ui.cli;

import ckpts.language.execution.Event;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.ui.render.RunRecord.Kind;
import ckpts.ui.render.RunRecord.Result;
import ckpts.ui.render.RunRecord.StatementResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Result of each statement of a run, for its reports: every one that did something, and every assertion and save. */
final class StatementResults {
    /** The fate of the saves that were requested. */
    enum Saves {
        WRITTEN("saved "),
        PLANNED("would save "),
        /** Something else failed. */
        GIVEN_UP("not saved: ");

        private final String words;

        Saves(String words) {
            this.words = words;
        }
    }

    private final Saves saves;
    /** Errors that are not yet reported with a statement. */
    private final List<Diagnostic> open = new ArrayList<>();

    private StatementResults(List<Diagnostic> diagnostics, Saves saves) {
        this.saves = saves;
        diagnostics.stream().filter(Diagnostic::isError).forEach(open::add);
    }

    /** @param diagnostics all of the run */
    static List<StatementResult> of(List<Event> events, List<Diagnostic> diagnostics, Saves saves) {
        StatementResults results = new StatementResults(diagnostics, saves);
        List<StatementResult> all = new ArrayList<>();
        events.forEach(event -> results.of(event).ifPresent(all::add));
        Map<Span, List<Diagnostic>> others = new LinkedHashMap<>();
        for (Diagnostic problem : results.open) {
            if (problem.primary().isPresent()) {
                others.computeIfAbsent(problem.primary().get(), any -> new ArrayList<>())
                        .add(problem);
            }
        }
        others.forEach((span, problems) -> all.add(new StatementResult(
                span.source().name(), span.line(), line(span), "", Kind.ACTION, Result.FAILED, problems)));
        List<Diagnostic> elsewhere = results.open.stream()
                .filter(problem -> problem.primary().isEmpty())
                .toList();
        if (!elsewhere.isEmpty()) {
            all.add(new StatementResult("", 0, "the run", "", Kind.ACTION, Result.FAILED, elsewhere));
        }
        return all;
    }

    private Optional<StatementResult> of(Event event) {
        if (event instanceof Event.Done done) {
            return Optional.of(passed(done.span(), Kind.ACTION, done.summary()));
        }
        if (event instanceof Event.Held held) {
            return Optional.of(passed(held.span(), Kind.ASSERTION, held.covered()));
        }
        if (event instanceof Event.Reported reported && reported.diagnostic().code() == Code.CHECK_FAILED) {
            return Optional.of(result(
                    reported.span(),
                    Kind.ASSERTION,
                    Result.WARNED,
                    reported.diagnostic().message(),
                    List.of()));
        }
        if (event instanceof Event.Pending pending && pending.assertion()) {
            return Optional.of(result(pending.span(), Kind.ASSERTION, Result.SKIPPED, "no value was read", List.of()));
        }
        if (event instanceof Event.Unjudged unjudged) {
            return Optional.of(
                    result(unjudged.span(), Kind.ASSERTION, Result.SKIPPED, "a statement before it failed", List.of()));
        }
        if (event instanceof Event.SaveRequested asked) {
            return Optional.of(saved(asked));
        }
        return event instanceof Event.Failed failed ? failed(failed) : Optional.empty();
    }

    private StatementResult saved(Event.SaveRequested asked) {
        List<Diagnostic> refusals = open.stream()
                .filter(problem -> problem.primary().equals(Optional.of(asked.span())))
                .toList();
        open.removeAll(refusals);
        Result result = !refusals.isEmpty() ? Result.FAILED : saves == Saves.WRITTEN ? Result.PASSED : Result.SKIPPED;
        return result(asked.span(), Kind.SAVE, result, saves.words + asked.path(), refusals);
    }

    /** A statement that fails because of others has no result. */
    private Optional<StatementResult> failed(Event.Failed failed) {
        List<Diagnostic> problems =
                failed.problems().stream().filter(open::contains).toList();
        open.removeAll(problems);
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(result(failed.span(), Kind.ACTION, Result.FAILED, "", problems));
    }

    private static StatementResult passed(Span span, Kind kind, String summary) {
        return result(span, kind, Result.PASSED, summary, List.of());
    }

    private static StatementResult result(
            Span span, Kind kind, Result result, String summary, List<Diagnostic> problems) {
        return new StatementResult(span.source().name(), span.line(), firstLine(span), summary, kind, result, problems);
    }

    private static String firstLine(Span span) {
        return span.text().lines().findFirst().orElse("");
    }

    /** The whole line, since what did not parse is not a statement. */
    private static String line(Span span) {
        return span.source().lineText(span.line()).strip();
    }
}
