package ckpts.language.syntax;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression.BinaryOperator;
import ckpts.language.syntax.Expression.UnaryOperator;
import ckpts.language.syntax.Statement.SlotChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Random statement trees, of every kind and with every part, as the parser could have made them. */
final class Programs {
    private static final Span NOWHERE = new Span(new SourceText("nowhere", "", Optional.empty()), 0, 0);
    private static final List<String> WORDS =
            List.of("donor", "x", "_i", "Layer2", "with", "size", "latest", "where", "only", "except", "language");
    private static final List<String> LITERALS = List.of(
            "a/b",
            "**/kernel",
            "h.",
            "{i:int}.w",
            "[0-9]?",
            "\\$x",
            "\\\"quoted\\\"",
            "# no comment",
            "// ->",
            "{q,k}",
            "\u00e4\ud83d\ude00",
            "'");

    private final Random random;
    private int depth;

    Programs(long seed) {
        this.random = new Random(seed);
    }

    List<Statement> program() {
        return some(1, 5, this::statement);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> Optional<T> maybe(Supplier<T> part) {
        return chance(40) ? Optional.of(part.get()) : Optional.empty();
    }

    private <T> List<T> some(int least, int most, Supplier<T> part) {
        List<T> all = new ArrayList<>();
        int count = least + random.nextInt(most - least + 1);
        for (int i = 0; i < count; i++) {
            all.add(part.get());
        }
        return all;
    }

    private Word word() {
        return new Word(NOWHERE, chance(10) ? pick(Vocabulary.setWords()) : pick(WORDS));
    }

    private <T> T deeper(Supplier<T> part) {
        depth++;
        T result = part.get();
        depth--;
        return result;
    }

    private StringLiteral text() {
        List<StringLiteral.Part> parts = new ArrayList<>();
        boolean literal = chance(80);
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(
                    literal
                            ? new StringLiteral.Literal(NOWHERE, pick(LITERALS))
                            : new StringLiteral.Insertion(
                                    NOWHERE, chance(60) ? variable() : deeper(() -> expression(false))));
            literal = !literal;
        }
        return new StringLiteral(NOWHERE, parts);
    }

    private Expression.Variable variable() {
        return new Expression.Variable(NOWHERE, pick(List.of("n", "out", "it", "drop")));
    }

    private Selector.Item item(boolean regex) {
        return switch (random.nextInt(4)) {
            case 0 -> new Selector.Named(NOWHERE, pick(List.of(Selector.Set.values())));
            case 1 ->
                regex
                        ? new Selector.Regex(NOWHERE, pick(List.of("a+\\/b", "^x$", " # \" '", "[0-9]{2}")))
                        : new Selector.Glob(NOWHERE, text());
            default -> new Selector.Glob(NOWHERE, text());
        };
    }

    private Selector selector() {
        return selector(true);
    }

    private Selector selector(boolean regex) {
        return new Selector(
                NOWHERE,
                some(1, 3, () -> item(regex)),
                chance(30) ? some(1, 2, () -> item(regex)) : List.of(),
                maybe(() -> deeper(() -> expression(regex))),
                maybe(this::word));
    }

    private Expression expression() {
        return expression(true);
    }

    /**
     * @param regex whether regular expressions may stand in it; their braces cannot stand in an insertion of a string
     */
    private Expression expression(boolean regex) {
        if (depth > 3 || chance(35)) {
            return leaf();
        }
        return deeper(() -> compound(regex));
    }

    private Expression leaf() {
        return switch (random.nextInt(9)) {
            case 8 ->
                new Expression.Member(NOWHERE, new Expression.Bare(NOWHERE, "manifest"), new Word(NOWHERE, "shape"));
            case 0 -> new Expression.Whole(NOWHERE, pick(List.of(0L, 7L, 1_000L, Long.MAX_VALUE)));
            case 1 ->
                new Expression.Real(
                        NOWHERE, pick(List.of(0.02, 1e-6, 3.0, 1e22, Double.POSITIVE_INFINITY, Double.MIN_VALUE)));
            case 2 ->
                new Expression.Size(NOWHERE, pick(List.of(5.0, 1.5, 1e12)), pick(List.of("B", "kB", "GB", "MiB")));
            case 3 -> new Expression.Truth(NOWHERE, random.nextBoolean());
            case 4 -> new Expression.It(NOWHERE);
            case 5 -> variable();
            default -> bare();
        };
    }

