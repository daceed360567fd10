package ckpts.language.advice;

import ckpts.diagnosis.Repair;
import ckpts.diagnosis.Rule;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.StringLiteral;
import ckpts.language.syntax.Word;
import ckpts.naming.NamePattern;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statement that does a repair. It is not part of a script: its spans are empty. */
final class RepairStatement implements Repair.Visitor<Statement> {
    private static final Span NOWHERE = new Span(new SourceText("advice", "", Optional.empty()), 0, 0);

    private final String scope;

    private RepairStatement(String scope) {
        this.scope = scope;
    }

    /** @param scope the prefix of the scope that the statement is for; empty outside scopes */
    static Statement of(Repair repair, String scope) {
        return repair.accept(new RepairStatement(scope));
    }

    @Override
    public Statement visitRename(Repair.Rename repair) {
        List<Statement.Rule> rules = new ArrayList<>();
        for (Rule rule : repair.rules()) {
            rules.add(new Statement.Rule(NOWHERE, selector(List.of(rule.pattern())), text(rule.target())));
        }
        return new Statement.Rename(NOWHERE, false, rules, rules.size() > 1, Optional.empty());
    }

    @Override
    public Statement visitCopy(Repair.Copy repair) {
        Selector source = new Selector(
                NOWHERE,
                List.of(item(repair.rule().pattern())),
                List.of(),
                Optional.empty(),
                repair.checkpoint().map(name -> new Word(NOWHERE, name)));
        return new Statement.Copy(head("copy", source), text(repair.rule().target()));
    }

    @Override
    public Statement visitDrop(Repair.Drop repair) {
        return new Statement.Drop(head("drop", selector(repair.patterns())));
    }

    @Override
    public Statement visitDropSet(Repair.DropSet repair) {
        Selector.Set set = switch (repair.set()) {
            case OPTIMIZER -> Selector.Set.OPTIMIZER;
            case AVERAGES -> Selector.Set.AVERAGES;
        };
        return new Statement.Drop(head("drop", selected(List.of(new Selector.Named(NOWHERE, set)))));
    }

    @Override
    public Statement visitReinit(Repair.Reinit repair) {
        return new Statement.Reinit(
                head("reinit", repair.slots() ? slots(repair.patterns()) : selector(repair.patterns())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public Statement visitUntie(Repair.Untie repair) {
        return new Statement.Untie(NOWHERE, text(NamePattern.quote(repair.alias())));
    }

    @Override
    public Statement visitCast(Repair.Cast repair) {
        return new Statement.Cast(
                head("cast", selector(repair.patterns())),
                new Expression.Bare(NOWHERE, repair.dtype().text()));
    }

    @Override
    public Statement visitTranspose(Repair.Transpose repair) {
        Optional<Expression> order = repair.order()
                .map(axes -> list(axes.stream().map(Integer::longValue).toList()));
        return new Statement.Transpose(head("transpose", selector(repair.patterns())), order);
    }

    @Override
    public Statement visitRearrange(Repair.Rearrange repair) {
        List<Statement.Binding> sizes = new ArrayList<>();
        repair.sizes()
                .forEach((axis, size) ->
                        sizes.add(new Statement.Binding(NOWHERE, new Word(NOWHERE, axis), number(size))));
        return new Statement.Rearrange(
                head("rearrange", selector(repair.patterns())),
                new Expression.Quoted(NOWHERE, verbatim(repair.axes())),
                sizes);
    }

    @Override
    public Statement visitReshape(Repair.Reshape repair) {
        return new Statement.Reshape(head("reshape", selector(repair.patterns())), list(repair.shape()));
    }

    @Override
    public Statement visitPad(Repair.Pad repair) {
        Expression fill = new Expression.Call(NOWHERE, new Word(NOWHERE, "default"), List.of());
        return new Statement.Pad(head("pad", selector(repair.patterns())), list(repair.shape()), fill);
    }

    @Override
    public Statement visitSlice(Repair.Slice repair) {
        List<Expression.Range> ranges = new ArrayList<>();
        for (int axis = 0; axis < repair.to().rank(); axis++) {
            long size = repair.to().dimension(axis);
            boolean whole = size == repair.from().dimension(axis);
            ranges.add(new Expression.Stretch(
                    NOWHERE,
                    whole ? Optional.empty() : Optional.of(number(0)),
                    whole ? Optional.empty() : Optional.of(number(size)),
                    Optional.empty()));
        }
        return new Statement.Slice(head("slice", selector(repair.patterns())), ranges);
    }

    @Override
    public Statement visitSplit(Repair.Split repair) {
        return new Statement.Split(
                head("split", selector(List.of(repair.pattern()))),
                number(repair.axis()),
                list(repair.sizes()),
                text(repair.target()));
    }

    @Override
    public Statement visitConcat(Repair.Concat repair) {
        return new Statement.Concat(
                head("concat", selector(List.of(repair.pattern()))), number(repair.axis()), text(repair.target()));
    }

    @Override
    public Statement visitStack(Repair.Stack repair) {
        return new Statement.Stack(
                head("stack", selector(List.of(repair.pattern()))), number(repair.axis()), text(repair.target()));
    }

    @Override
    public Statement visitUnstack(Repair.Unstack repair) {
        return new Statement.Unstack(
                head("unstack", selector(List.of(repair.pattern()))), number(repair.axis()), text(repair.target()));
    }

    private static Statement.Head head(String verb, Selector selector) {
        return Statement.Head.of(NOWHERE, verb, selector);
    }

    private Selector slots(List<String> patterns) {
        Expression condition = new Expression.Bare(NOWHERE, "is_slot");
        return new Selector(NOWHERE, selector(patterns).include(), List.of(), Optional.of(condition), Optional.empty());
    }

    private Selector selector(List<String> patterns) {
        return selected(patterns.stream().map(this::item).toList());
    }

    /** A pattern, or a regular expression for the empty name, which no pattern matches. */
    private Selector.Item item(String pattern) {
        return pattern.isEmpty() ? new Selector.Regex(NOWHERE, "^$") : new Selector.Glob(NOWHERE, text(pattern));
    }

    private static Selector selected(List<Selector.Item> items) {
        return Selector.of(NOWHERE, items);
    }

    /** A pattern or a target. */
    private StringLiteral text(String name) {
        return verbatim(Selector.written(name, scope));
    }

    private static StringLiteral verbatim(String raw) {
        return new StringLiteral(NOWHERE, List.of(new StringLiteral.Literal(NOWHERE, raw)));
    }

    private static Expression list(Shape shape) {
        return list(shape.dimensions());
    }

    private static Expression list(List<Long> numbers) {
        return new Expression.ListOf(
                NOWHERE, numbers.stream().map(RepairStatement::number).toList());
    }

    private static Expression number(long value) {
        return new Expression.Whole(NOWHERE, value);
    }
}
