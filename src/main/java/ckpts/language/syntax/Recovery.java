package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsParser;
import ckpts.language.syntax.generated.CkptsParser.BlockContext;
import ckpts.language.syntax.generated.CkptsParser.InsertionContext;
import ckpts.language.syntax.generated.CkptsParser.LanguageLineContext;
import ckpts.language.syntax.generated.CkptsParser.LineContext;
import ckpts.language.syntax.generated.CkptsParser.RenamingLineContext;
import ckpts.language.syntax.generated.CkptsParser.RenamingsContext;
import ckpts.language.syntax.generated.CkptsParser.ScriptContext;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Recovery from a mistake: no token is invented or deleted, the rule is left up to the line that holds it (the rules
 * with a {@code catch} in the grammar), the mistake is reported, and reading goes on after the line.
 */
final class Recovery extends DefaultErrorStrategy {
    private final SourceText source;
    private final Problems problems;
    private int lastReported = -1;

    Recovery(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    @Override
    public void recover(Parser parser, RecognitionException mistake) {
        throw new ParseCancellationException(mistake);
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new ParseCancellationException(new InputMismatchException(parser));
    }

    /** Called by the {@code catch} of a line, and by the rules below it, which leave it to the line. */
    @Override
    public void reportError(Parser parser, RecognitionException mistake) {
        RuleContext context = parser.getContext();
        boolean catches = context instanceof LineContext
                || context instanceof RenamingLineContext
                || context instanceof LanguageLineContext
                || context instanceof InsertionContext;
        if (catches) {
            int start = parser.getContext().getStart().getTokenIndex();
            report(parser, context.getRuleIndex(), start, mistake.getOffendingToken());
            skipLine(parser, start);
        }
    }

    /** Where lines are gathered: one that does not even begin as a line is reported here. */
    @Override
    public void sync(Parser parser) {
        RuleContext context = parser.getContext();
        if (!(context instanceof ScriptContext
                || context instanceof BlockContext
                || context instanceof RenamingsContext)) {
            return;
        }
        ATNState state = parser.getInterpreter().atn.states.get(parser.getState());
        TokenStream tokens = parser.getInputStream();
        while (tokens.LA(1) != Token.EOF && !parser.getATN().nextTokens(state).contains(tokens.LA(1))) {
            Token first = tokens.LT(1);
            int rule = context instanceof RenamingsContext ? CkptsParser.RULE_renamingLine : CkptsParser.RULE_line;
            report(parser, rule, first.getTokenIndex(), first);
            if (first.getType() == CkptsParser.CLOSE_BRACE) {
                tokens.consume();
            } else {
                skipLine(parser, first.getTokenIndex());
            }
        }
    }

    private void report(Parser parser, int rule, int start, Token offending) {
        List<Token> line = ((CommonTokenStream) parser.getInputStream()).getTokens(start, offending.getTokenIndex());
        Mistake mistake = Mistake.find(source, rule, line);
        if (mistake.found().getTokenIndex() == lastReported) {
            return;
        }
        lastReported = mistake.found().getTokenIndex();
        if (mistake.endsText()) {
            problems.addEnd(mistake.explain());
        } else {
            problems.add(mistake.explain());
        }
    }

    /** To the end of the line that begins at a token: past its newline, or before the brace that ends its block. */
    private static void skipLine(Parser parser, int start) {
        TokenStream tokens = parser.getInputStream();
        int depth = 0;
        for (int i = start; i < tokens.index(); i++) {
            depth += nesting(tokens.get(i).getType());
        }
        while (tokens.LA(1) != Token.EOF) {
            int type = tokens.LA(1);
            boolean ends = type == CkptsParser.NEWLINE || type == CkptsParser.SEMICOLON;
            if (depth <= 0 && type == CkptsParser.CLOSE_BRACE) {
                return;
            }
            depth += nesting(type);
            tokens.consume();
            if (depth <= 0 && ends) {
                return;
            }
        }
    }

    private static int nesting(int type) {
        return switch (type) {
            case CkptsParser.OPEN_BRACE -> 1;
            case CkptsParser.CLOSE_BRACE -> -1;
            default -> 0;
        };
    }
}
