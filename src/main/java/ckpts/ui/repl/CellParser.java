package ckpts.ui.repl;

import ckpts.language.syntax.Completeness;
import ckpts.language.syntax.ExpectedTokens;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Decides by the grammar whether Enter ends the cell, and where the word before the caret begins. */
final class CellParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && isIncomplete(line)) {
            throw new EOFError(-1, -1, "the cell is not complete");
        }
        return new Typed(line, cursor, context == ParseContext.COMPLETE ? begun(line, cursor) : "");
    }

    private static boolean isIncomplete(String line) {
        return !MagicCall.isOne(line)
                && Inspection.of(line).isEmpty()
                && Completeness.of(line) == Completeness.State.INCOMPLETE;
    }

    private static String begun(String line, int cursor) {
        if (MagicCall.isOne(line)) {
            return line.substring(line.lastIndexOf(' ', cursor - 1) + 1, cursor);
        }
        return ExpectedTokens.expectedAt(line, cursor).prefix();
    }
}