    private Expression bare() {
        return new Expression.Bare(NOWHERE, chance(20) ? pick(List.of("shape", "dtype")) : pick(WORDS));
    }

    private Expression compound(boolean regex) {
        Supplier<Expression> inner = () -> expression(regex);
        return switch (random.nextInt(9)) {
            case 0 -> new Expression.Quoted(NOWHERE, text());
            case 1 -> new Expression.ListOf(NOWHERE, some(0, 4, inner));
            case 2 -> new Expression.TensorOf(NOWHERE, word(), text());
            case 3 -> call(regex);
            case 4 -> new Expression.Member(NOWHERE, inner.get(), new Word(NOWHERE, pick(List.of("shape", "in", "x"))));
            case 5 -> new Expression.Index(NOWHERE, inner.get(), ranges(regex));
            case 6 -> new Expression.Unary(NOWHERE, pick(List.of(UnaryOperator.values())), inner.get());
            default -> new Expression.Binary(NOWHERE, pick(List.of(BinaryOperator.values())), inner.get(), inner.get());
        };
    }

    private Expression call(boolean regex) {
        String name =
                pick(List.of("zeros", "normal", "concat", "cast", "where", "keras.glorot_uniform", "exists", "count"));
        if (chance(25)) {
            Selector selector = selector(regex);
            boolean onlySelector = !selector.except().isEmpty()
                    || selector.where().isPresent()
                    || selector.from().isPresent()
                    || !selector.include().stream().allMatch(item -> item instanceof Selector.Glob);
            if (onlySelector) {
                Expression.Argument.Value value = new Expression.Argument.OfSelector(selector);
                Expression.Argument argument = new Expression.Argument(NOWHERE, Optional.empty(), value);
                return new Expression.Call(NOWHERE, new Word(NOWHERE, name), List.of(argument));
            }
        }
        List<Expression.Argument> arguments = some(
                0,
                3,
                () -> new Expression.Argument(
                        NOWHERE,
                        maybe(() -> new Word(NOWHERE, pick(List.of("axis", "seed", "shape", "with")))),
                        new Expression.Argument.OfExpression(expression(regex))));
        return new Expression.Call(NOWHERE, new Word(NOWHERE, name), arguments);
    }

    private List<Expression.Range> ranges(boolean regex) {
        return some(
                1,
                3,
                () -> chance(40)
                        ? new Expression.Position(NOWHERE, expression(regex))
                        : new Expression.Stretch(
                                NOWHERE,
                                maybe(() -> expression(regex)),
                                maybe(() -> expression(regex)),
                                maybe(() -> expression(regex))));
    }

    private List<Statement> body() {
        return depth > 2 ? List.of() : deeper(() -> some(0, 3, this::statement));
    }

    private Expression axis() {
        Expression number = new Expression.Whole(NOWHERE, random.nextInt(4));
        return switch (random.nextInt(3)) {
            case 0 -> number;
            case 1 -> new Expression.Unary(NOWHERE, UnaryOperator.MINUS, number);
            default -> new Expression.Variable(NOWHERE, "axis");
        };
    }

    private SlotChoice slots() {
        return pick(List.of(SlotChoice.values()));
    }

    private Statement.JsonStep jsonStep() {
        return chance(50)
                ? new Statement.JsonStep.Field(NOWHERE, new Word(NOWHERE, pick(List.of("layers", "in", "set"))))
                : new Statement.JsonStep.Entry(NOWHERE, expression());
    }

    private ParamType type() {
        Word name = new Word(NOWHERE, pick(List.of("int", "shape")));
        return switch (random.nextInt(4)) {
            case 0 -> new ParamType.ListOf(NOWHERE, new Word(NOWHERE, "list"), type());
            case 1 -> new ParamType.OneOf(NOWHERE, some(1, 3, this::text));
            default -> new ParamType.Named(NOWHERE, name);
        };
    }

