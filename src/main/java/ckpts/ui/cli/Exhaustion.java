package ckpts.ui.cli;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.tensor.TooLargeException;
import java.util.Optional;

/** Diagnostics about exhausted resources of the Java machine, which no statement can foresee. */
public final class Exhaustion {
    private Exhaustion() {}

    /** The exhausted resource, and how to allow more of it; empty if a failure is of another kind. */
    public static Optional<Diagnostic> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(heap());
            }
            if (cause instanceof StackOverflowError) {
                return Optional.of(stack());
            }
            if (cause instanceof TooLargeException) {
                return Optional.of(Diagnostic.error(Code.BAD_VALUE, cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static Diagnostic heap() {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return Diagnostic.error(Code.OUT_OF_HEAP, "the Java heap of " + heap + " MiB is full")
                .note("no output was left half written")
                .help(allowing("-Xmx" + 2 * heap + "m"));
    }

    private static Diagnostic stack() {
        return Diagnostic.error(Code.OUT_OF_STACK, "the Java stack is full: something is nested too deeply")
                .note("no output was left half written")
                .help(allowing("-Xss64m"));
    }

    private static String allowing(String option) {
        return "allow more: "
                + (Terminal.isLaunched() ? "CKPTS_JAVA_OPTS=" + option : "java " + option + " -jar ckpts.jar");
    }
}
