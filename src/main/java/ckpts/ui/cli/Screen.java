package ckpts.ui.cli;

import ckpts.language.source.Diagnostic;
import ckpts.report.Report;
import ckpts.ui.render.DiagnosticRenderer;
import ckpts.ui.render.GithubAnnotations;
import ckpts.ui.render.JsonRenderer;
import ckpts.ui.render.Style;
import ckpts.ui.render.TextRenderer;
import ckpts.ui.render.Visible;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The output of results and messages. Results are the only thing ever written to standard output. Always UTF-8. */
final class Screen {
    private static final int ROWS_ON_A_TERMINAL = 40;

    private final ResultStream out;
    private final OutputStream err;
    private final Terminal terminal;
    private final Style results;
    private final Style messages;
    private final boolean json;
    private final boolean quiet;
    private final boolean verbose;
    private final boolean annotations;

    /** @throws UsageException if {@code --format} or {@code --color} has an unknown value */
    Screen(ResultStream out, OutputStream err, Terminal terminal, Map<String, String> environment, Arguments arguments)
            throws UsageException {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.json = arguments.choice(Usage.FORMAT).equals("json");
        this.quiet = arguments.has(Usage.QUIET);
        this.verbose = arguments.has(Usage.VERBOSE);
        this.annotations = environment.getOrDefault("GITHUB_ACTIONS", "").equals("true");
        String colour = arguments.choice(Usage.COLOR);
        this.results = style(terminal.out(), Colours.wanted(colour, terminal.out(), environment));
        this.messages = style(terminal.err(), Colours.wanted(colour, terminal.err(), environment));
    }

    private Style style(boolean onTerminal, boolean colour) {
        return onTerminal
                ? Style.terminal(terminal.columns().orElse(Terminal.STANDARD_COLUMNS), ROWS_ON_A_TERMINAL, colour)
                : new Style(OptionalInt.empty(), OptionalInt.empty(), colour, false);
    }

    boolean isJson() {
        return json;
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean isVerbose() {
        return verbose;
    }

    /** A progress line, shown only where it does not disturb the results. */
    ProgressLine progress(String doing) {
        return progress(doing, System::nanoTime);
    }

    /** @param clock nanoseconds from any origin */
    ProgressLine progress(String doing, LongSupplier clock) {
        return new ProgressLine(doing, terminal.err() && !quiet && !json, this::raw, clock);
    }

    /** Writes a result in the format that was asked for. */
    void result(Report report) {
        result(report, false);
    }

    /** @param unabridged whether a terminal is shown every row, too */
    void result(Report report, boolean unabridged) {
        Style style = unabridged ? results.unabridged() : results;
        style = verbose && report instanceof Report.Abridged ? style.ofEverything() : style;
        if (json) {
            new JsonRenderer().render(report, this::piece);
        } else {
            new TextRenderer(style).render(report, this::piece);
        }
        out.flush();
    }

    private void piece(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }

    /** Writes a result that is text already. */
    void text(String text) {
        piece(text);
        out.flush();
    }

    /** Writes a script as a result: as it is, but to a terminal nothing that would control it. */
    void source(String script) {
        text(terminal.out() ? Visible.lines(script) : script);
    }

    /** Writes a line to standard error; failures there are ignored. */
    void message(String line) {
        raw(Visible.line(line) + "\n");
    }

    /** Shows diagnostics on standard error, and to GitHub where it runs this. */
    void diagnose(List<Diagnostic> diagnostics) {
        List<Diagnostic> shown =
                quiet ? diagnostics.stream().filter(Diagnostic::isError).toList() : diagnostics;
        if (shown.isEmpty()) {
            return;
        }
        raw(new DiagnosticRenderer(messages).render(shown));
        if (annotations) {
            raw(GithubAnnotations.render(shown));
        }
    }

    /** Writes to standard error as it is. */
    void raw(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // There is no other place to say it.
        }
    }
}