    private Statement statement() {
        boolean optional = chance(20);
        Optional<Statement.Expect> expect = chance(20)
                ? Optional.of(new Statement.Expect(NOWHERE, expression(), random.nextBoolean()))
                : Optional.empty();
        return switch (random.nextInt(49)) {
            case 0 -> new Statement.Load(NOWHERE, expression(), maybe(this::word), maybe(this::selector));
            case 1 -> new Statement.ManifestFrom(NOWHERE, expression(), maybe(this::word));
            case 2 -> new Statement.Param(NOWHERE, word(), maybe(this::type), maybe(this::expression));
            case 3 -> new Statement.Let(NOWHERE, word(), expression());
            case 4 -> new Statement.Use(NOWHERE, word());
            case 5 ->
                new Statement.Include(
                        NOWHERE, expression(), some(0, 2, () -> new Statement.Binding(NOWHERE, word(), expression())));
            case 6, 7, 8 -> rename(optional, expect);
            case 9 -> new Statement.Drop(head("drop", optional, SlotChoice.UNSAID, expect));
            case 10 -> new Statement.Keep(head("keep", optional, SlotChoice.UNSAID, expect));
            case 11 -> new Statement.Copy(head("copy", optional, slots(), expect), text());
            case 12 -> new Statement.Tie(NOWHERE, text(), text());
            case 13 -> new Statement.Untie(NOWHERE, text());
            case 14 ->
                new Statement.Renumber(
                        new Statement.Head(
                                NOWHERE,
                                "renumber",
                                optional,
                                Selector.of(NOWHERE, List.of(new Selector.Glob(NOWHERE, text()))),
                                SlotChoice.UNSAID,
                                expect),
                        maybe(this::expression));
            case 15 -> new Statement.Scope(NOWHERE, text(), body());
            case 16 ->
                new Statement.Reinit(
                        head("reinit", optional, slots(), expect),
                        maybe(this::expression),
                        maybe(this::expression),
                        maybe(this::expression));
            case 17 -> new Statement.Cast(head("cast", optional, SlotChoice.UNSAID, expect), expression());
            case 18 -> new Statement.Reshape(head("reshape", optional, SlotChoice.UNSAID, expect), expression());
            case 19 ->
                new Statement.Transpose(
                        head("transpose", optional, SlotChoice.UNSAID, expect), maybe(this::expression));
            case 47 -> new Statement.Flip(head("flip", optional, SlotChoice.UNSAID, expect), axis());
            case 20 -> new Statement.Slice(head("slice", optional, SlotChoice.UNSAID, expect), ranges(true));
            case 21 -> new Statement.Pad(head("pad", optional, slots(), expect), expression(), expression());
            case 22 -> new Statement.SetTensor(NOWHERE, text(), expression(), slots());
            case 45 ->
                chance(50)
                        ? new Statement.SetMetadata(NOWHERE, some(1, 3, this::jsonStep), expression())
                        : new Statement.DropMetadata(NOWHERE, optional, some(1, 3, this::jsonStep));
            case 46 -> new Statement.SetJson(NOWHERE, expression(), some(1, 3, this::jsonStep), expression());
            case 23 ->
                new Statement.Update(head("update", optional, slots(), expect), maybe(this::expression), expression());
            case 24 -> new Statement.For(NOWHERE, word(), expression(), maybe(this::expression), body());
            case 25 -> new Statement.If(NOWHERE, expression(), body(), maybe(this::body));
            case 26, 27 -> new Statement.Check(NOWHERE, random.nextBoolean(), assertion(), maybe(this::text));
            case 28 -> new Statement.Show(NOWHERE, maybe(this::selector));
            case 29 -> new Statement.ShowAliases(NOWHERE);
            case 30 -> new Statement.ShowMetadata(NOWHERE);
            case 31 -> new Statement.Tree(NOWHERE, maybe(this::selector));
            case 32 -> {
                Optional<Word> left = maybe(this::word);
                yield new Statement.Diff(NOWHERE, left, left.map(word -> word()));
            }
            case 33 -> new Statement.Stats(NOWHERE, selector());
            case 34 -> chance(50) ? new Statement.ShowPlan(NOWHERE) : new Statement.ShowLedger(NOWHERE);
            case 35 -> chance(50) ? new Statement.Why(NOWHERE, text()) : new Statement.Print(NOWHERE, expression());
            case 42 ->
                new Statement.LayoutOf(
                        head("layout", optional, SlotChoice.UNSAID, expect), random.nextBoolean(), expression());
            case 43 ->
                chance(50)
                        ? new Statement.SplitHeads(head("split", optional, SlotChoice.UNSAID, expect), text())
                        : new Statement.Fuse(head("fuse", optional, SlotChoice.UNSAID, expect), expression(), text());
            case 44 ->
                new Statement.Rearrange(
                        head("rearrange", optional, SlotChoice.UNSAID, expect),
                        expression(),
                        some(0, 2, () -> new Statement.Binding(NOWHERE, word(), expression())));
            case 41 -> new Statement.Resize(head("resize", optional, slots(), expect), expression(), expression());
            case 36 ->
                new Statement.Select(
                        head("select", optional, SlotChoice.UNSAID, expect),
                        axis(),
                        ranges(true),
                        chance(50) ? List.of() : ranges(true));
            case 37 ->
                new Statement.Remap(
                        head("remap", optional, slots(), expect), axis(), expression(), expression(), expression());
            case 38 ->
                new Statement.Split(head("split", optional, SlotChoice.UNSAID, expect), axis(), expression(), text());
            case 39 -> new Statement.Concat(head("concat", optional, SlotChoice.UNSAID, expect), axis(), text());
            case 40 ->
                chance(50)
                        ? new Statement.Stack(head("stack", optional, SlotChoice.UNSAID, expect), axis(), text())
                        : new Statement.Unstack(head("unstack", optional, SlotChoice.UNSAID, expect), axis(), text());
            default ->
                new Statement.Save(
                        NOWHERE,
                        expression(),
                        maybe(this::saveFormat),
                        maybe(this::selector),
                        maybe(this::expression),
                        maybe(this::expression),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean());
        };
    }

