package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsLexer;
import ckpts.language.syntax.generated.CkptsParser;
import ckpts.language.syntax.generated.CkptsParser.InsertionContext;
import ckpts.language.syntax.generated.CkptsParser.ScriptContext;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** One pass of the generated lexer and parser over a source text: its tokens, its parse tree, its mistakes. */
final class ParsedSource {
    private final SourceText source;
    private final Problems problems;
    private final CommonTokenStream tokens;
    private final ScriptContext tree;

    private ParsedSource(SourceText source, Problems problems, CommonTokenStream tokens, ScriptContext tree) {
        this.source = source;
        this.problems = problems;
        this.tokens = tokens;
        this.tree = tree;
    }

    /** Reads a whole script. Nesting that is too deep is a mistake that leaves an empty tree. */
    static ParsedSource script(SourceText source) {
        Problems problems = new Problems();
        CommonTokenStream tokens = tokens(source, 0, source.text().length());
        Optional<ScriptContext> tree = Nesting.check(source, tokens, problems)
                ? Optional.of(parse(source, tokens, problems, CkptsParser::script))
                : Optional.empty();
        return new ParsedSource(source, problems, tokens, tree.orElseGet(() -> new ScriptContext(null, -1)));
    }

    /** Reads the expression between the braces of {@code ${ }}; empty if it is not one, which is then reported. */
    static Optional<Expression> insertion(SourceText source, int start, int end, Problems problems) {
        CommonTokenStream tokens = tokens(source, start, end);
        if (!Nesting.check(source, tokens, problems)) {
            return Optional.empty();
        }
        InsertionContext tree = parse(source, tokens, problems, CkptsParser::insertion);
        return tree.exception == null
                ? Optional.of(new ExpressionBuilder(source, problems).expression(tree.expression()))
                : Optional.empty();
    }

    /** All tokens of a range, the hidden ones too. */
    static CommonTokenStream tokens(SourceText source, int start, int end) {
        CkptsLexer lexer = new CkptsLexer(new SourceStream(source.text(), start, end));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        return tokens;
    }

    /**
     * Reads with the quick prediction first. Where it finds no mistake, the full one would give the same tree; where it
     * finds one, the full one decides again and reports.
     */
    private static <T> T parse(
            SourceText source, CommonTokenStream tokens, Problems problems, Function<CkptsParser, T> rule) {
        CkptsParser parser = new CkptsParser(tokens);
        parser.removeErrorListeners();
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new Retreat());
        try {
            return rule.apply(parser);
        } catch (ParseCancellationException mistake) {
            parser.reset();
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            parser.setErrorHandler(new Recovery(source, problems));
            return rule.apply(parser);
        }
    }

    /** Leaves the parser at the first mistake, past the rules that catch one. */
    private static final class Retreat extends BailErrorStrategy {
        @Override
        public void reportError(Parser parser, RecognitionException mistake) {
            throw new ParseCancellationException(mistake);
        }
    }

    SourceText source() {
        return source;
    }

    CommonTokenStream tokens() {
        return tokens;
    }

    ScriptContext tree() {
        return tree;
    }

    Problems problems() {
        return problems;
    }
}
