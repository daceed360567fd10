package ckpts.ui.repl;

import ckpts.bytes.Disk;
import ckpts.bytes.OccupiedException;
import ckpts.bytes.TextFile;
import ckpts.language.files.FileTrouble;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Syntax;
import ckpts.naming.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A journal as a script: the cells in effect, formatted, which make the same files when the script is run. */
record ScriptFile(Journal journal, Disk disk) {
    private static final String OVERWRITE = " overwrite";

    /** @param operand {@code FILE [overwrite]} */
    void save(String operand, Printer printer) throws IOException, IllegalOperandException {
        boolean overwrite = operand.endsWith(OVERWRITE);
        String name = overwrite
                ? operand.substring(0, operand.length() - OVERWRITE.length()).strip()
                : operand;
        if (name.isEmpty()) {
            throw new IllegalOperandException("it needs a file");
        }
        Path file = Path.of(name);
        TextFile output;
        try {
            output = overwrite ? TextFile.replacing(file, disk) : TextFile.fresh(file, disk);
        } catch (OccupiedException e) {
            Diagnostic problem = FileTrouble.of(e, disk);
            printer.diagnostics(List.of(
                    disk.isDirectory(file) ? problem : problem.help("to replace it: %save " + name + OVERWRITE)));
            return;
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path here = Path.of("").toAbsolutePath().normalize();
        String text = folder.equals(here) ? text() : new Relocation(here, folder).of(text());
        output.write(text);
        int count = journal.inEffect().size();
        printer.line("wrote " + name + ": " + Counted.of(count, "cell"));
    }

    /** The script for the working directory. */
    String text() {
        String cells = journal.inEffect().stream()
                .map(cell -> inScript(cell.text().strip()) + "\n")
                .collect(Collectors.joining());
        return Formatter.format(new SourceText("", cells, Optional.empty()))
                .text()
                .orElseThrow(() -> new IllegalStateException("cells that succeeded are not a script"));
    }

    /** An expression alone is not a statement: it is kept as a comment. */
    private static String inScript(String cell) {
        boolean isStatements =
                Syntax.parse(new SourceText("", cell, Optional.empty())).isWhole();
        return isStatements ? cell : cell.lines().map(line -> "# " + line).collect(Collectors.joining("\n"));
    }
}
