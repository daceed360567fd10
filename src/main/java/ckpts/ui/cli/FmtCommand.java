package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.bytes.TextFile;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ckpts fmt}: formats scripts. */
final class FmtCommand implements Command {
    private static final Option CHECK = Option.flag("change nothing; exit status 1 if a file would change", "--check");

    @Override
    public Usage usage() {
        return new Usage(
                "fmt",
                "SCRIPT...",
                1,
                Usage.ANY,
                "Format scripts in place; - formats standard input to standard output",
                List.of(CHECK),
                List.of("A script with mistakes is left as it is: exit status 3."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) throws IOException {
        Disk disk = surroundings.disk().get();
        List<Diagnostic> mistakes = new ArrayList<>();
        boolean changed = false;
        for (String operand : arguments.operands()) {
            SourceText source = Scripts.read(operand, surroundings);
            Formatter.Formatted formatted = Formatter.format(source);
            mistakes.addAll(formatted.diagnostics());
            if (formatted.text().isEmpty()) {
                continue;
            }
            String text = formatted.text().get();
            boolean differs = !text.equals(source.text());
            changed |= differs;
            if (operand.equals(Scripts.STANDARD_INPUT) && !arguments.has(CHECK)) {
                screen.source(text);
            } else if (differs && arguments.has(CHECK)) {
                screen.message(operand + " is not formatted");
            } else if (differs) {
                TextFile.replacing(Path.of(operand), disk).write(text);
                if (!screen.isQuiet()) {
                    screen.message("formatted " + operand);
                }
            }
        }
        screen.diagnose(mistakes);
        if (!mistakes.isEmpty()) {
            return ExitStatus.of(mistakes);
        }
        return changed && arguments.has(CHECK) ? ExitStatus.NO : ExitStatus.DONE;
    }
}
