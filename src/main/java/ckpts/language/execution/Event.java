package ckpts.language.execution;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.report.Report;
import ckpts.tensor.Scratch;
import java.io.IOException;

/** Something a statement has to say, in the order of the script. */
public sealed interface Event {
    Span span();

    /** A statement was carried out: {@code renamed 24 tensors}. */
    record Done(Span span, String summary) implements Event {}

    /** A statement shows something. */
    record Shown(Span span, Report report) implements Event {}

    /** A warning, or, after the second phase, an assertion that failed. */
    record Told(Span span, Diagnostic diagnostic) implements Event {}

    /**
     * An assertion that held.
     *
     * @param assertion in canonical form, without the words it would have failed with
     * @param covered what it looked at, on one line: {@code 148 tensors}
     */
    record Held(Span span, String assertion, String covered) implements Event {
        /** {@code assert finite "**": 148 tensors}. */
        public String text() {
            return assertion + ": " + covered;
        }
    }

    /** Something that needs the values of tensors: asked once all statements have been evaluated. */
    record Pending(Span span, Question question) implements Event {}

    /** A look at values. */
    @FunctionalInterface
    interface Question {
        /**
         * Reads what it must.
         *
         * @return a {@link Held}, {@link Shown} or {@link Told}
         */
        Event answer(Scratch scratch) throws IOException;
    }
}
