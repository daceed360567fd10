package ckpts.ui.repl;

import ckpts.language.source.Diagnostic;
import ckpts.report.Report;
import ckpts.ui.render.DiagnosticRenderer;
import ckpts.ui.render.Style;
import ckpts.ui.render.TextRenderer;
import ckpts.ui.render.Visible;
import java.util.List;
import org.jline.terminal.Terminal;

/** Output on the terminal, as wide as the terminal is at that moment. */
final class Printer {
    private static final int MOST_ROWS = 40;

    private final Terminal terminal;
    private final boolean colour;

    Printer(Terminal terminal, boolean colour) {
        this.terminal = terminal;
        this.colour = colour;
    }

    void report(Report report) {
        raw(new TextRenderer(style()).render(report));
    }

    void diagnostics(List<Diagnostic> diagnostics) {
        raw(new DiagnosticRenderer(style()).render(diagnostics));
    }

    /** One line, with nothing in it that a terminal would obey. */
    void line(String line) {
        raw(Visible.line(line) + "\n");
    }

    /** The same of several lines. */
    void lines(String lines) {
        raw(Visible.lines(lines) + "\n");
    }

    void raw(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }

    private Style style() {
        return Style.terminal(terminal.getWidth(), MOST_ROWS, colour);
    }
}
