package ckpts.ui.cli;

import ckpts.language.source.Code;

/** What is said when this program itself is wrong. */
public final class Bug {
    private static final int FRAMES = 12;

    private Bug() {}

    /** The failure with the top of its stack, and what to do with it. */
    public static String describe(Throwable failure, String version) {
        StringBuilder out = new StringBuilder();
        out.append("error[")
                .append(Code.BUG.text())
                .append("]: this is a bug in ckpts ")
                .append(version);
        out.append(", not in what it was given: ").append(failure);
        StackTraceElement[] frames = failure.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            out.append("\n    at ").append(frames[i]);
        }
        if (failure.getCause() != null) {
            out.append("\n  caused by ").append(failure.getCause());
        }
        return out.append(
                        "\nhelp: please report these lines with the command that led to them; no output was left half written")
                .toString();
    }
}
