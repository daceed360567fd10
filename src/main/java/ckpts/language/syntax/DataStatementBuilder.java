package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.language.syntax.generated.CkptsParser;
import ckpts.language.syntax.generated.CkptsParser.*;
import ckpts.language.syntax.generated.CkptsParserBaseVisitor;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.RuleNode;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The parts that statements have in common, and the statements that change data. */
abstract class DataStatementBuilder extends CkptsParserBaseVisitor<Statement> {
    final SourceText source;
    final Problems problems;
    final ExpressionBuilder expressions;
    final SelectorBuilder selectors;

    DataStatementBuilder(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.expressions = new ExpressionBuilder(source, problems);
        this.selectors = expressions.selectors();
    }

    final Expression expression(ParserRuleContext context) {
        return expressions.expression(context);
    }

    /** What a statement that selects tensors has in common with all others that do. */
    final Statement.Head head(StatementContext context) {
        return new Statement.Head(
                span(context),
                context.getStart().getText(),
                marked(context.getToken(CkptsParser.QUESTION, 0)),
                selectors.of(context),
                slots(context.getRuleContext(SlotChoiceContext.class, 0)),
                expect(context.getRuleContext(ExpectContext.class, 0)));
    }

    final Optional<Statement.Expect> expect(ExpectContext context) {
        return Optional.ofNullable(context)
                .map(expect ->
                        new Statement.Expect(span(expect), expression(expect.expression()), expect.EACH() != null));
    }

    /** A new name, checked for groups of a regular expression written as in other languages. */
    final StringLiteral target(TargetContext context) {
        StringLiteral target = expressions.text(context);
        for (StringLiteral.Part part : target.parts()) {
            String raw = part.either(StringLiteral.Literal::raw, insertion -> "");
            for (int i = 0; i + 1 < raw.length(); i += raw.charAt(i) == '\\' ? 2 : 1) {
                char next = raw.charAt(i + 1);
                if (raw.charAt(i) == '\\' && next >= '0' && next <= '9') {
                    int at = part.span().start() + i;
                    problems.add(Diagnostic.error(
                                    Code.BAD_STRING,
                                    new Span(source, at, at + 2),
                                    "groups are not written `\\" + next + "`")
                            .labelled("write {" + next + "}"));
                }
            }
        }
        return target;
    }

    final Span span(ParserRuleContext context) {
        return expressions.span(context);
    }

    static boolean marked(TerminalNode question) {
        return question != null;
    }

    static SlotChoice slots(SlotChoiceContext context) {
        if (context == null) {
            return SlotChoice.UNSAID;
        }
        return context.WITH() != null ? SlotChoice.WITH : SlotChoice.WITHOUT;
    }

    final List<Statement.Binding> bindings(List<BindingContext> bindings) {
        return bindings.stream()
                .map(binding -> new Statement.Binding(
                        span(binding), expressions.word(binding.name()), expression(binding.expression())))
                .toList();
    }

    @Override
    public Statement visitChildren(RuleNode node) {
        throw new IllegalStateException("not a statement: " + node.getClass().getSimpleName());
    }

    @Override
    public Statement visitReinit(ReinitContext context) {
        Optional<Expression> initializer = Optional.empty();
        Optional<Expression> shape = Optional.empty();
        Optional<Expression> dtype = Optional.empty();
        SlotChoice slots = SlotChoice.UNSAID;
        SelectorBuilder.Once once = new SelectorBuilder.Once(problems);
        SelectorBuilder.Once onceSlots = new SelectorBuilder.Once(problems);
        for (ReinitOptionContext option : context.reinitOption()) {
            if (option.slotChoice() != null) {
                onceSlots.check(expressions.span(option.getStop()));
                slots = slots(option.slotChoice());
                continue;
            }
            once.check(expressions.span(option.getStart()));
            Optional<Expression> value = Optional.of(expression(option.expression()));
            initializer = option.WITH() != null ? value : initializer;
            shape = option.SHAPE() != null ? value : shape;
            dtype = option.DTYPE() != null ? value : dtype;
        }
        return new Statement.Reinit(head(context).with(slots), initializer, shape, dtype);
    }

