package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.antlr.v4.runtime.ParserRuleContext;

/** Builds statement records from ANTLR's parse tree; one short method per label of the grammar. */
final class StatementBuilder extends DataStatementBuilder {
    private static final int LANGUAGE = 1;

    private final AssertionBuilder assertions;

    /** The number of mistakes that have cost a statement. */
    private int charged;

    StatementBuilder(SourceText source, Problems problems) {
        super(source, problems);
        this.assertions = new AssertionBuilder(expressions);
    }

    /** The statements without a mistake; the others have been reported. */
    Script script(ScriptContext context) {
        return new Script(source, language(context.languageLine()), lines(context.line()));
    }

    private OptionalInt language(LanguageLineContext line) {
        if (line == null || line.exception != null) {
            return OptionalInt.empty();
        }
        String version = line.WHOLE().getText();
        if (!version.equals(String.valueOf(LANGUAGE))) {
            Span span = expressions.span(line.WHOLE().getSymbol());
            problems.add(Diagnostic.error(Code.LANGUAGE_VERSION, span, "there is no language version " + version)
                    .labelled("this program supports language version " + LANGUAGE));
        }
        return OptionalInt.of(LANGUAGE);
    }

    private List<Statement> lines(List<LineContext> lines) {
        List<Statement> statements = new ArrayList<>();
        for (LineContext line : lines) {
            if (line.exception == null && isWhole(line.statement())) {
                statement(line.statement()).ifPresent(statements::add);
            }
        }
        return statements;
    }

    /**
     * Empty if a mistake was found while it was built, since the record would not be what was meant. One in a statement of its
     * body costs that one alone.
     */
    private Optional<Statement> statement(StatementContext context) {
        int before = problems.count() - charged;
        Statement built = context.accept(this);
        if (problems.count() - charged == before) {
            return Optional.of(built);
        }
        charged = problems.count() - before;
        return Optional.empty();
    }

    /** A rename that lost a rule to a mistake, or that has none, would mean something else. */
    private boolean isWhole(StatementContext statement) {
        if (!(statement instanceof RenameContext rename) || rename.renamings() == null) {
            return true;
        }
        List<RenamingLineContext> rules = rename.renamings().renamingLine();
        if (rules.isEmpty() && problems.isEmpty()) {
            problems.add(
                    Diagnostic.error(Code.SYNTAX, expressions.span(rename.renamings()), "a rename block needs a rule")
                            .labelled("expected <pattern> -> <name>"));
        }
        return !rules.isEmpty() && rules.stream().allMatch(rule -> rule.exception == null);
    }

    private List<Statement> body(BlockContext block) {
        return lines(block.line());
    }

    private Optional<Word> optionalWord(ParserRuleContext context) {
        return Optional.ofNullable(context).map(expressions::word);
    }

    @Override
    public Statement visitLoad(LoadContext context) {
        return new Statement.Load(
                span(context),
                expression(context.path()),
                optionalWord(context.name()),
                selectors.optional(context.selector()));
    }

    @Override
    public Statement visitManifestFrom(ManifestFromContext context) {
        return new Statement.ManifestFrom(span(context), expression(context.path()), optionalWord(context.name()));
    }

    @Override
    public Statement visitParam(ParamContext context) {
        return new Statement.Param(
                span(context),
                expressions.word(context.name()),
                Optional.ofNullable(context.paramType()).map(this::type),
                expressions.optional(context.expression()));
    }

    private ParamType type(ParamTypeContext context) {
        if (context instanceof NamedTypeContext named) {
            return new ParamType.Named(span(context), expressions.word(named.typeName()));
        }
        if (context instanceof ListTypeContext list) {
            return new ParamType.ListOf(span(context), expressions.word(list.typeName()), type(list.paramType()));
        }
        ChoiceTypeContext choice = (ChoiceTypeContext) context;
        return new ParamType.OneOf(
                span(context), choice.text().stream().map(expressions::text).toList());
    }

    @Override
    public Statement visitLet(LetContext context) {
        return new Statement.Let(span(context), expressions.word(context.name()), expression(context.expression()));
    }

    @Override
    public Statement visitUse(UseContext context) {
        return new Statement.Use(span(context), expressions.word(context.name()));
    }

    @Override
    public Statement visitInclude(IncludeContext context) {
        return new Statement.Include(span(context), expression(context.path()), bindings(context.binding()));
    }

    @Override
    public Statement visitRename(RenameContext context) {
        boolean block = context.renamings() != null;
        List<Statement.Rule> rules = block
                ? context.renamings().renamingLine().stream()
                        .map(line -> rule(line.renaming()))
                        .toList()
                : List.of(rule(context.renaming()));
        return new Statement.Rename(span(context), marked(context.QUESTION()), rules, block, expect(context.expect()));
    }

    private Statement.Rule rule(RenamingContext context) {
        return new Statement.Rule(span(context), selectors.selector(context.selector()), target(context.target()));
    }

    @Override
    public Statement visitDrop(DropContext context) {
        return new Statement.Drop(head(context));
    }

