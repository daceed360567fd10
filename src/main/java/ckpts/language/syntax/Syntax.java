package ckpts.language.syntax;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import java.util.List;
import java.util.OptionalInt;

/** Parser of source text to syntax trees. Safe for any text and any thread: mistakes are reported, never thrown. */
public final class Syntax {
    private Syntax() {}

    /**
     * The parsed text and its mistakes.
     *
     * @param script the statements without a mistake, so that later phases can report theirs
     * @param diagnostics the mistakes in the order of the text, at most twenty; empty if the script is whole
     */
    public record Parsed(Script script, List<Diagnostic> diagnostics) {
        public Parsed {
            diagnostics = List.copyOf(diagnostics);
        }

        /** True if every statement of the text is in the script. */
        public boolean isWhole() {
            return diagnostics.isEmpty();
        }
    }

    /**
     * Reads the input of a prompt: a script, or an expression alone, which is read as the statement that
     * prints it. In a script that is a mistake: it would do nothing.
     */
    public static Parsed parseCell(SourceText source) {
        Parsed script = parse(source);
        if (script.isWhole()) {
            return script;
        }
        Problems problems = new Problems();
        return ParsedSource.insertion(source, 0, source.text().stripTrailing().length(), problems)
                .filter(expression -> problems.isEmpty())
                .map(expression -> new Statement.Print(expression.span(), expression))
                .map(print -> new Parsed(new Script(source, OptionalInt.empty(), List.of(print)), List.of()))
                .orElse(script);
    }

    /** Reads a script; a mistake costs its line, or the block whose first line it is on. */
    public static Parsed parse(SourceText source) {
        ParsedSource parsed = ParsedSource.script(source);
        Script script = new StatementBuilder(source, parsed.problems()).script(parsed.tree());
        return new Parsed(script, parsed.problems().list());
    }
}
