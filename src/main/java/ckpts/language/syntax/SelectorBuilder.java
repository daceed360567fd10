package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** Builds selector records from ANTLR's parse tree. */
final class SelectorBuilder {
    private final ExpressionBuilder expressions;
    private final Problems problems;

    SelectorBuilder(ExpressionBuilder expressions, Problems problems) {
        this.expressions = expressions;
        this.problems = problems;
    }

    Optional<Selector> optional(SelectorContext context) {
        return Optional.ofNullable(context).map(this::selector);
    }

    /** The selector of a statement, in whichever form its grammar has it. */
    Selector of(StatementContext statement) {
        SelectorContext open = statement.getRuleContext(SelectorContext.class, 0);
        ClosedSelectorContext closed = statement.getRuleContext(ClosedSelectorContext.class, 0);
        if (open != null) {
            return selector(open);
        }
        return closed != null ? selector(closed) : selector(statement.getRuleContext(GlobContext.class, 0));
    }

    private Selector selector(GlobContext context) {
        Selector.Glob pattern = new Selector.Glob(expressions.span(context), expressions.text(context));
        return Selector.of(pattern.span(), List.of(pattern));
    }

    Selector selector(SelectorContext context) {
        SelectorContext inner = context;
        while (inner.selector() != null) {
            inner = inner.selector();
        }
        return selector(inner, inner.patterns(), inner.clause());
    }

    Selector selector(ClosedSelectorContext context) {
        return context.selector() != null
                ? selector(context.selector())
                : selector(context, context.patterns(), context.closedClause());
    }

    private Selector selector(
            ParserRuleContext whole, PatternsContext include, List<? extends ParserRuleContext> clauses) {
        List<Selector.Item> except = List.of();
        Optional<Expression> where = Optional.empty();
        Optional<Word> from = Optional.empty();
        Once once = new Once(problems);
        for (ParserRuleContext clause : clauses) {
            once.check(expressions.span(clause.getStart()));
            if (clause instanceof ClauseContext open && open.expression() != null) {
                where = Optional.of(expressions.expression(open.expression()));
                continue;
            }
            ClosedClauseContext closed =
                    clause instanceof ClauseContext open ? open.closedClause() : (ClosedClauseContext) clause;
            if (closed.patterns() != null) {
                except = items(closed.patterns());
            } else {
                from = Optional.of(expressions.word(closed.name()));
            }
        }
        return new Selector(expressions.span(whole), items(include), except, where, from);
    }

    List<Selector.Item> items(PatternsContext context) {
        List<Selector.Item> items = new ArrayList<>();
        for (PatternContext pattern : context.pattern()) {
            items.add(item(pattern));
        }
        return items;
    }

    private Selector.Item item(PatternContext context) {
        Span span = expressions.span(context);
        if (context.STRING() != null) {
            return new Selector.Glob(span, expressions.text(context));
        }
        String text = span.text();
        if (context.REGEX() != null) {
            return new Selector.Regex(span, text.substring(1, text.length() - 1));
        }
        return new Selector.Named(span, Selector.Set.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    /** Reports clauses and options that are given twice. */
    static final class Once {
        private final Problems problems;
        private final List<String> seen = new ArrayList<>();

        Once(Problems problems) {
            this.problems = problems;
        }

        void check(Span word) {
            if (seen.contains(word.text())) {
                problems.add(Diagnostic.error(Code.SYNTAX, word, "`" + word.text() + "` is given twice")
                        .labelled("once is enough"));
            }
            seen.add(word.text());
        }
    }
}