    private Statement.SaveFormat saveFormat() {
        return new Statement.SaveFormat(
                NOWHERE, word(), some(0, 2, () -> new Statement.Binding(NOWHERE, word(), expression())));
    }

    private Statement.Head head(String verb, boolean optional, SlotChoice slots, Optional<Statement.Expect> expect) {
        return new Statement.Head(NOWHERE, verb, optional, selector(), slots, expect);
    }

    private Statement.Rename rename(boolean optional, Optional<Statement.Expect> expect) {
        boolean block = chance(50);
        List<Statement.Rule> rules = some(1, block ? 3 : 1, () -> new Statement.Rule(NOWHERE, selector(), text()));
        return new Statement.Rename(NOWHERE, optional, rules, block, expect);
    }

    private Assertion assertion() {
        return switch (random.nextInt(11)) {
            case 0 ->
                new Assertion.Consumed(
                        NOWHERE, maybe(this::word), chance(50) ? some(1, 3, () -> item(true)) : List.of());
            case 1 -> new Assertion.Covered(NOWHERE, maybe(this::word));
            case 2 -> new Assertion.Exists(NOWHERE, selector());
            case 3 -> new Assertion.Absent(NOWHERE, selector());
            case 4 ->
                new Assertion.Count(
                        NOWHERE,
                        selector(),
                        pick(List.of(BinaryOperator.EQUAL, BinaryOperator.LESS, BinaryOperator.IN)),
                        expression());
            case 5 -> new Assertion.ShapeIs(NOWHERE, selector(), expression());
            case 6 -> new Assertion.DTypeIs(NOWHERE, selector(), expression());
            case 7 -> new Assertion.Finite(NOWHERE, selector());
            case 8 -> new Assertion.EqualTo(NOWHERE, selector(), expression(), maybe(this::expression));
            case 9 -> new Assertion.Unchanged(NOWHERE, selector());
            default -> new Assertion.Holds(NOWHERE, expression());
        };
    }
}
