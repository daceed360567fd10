package ckpts.ui.cli;

import ckpts.language.source.Code;

/** The message about an error in this program. */
public final class Bug {
    private static final int FRAMES = 12;

    private Bug() {}

    /** The failure with the top of its stack, and a request to report it. */
    public static String describe(Throwable failure, String version) {
        StringBuilder out = new StringBuilder();
        out.append("error[")
                .append(Code.BUG.text())
                .append("]: this is a bug in ckpts ")
                .append(version);
        out.append(", not in your input: ").append(failure);
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
