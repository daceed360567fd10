package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsLexer;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Decides whether a prompt runs the input or asks for the next line. */
public final class Completeness {
    private Completeness() {}

    /** State of the input. */
    public enum State {
        /** It can be run. An empty text is complete. */
        COMPLETE,
        /** Another line can make it complete: a bracket is open, or it ends in {@code ->}, {@code =}, {@code ,} or \. */
        INCOMPLETE,
        /** No further line can fix it. */
        INVALID
    }

    /** The state of a text that was typed up to the end of a line: a script, or an expression alone. */
    public static State of(String text) {
        State state = ofScript(text);
        // An expression continues as long as it would after `print`.
        return state == State.INVALID ? ofScript("print " + text) : state;
    }

    private static State ofScript(String text) {
        ParsedSource parsed = ParsedSource.script(new SourceText("", text + "\n", Optional.empty()));
        Problems problems = parsed.problems();
        new StatementBuilder(parsed.source(), problems).script(parsed.tree());
        if (problems.isUnfinished()) {
            return State.INCOMPLETE;
        }
        if (!problems.isEmpty()) {
            return State.INVALID;
        }
        return endsInContinuation(parsed.tokens().getTokens()) ? State.INCOMPLETE : State.COMPLETE;
    }

    private static boolean endsInContinuation(List<Token> tokens) {
        int last = tokens.size() - 2; // before the end of the file
        return last >= 0 && tokens.get(last).getType() == CkptsLexer.CONTINUATION;
    }
}