    @Override
    public Statement visitDropMetadata(DropMetadataContext context) {
        return new Statement.DropMetadata(
                span(context), marked(context.QUESTION()), expressions.steps(context.jsonStep()));
    }

    @Override
    public Statement visitKeep(KeepContext context) {
        return new Statement.Keep(head(context));
    }

    @Override
    public Statement visitCopy(CopyContext context) {
        return new Statement.Copy(head(context), target(context.target()));
    }

    @Override
    public Statement visitTie(TieContext context) {
        return new Statement.Tie(span(context), expressions.text(context.text()), target(context.target()));
    }

    @Override
    public Statement visitUntie(UntieContext context) {
        return new Statement.Untie(span(context), expressions.text(context.text()));
    }

    @Override
    public Statement visitRenumber(RenumberContext context) {
        return new Statement.Renumber(head(context), expressions.optional(context.expression()));
    }

    @Override
    public Statement visitScope(ScopeContext context) {
        return new Statement.Scope(span(context), expressions.text(context.text()), body(context.block()));
    }

    @Override
    public Statement visitFor(ForContext context) {
        return new Statement.For(
                span(context),
                expressions.word(context.name()),
                expression(context.arithmetic(0)),
                expressions.optional(context.arithmetic(1)),
                body(context.block()));
    }

    @Override
    public Statement visitIf(IfContext context) {
        return conditional(context, 0);
    }

    /** The condition of that number, with all that follow as its else part. */
    private Statement.If conditional(IfContext context, int number) {
        int conditions = context.expression().size();
        Span from = expressions.span(context.IF(number).getSymbol());
        Optional<List<Statement>> otherwise = Optional.empty();
        if (number + 1 < conditions) {
            otherwise = Optional.of(List.of(conditional(context, number + 1)));
        } else if (context.block().size() > conditions) {
            otherwise = Optional.of(body(context.block(conditions)));
        }
        return new Statement.If(
                from.to(span(context)), expression(context.expression(number)), body(context.block(number)), otherwise);
    }

    @Override
    public Statement visitCheck(CheckContext context) {
        Optional<StringLiteral> message = Optional.ofNullable(context.text()).map(expressions::text);
        return new Statement.Check(
                span(context), context.CHECK() != null, context.assertion().accept(assertions), message);
    }

    @Override
    public Statement visitShow(ShowContext context) {
        return new Statement.Show(span(context), selectors.optional(context.selector()));
    }

    @Override
    public Statement visitShowAliases(ShowAliasesContext context) {
        return new Statement.ShowAliases(span(context));
    }

    @Override
    public Statement visitShowMetadata(ShowMetadataContext context) {
        return new Statement.ShowMetadata(span(context));
    }

    @Override
    public Statement visitTree(TreeContext context) {
        return new Statement.Tree(span(context), selectors.optional(context.selector()));
    }

    @Override
    public Statement visitDiff(DiffContext context) {
        return new Statement.Diff(span(context), optionalWord(context.name(0)), optionalWord(context.name(1)));
    }

    @Override
    public Statement visitStats(StatsContext context) {
        return new Statement.Stats(span(context), selectors.selector(context.selector()));
    }

    @Override
    public Statement visitShowPlan(ShowPlanContext context) {
        return new Statement.ShowPlan(span(context));
    }

    @Override
    public Statement visitShowLedger(ShowLedgerContext context) {
        return new Statement.ShowLedger(span(context));
    }

    @Override
    public Statement visitWhy(WhyContext context) {
        return new Statement.Why(span(context), expressions.text(context.text()));
    }

    @Override
    public Statement visitPrint(PrintContext context) {
        return new Statement.Print(span(context), expression(context.expression()));
    }

    @Override
    public Statement visitSave(SaveContext context) {
        SelectorBuilder.Once once = new SelectorBuilder.Once(problems);
        Optional<Statement.SaveFormat> format = Optional.empty();
        Optional<Selector> only = Optional.empty();
        Optional<Expression> shards = Optional.empty();
        Optional<Expression> shardSize = Optional.empty();
        boolean latest = false;
        boolean overwrite = false;
        boolean byLink = false;
        for (SaveOptionContext option : context.saveOption()) {
            once.check(expressions.span(option.getStart()));
            format = option.FORMAT() != null ? Optional.of(format(option.saveFormat())) : format;
            only = option.ONLY() != null ? selectors.optional(option.selector()) : only;
            shards = option.SHARDS() != null ? expressions.optional(option.expression()) : shards;
            shardSize = option.SHARD() != null ? expressions.optional(option.expression()) : shardSize;
            latest |= option.LATEST() != null;
            overwrite |= option.OVERWRITE() != null;
            byLink |= option.LINK() != null;
        }
        return new Statement.Save(
                span(context), expression(context.path()), format, only, shards, shardSize, latest, overwrite, byLink);
    }

    private Statement.SaveFormat format(SaveFormatContext context) {
        List<BindingContext> options = context.formatOption().stream()
                .map(FormatOptionContext::binding)
                .toList();
        return new Statement.SaveFormat(span(context), expressions.word(context.formatName()), bindings(options));
    }
}