    @Override
    public Statement visitCast(CastContext context) {
        return new Statement.Cast(head(context), expression(context.expression()));
    }

    @Override
    public Statement visitReshape(ReshapeContext context) {
        return new Statement.Reshape(head(context), expression(context.expression()));
    }

    @Override
    public Statement visitTranspose(TransposeContext context) {
        return new Statement.Transpose(head(context), expressions.optional(context.expression()));
    }

    @Override
    public Statement visitFlip(FlipContext context) {
        return new Statement.Flip(head(context), expressions.axis(context.axis()));
    }

    @Override
    public Statement visitRearrange(RearrangeContext context) {
        return new Statement.Rearrange(head(context), expression(context.expression()), bindings(context.binding()));
    }

    @Override
    public Statement visitSlice(SliceContext context) {
        return new Statement.Slice(head(context), expressions.ranges(context.ranges()));
    }

    @Override
    public Statement visitSelect(SelectContext context) {
        PositionsContext positions = context.positions();
        boolean kept = positions.EXCEPT() == null || positions.ranges().size() == 2;
        return new Statement.Select(
                head(context),
                expressions.axis(context.axis()),
                kept ? expressions.ranges(positions.ranges(0)) : List.of(),
                positions.EXCEPT() == null
                        ? List.of()
                        : expressions.ranges(positions.ranges(positions.ranges().size() - 1)));
    }

    @Override
    public Statement visitPad(PadContext context) {
        return new Statement.Pad(head(context), expression(context.expression(0)), expression(context.expression(1)));
    }

    @Override
    public Statement visitResize(ResizeContext context) {
        return new Statement.Resize(
                head(context), expression(context.expression(0)), expression(context.expression(1)));
    }

    @Override
    public Statement visitRemap(RemapContext context) {
        return new Statement.Remap(
                head(context),
                expressions.axis(context.axis()),
                expression(context.vocabulary(0).expression()),
                expression(context.vocabulary(1).expression()),
                expression(context.expression()));
    }

    @Override
    public Statement visitSplit(SplitContext context) {
        return new Statement.Split(
                head(context),
                expressions.axis(context.axis()),
                expression(context.expression()),
                target(context.target()));
    }

    @Override
    public Statement visitLayoutOf(LayoutOfContext context) {
        return new Statement.LayoutOf(head(context), context.IS() != null, expression(context.expression()));
    }

    @Override
    public Statement visitSplitHeads(SplitHeadsContext context) {
        return new Statement.SplitHeads(head(context), target(context.target()));
    }

    @Override
    public Statement visitFuse(FuseContext context) {
        return new Statement.Fuse(head(context), expression(context.expression()), target(context.target()));
    }

    @Override
    public Statement visitConcat(ConcatContext context) {
        return new Statement.Concat(head(context), expressions.axis(context.axis()), target(context.target()));
    }

    @Override
    public Statement visitStack(StackContext context) {
        return new Statement.Stack(head(context), expressions.axis(context.axis()), target(context.target()));
    }

    @Override
    public Statement visitUnstack(UnstackContext context) {
        return new Statement.Unstack(head(context), expressions.axis(context.axis()), target(context.target()));
    }

    @Override
    public Statement visitSetTensor(SetTensorContext context) {
        return new Statement.SetTensor(
                span(context),
                expressions.text(context.text()),
                expression(context.expression()),
                slots(context.slotChoice()));
    }

    @Override
    public Statement visitSetMetadata(SetMetadataContext context) {
        return new Statement.SetMetadata(
                span(context), expressions.steps(context.jsonStep()), expression(context.expression()));
    }

    @Override
    public Statement visitSetJson(SetJsonContext context) {
        return new Statement.SetJson(
                span(context),
                expression(context.path().expression()),
                expressions.steps(context.jsonStep()),
                expression(context.expression()));
    }

    @Override
    public Statement visitUpdate(UpdateContext context) {
        return new Statement.Update(
                head(context), expressions.optional(context.arithmetic()), expression(context.expression()));
    }
}
