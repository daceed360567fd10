package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A result or message of a statement, in the order of the script. */
public sealed interface Event {
    Span span();

    /** A statement was carried out: {@code renamed 24 tensors}. */
    record Done(Span span, String summary) implements Event {}

    /** A statement shows something. */
    record Shown(Span span, Report report) implements Event {}

    /** A warning, or, after the second phase, an assertion that failed. */
    record Reported(Span span, Diagnostic diagnostic) implements Event {}

    /**
     * An assertion that held.
     *
     * @param assertion in canonical form, without its message for failure
     * @param covered what it looked at, on one line: {@code 148 tensors}
     */
    record Held(Span span, String assertion, String covered) implements Event {
        /** {@code assert finite "**": 148 tensors}. */
        public String text() {
            return assertion + ": " + covered;
        }
    }

    /** An assertion after a statement that failed: the state is not the one that it is about. */
    record Unjudged(Span span) implements Event {}

    /**
     * A question that needs the values of tensors: answered once all statements have been evaluated.
     *
     * @param statement the statement that asks it, on one line
     * @param assertion whether it is one; else only something is shown
     * @param tensors those it will read
     */
    record Pending(Span span, String statement, boolean assertion, List<Tensor> tensors, Question question)
            implements Event {
        public Pending {
            tensors = List.copyOf(tensors);
        }
    }

    /** A save was asked for. */
    record SaveRequested(Span span, Path path) implements Event {}

    /** A statement failed. Problems that follow from an earlier failure are left out, so that the list may be empty. */
    record Failed(Span span, List<Diagnostic> problems) implements Event {
        public Failed {
            problems = List.copyOf(problems);
        }
    }

    /** A question about values. */
    @FunctionalInterface
    interface Question {
        /**
         * Reads the values and answers.
         *
         * @return a {@link Held}, {@link Shown} or {@link Reported}
         */
        Event answer(Scratch scratch) throws IOException;
    }
}
