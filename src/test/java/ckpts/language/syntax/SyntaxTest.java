package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression.BinaryOperator;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.language.syntax.generated.CkptsParser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each statement and its record. Spans are equal wherever they stand, so that trees compare by meaning. */
class SyntaxTest {
    private static final Span ANY = new Span(new SourceText("any", "", Optional.empty()), 0, 0);

    private static Statement.Expect expect(long count) {
        return new Statement.Expect(ANY, whole(count), false);
    }

    private static ParamType type(String name) {
        return new ParamType.Named(ANY, word(name));
    }

    private static Word word(String text) {
        return new Word(ANY, text);
    }

    private static StringLiteral text(String raw) {
        return new StringLiteral(ANY, List.of(new StringLiteral.Literal(ANY, raw)));
    }

    private static Expression.Quoted quoted(String raw) {
        return new Expression.Quoted(ANY, text(raw));
    }

    private static Expression.Whole whole(long value) {
        return new Expression.Whole(ANY, value);
    }

    private static Expression.Bare bare(String name) {
        return new Expression.Bare(ANY, name);
    }

    private static Expression.ListOf list(Expression... items) {
        return new Expression.ListOf(ANY, Arrays.asList(items));
    }

    private static Expression.Call call(String name) {
        return new Expression.Call(ANY, word(name), List.of());
    }

    private static Expression equal(Expression left, Expression right) {
        return new Expression.Binary(ANY, BinaryOperator.EQUAL, left, right);
    }

    private static Selector.Glob glob(String raw) {
        return new Selector.Glob(ANY, text(raw));
    }

    private static Selector selector(String raw) {
        return new Selector(ANY, List.of(glob(raw)), List.of(), Optional.empty(), Optional.empty());
    }

    private static Statement.Head head(String verb, Selector selector) {
        return Statement.Head.of(ANY, verb, selector);
    }

    private static Statement.Rule rule(String source, String target) {
        return new Statement.Rule(ANY, selector(source), text(target));
    }

    private static Statement check(Assertion assertion) {
        return new Statement.Check(ANY, false, assertion, Optional.empty());
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    static Stream<Arguments> inputsAndNames() {
        return Stream.of(
                Arguments.of("load \"a\"", new Statement.Load(ANY, quoted("a"), none(), none())),
                Arguments.of(
                        "load $p as donor only \"a\"",
                        new Statement.Load(
                                ANY,
                                new Expression.Variable(ANY, "p"),
                                Optional.of(word("donor")),
                                Optional.of(selector("a")))),
                Arguments.of(
                        "manifest \"m.json\" as m",
                        new Statement.ManifestFrom(ANY, quoted("m.json"), Optional.of(word("m")))),
                Arguments.of(
                        "param n: int = 3",
                        new Statement.Param(ANY, word("n"), Optional.of(type("int")), Optional.of(whole(3)))),
                Arguments.of(
                        "param n: list[list[int]]",
                        new Statement.Param(
                                ANY,
                                word("n"),
                                Optional.of(new ParamType.ListOf(
                                        ANY, word("list"), new ParamType.ListOf(ANY, word("list"), type("int")))),
                                none())),
                Arguments.of(
                        "param n: \"a\" | \"b\"",
                        new Statement.Param(
                                ANY,
                                word("n"),
                                Optional.of(new ParamType.OneOf(ANY, List.of(text("a"), text("b")))),
                                none())),
                Arguments.of("param n", new Statement.Param(ANY, word("n"), none(), none())),
                Arguments.of("let x = 1_000", new Statement.Let(ANY, word("x"), whole(1000))),
                Arguments.of("use donor", new Statement.Use(ANY, word("donor"))),
                Arguments.of(
                        "include \"b.ckpts\" with k = 1,\n  with = 2",
                        new Statement.Include(
                                ANY,
                                quoted("b.ckpts"),
                                List.of(
                                        new Statement.Binding(ANY, word("k"), whole(1)),
                                        new Statement.Binding(ANY, word("with"), whole(2))))),
                Arguments.of(
                        "rename? \"a\" -> \"b\" expect 3",
                        new Statement.Rename(ANY, true, List.of(rule("a", "b")), false, Optional.of(expect(3)))),
                Arguments.of(
                        "rename { \"a\" -> \"b\"; \"b\" -> \"a\" }",
                        new Statement.Rename(ANY, false, List.of(rule("a", "b"), rule("b", "a")), true, none())),
                Arguments.of("drop \"a\"", new Statement.Drop(head("drop", selector("a")))),
                Arguments.of(
                        "keep? \"a\"",
                        new Statement.Keep(
                                new Statement.Head(ANY, "keep", true, selector("a"), SlotChoice.UNSAID, none()))),
                Arguments.of(
                        "copy \"a\" -> \"b\" with slots",
                        new Statement.Copy(head("copy", selector("a")).with(SlotChoice.WITH), text("b"))),
                Arguments.of("tie \"a\" -> \"b\"", new Statement.Tie(ANY, text("a"), text("b"))),
                Arguments.of("untie \"b\"", new Statement.Untie(ANY, text("b"))),
                Arguments.of(
                        "renumber \"h.{i:int}.**\" from 1",
                        new Statement.Renumber(
                                head("renumber", Selector.of(ANY, List.of(glob("h.{i:int}.**")))),
                                Optional.of(whole(1)))),
                Arguments.of(
                        "scope \"a\" { plan }",
                        new Statement.Scope(ANY, text("a"), List.of(new Statement.ShowPlan(ANY)))));
    }

    static Stream<Arguments> data() {
        return Stream.of(
                Arguments.of(
                        "reinit \"a\" shape [3] with zeros() dtype float32 without slots",
                        new Statement.Reinit(
                                head("reinit", selector("a")).with(SlotChoice.WITHOUT),
                                Optional.of(call("zeros")),
                                Optional.of(list(whole(3))),
                                Optional.of(bare("float32")))),
                Arguments.of("cast \"a\" to float16", new Statement.Cast(head("cast", selector("a")), bare("float16"))),
                Arguments.of(
                        "reshape \"a\" to [1, 2]",
                        new Statement.Reshape(head("reshape", selector("a")), list(whole(1), whole(2)))),
                Arguments.of(
                        "transpose \"a\" by [1, 0]",
                        new Statement.Transpose(
                                head("transpose", selector("a")), Optional.of(list(whole(1), whole(0))))),
                Arguments.of("flip \"a\" axis 0", new Statement.Flip(head("flip", selector("a")), whole(0))),
                Arguments.of(
                        "rearrange \"a\" by \"b\" with h = 1",
                        new Statement.Rearrange(
                                head("rearrange", selector("a")),
                                quoted("b"),
                                List.of(new Statement.Binding(ANY, word("h"), whole(1))))),
                Arguments.of(
                        "slice \"a\" [0:8, :, 3, ::2]",
                        new Statement.Slice(
                                head("slice", selector("a")),
                                List.of(
                                        new Expression.Stretch(
                                                ANY, Optional.of(whole(0)), Optional.of(whole(8)), none()),
                                        new Expression.Stretch(ANY, none(), none(), none()),
                                        new Expression.Position(ANY, whole(3)),
                                        new Expression.Stretch(ANY, none(), none(), Optional.of(whole(2)))))),
                Arguments.of(
                        "select \"a\" axis -1 [0:8] except [3]",
                        new Statement.Select(
                                head("select", selector("a")),
                                new Expression.Unary(ANY, Expression.UnaryOperator.MINUS, whole(1)),
                                List.of(new Expression.Stretch(
                                        ANY, Optional.of(whole(0)), Optional.of(whole(8)), none())),
                                List.of(new Expression.Position(ANY, whole(3))))),
                Arguments.of(
                        "resize \"a\" to [4] with 0",
                        new Statement.Resize(head("resize", selector("a")), list(whole(4)), whole(0))),
                Arguments.of(
                        "remap \"a\" axis 0 from vocab \"o\" to vocab \"n\" else 0 without slots",
                        new Statement.Remap(
                                head("remap", selector("a")).with(SlotChoice.WITHOUT),
                                whole(0),
                                quoted("o"),
                                quoted("n"),
                                whole(0))),
                Arguments.of(
                        "split? \"a\" axis $k into [1, 2] -> \"b\"",
                        new Statement.Split(
                                new Statement.Head(ANY, "split", true, selector("a"), SlotChoice.UNSAID, none()),
                                new Expression.Variable(ANY, "k"),
                                list(whole(1), whole(2)),
                                text("b"))),
                Arguments.of(
                        "layout \"a\" is 1", new Statement.LayoutOf(head("layout", selector("a")), true, whole(1))),
                Arguments.of(
                        "layout \"a\" to 1", new Statement.LayoutOf(head("layout", selector("a")), false, whole(1))),
                Arguments.of(
                        "split \"a\" qkv -> \"b\"", new Statement.SplitHeads(head("split", selector("a")), text("b"))),
                Arguments.of(
                        "fuse \"a\" as 1 -> \"b\"",
                        new Statement.Fuse(head("fuse", selector("a")), whole(1), text("b"))),
                Arguments.of(
                        "concat \"a\" axis 0 -> \"b\" expect 2",
                        new Statement.Concat(
                                new Statement.Head(
                                        ANY, "concat", false, selector("a"), SlotChoice.UNSAID, Optional.of(expect(2))),
                                whole(0),
                                text("b"))),
                Arguments.of(
                        "stack \"a\" axis 1 -> \"b\"",
                        new Statement.Stack(head("stack", selector("a")), whole(1), text("b"))),
                Arguments.of(
                        "unstack \"a\" axis 1 -> \"b\"",
                        new Statement.Unstack(head("unstack", selector("a")), whole(1), text("b"))),
                Arguments.of(
                        "pad \"a\" to [4] with 0",
                        new Statement.Pad(head("pad", selector("a")), list(whole(4)), whole(0))),
                Arguments.of(
                        "set \"a\" = A[\"b\"]",
                        new Statement.SetTensor(
                                ANY, text("a"), new Expression.TensorOf(ANY, word("A"), text("b")), SlotChoice.UNSAID)),
                Arguments.of(
                        "set metadata.format[\"a b\"] = \"pt\"",
                        new Statement.SetMetadata(
                                ANY,
                                List.of(
                                        new Statement.JsonStep.Field(ANY, word("format")),
                                        new Statement.JsonStep.Entry(ANY, new Expression.Quoted(ANY, text("a b")))),
                                new Expression.Quoted(ANY, text("pt")))),
                Arguments.of(
                        "drop? metadata.format",
                        new Statement.DropMetadata(
                                ANY, true, List.of(new Statement.JsonStep.Field(ANY, word("format"))))),
                Arguments.of(
                        "set json(\"c.json\").rope.in[\"a\"][0] = 1",
                        new Statement.SetJson(
                                ANY,
                                new Expression.Quoted(ANY, text("c.json")),
                                List.of(
                                        new Statement.JsonStep.Field(ANY, word("rope")),
                                        new Statement.JsonStep.Field(ANY, word("in")),
                                        new Statement.JsonStep.Entry(ANY, new Expression.Quoted(ANY, text("a"))),
                                        new Statement.JsonStep.Entry(ANY, whole(0))),
                                whole(1))),
                Arguments.of(
                        "update (\"a\" where rank == 2) = it",
                        new Statement.Update(
                                head(
                                        "update",
                                        new Selector(
                                                ANY,
                                                List.of(glob("a")),
                                                List.of(),
                                                Optional.of(equal(bare("rank"), whole(2))),
                                                none())),
                                none(),
                                new Expression.It(ANY))),
                Arguments.of(
                        "update \"a\" to float32 [_, 2] = it without slots expect 2 each",
                        new Statement.Update(
                                new Statement.Head(
                                        ANY,
                                        "update",
                                        false,
                                        selector("a"),
                                        SlotChoice.WITHOUT,
                                        Optional.of(new Statement.Expect(ANY, whole(2), true))),
                                Optional.of(new Expression.Index(
                                        ANY,
                                        bare("float32"),
                                        List.of(
                                                new Expression.Position(ANY, bare("_")),
                                                new Expression.Position(ANY, whole(2))))),
                                new Expression.It(ANY))));
    }

    static Stream<Arguments> controlChecksAndOutput() {
        Statement plan = new Statement.ShowPlan(ANY);
        return Stream.of(
                Arguments.of(
                        "for i in 0..11 { plan }",
                        new Statement.For(ANY, word("i"), whole(0), Optional.of(whole(11)), List.of(plan))),
                Arguments.of("for i in [1] { }", new Statement.For(ANY, word("i"), list(whole(1)), none(), List.of())),
                Arguments.of(
                        "if x { } else if y { plan } else { }",
                        new Statement.If(
                                ANY,
                                bare("x"),
                                List.of(),
                                Optional.of(List.of(
                                        new Statement.If(ANY, bare("y"), List.of(plan), Optional.of(List.of())))))),
                Arguments.of(
                        "check consumed against m else \"no\"",
                        new Statement.Check(
                                ANY,
                                true,
                                new Assertion.Consumed(ANY, Optional.of(word("m")), List.of()),
                                Optional.of(text("no")))),
                Arguments.of("assert covered", check(new Assertion.Covered(ANY, none()))),
                Arguments.of("assert exists \"a\"", check(new Assertion.Exists(ANY, selector("a")))),
                Arguments.of("assert absent \"a\"", check(new Assertion.Absent(ANY, selector("a")))),
                Arguments.of(
                        "assert count \"a\" >= 3",
                        check(new Assertion.Count(ANY, selector("a"), BinaryOperator.GREATER_OR_EQUAL, whole(3)))),
                Arguments.of(
                        "assert shape \"a\" == [3]", check(new Assertion.ShapeIs(ANY, selector("a"), list(whole(3))))),
                Arguments.of(
                        "assert dtype \"a\" == int8", check(new Assertion.DTypeIs(ANY, selector("a"), bare("int8")))),
                Arguments.of("assert finite \"a\"", check(new Assertion.Finite(ANY, selector("a")))),
                Arguments.of(
                        "assert equal \"a\" = it within 1e-3",
                        check(new Assertion.EqualTo(
                                ANY,
                                selector("a"),
                                new Expression.It(ANY),
                                Optional.of(new Expression.Real(ANY, 0.001))))),
                Arguments.of("assert unchanged \"a\"", check(new Assertion.Unchanged(ANY, selector("a")))),
                Arguments.of("assert x == 3", check(new Assertion.Holds(ANY, equal(bare("x"), whole(3))))),
                Arguments.of("show", new Statement.Show(ANY, none())),
                Arguments.of("show \"a\"", new Statement.Show(ANY, Optional.of(selector("a")))),
                Arguments.of("show aliases", new Statement.ShowAliases(ANY)),
                Arguments.of("show metadata", new Statement.ShowMetadata(ANY)),
                Arguments.of("tree", new Statement.Tree(ANY, none())),
                Arguments.of("diff", new Statement.Diff(ANY, none(), none())),
                Arguments.of("diff a b", new Statement.Diff(ANY, Optional.of(word("a")), Optional.of(word("b")))),
                Arguments.of("stats \"a\"", new Statement.Stats(ANY, selector("a"))),
                Arguments.of("plan", plan),
                Arguments.of("ledger", new Statement.ShowLedger(ANY)),
                Arguments.of("why \"a\"", new Statement.Why(ANY, text("a"))),
                Arguments.of("print 5GB", new Statement.Print(ANY, new Expression.Size(ANY, 5, "GB"))),
                Arguments.of(
                        "save \"a\" overwrite shards 2 format safetensors latest by link",
                        new Statement.Save(
                                ANY,
                                quoted("a"),
                                Optional.of(new Statement.SaveFormat(ANY, word("safetensors"), List.of())),
                                none(),
                                Optional.of(whole(2)),
                                none(),
                                true,
                                true,
                                true)),
                Arguments.of(
                        "save \"a\" format x(k = 1, l = word,) latest",
                        new Statement.Save(
                                ANY,
                                quoted("a"),
                                Optional.of(new Statement.SaveFormat(
                                        ANY,
                                        word("x"),
                                        List.of(
                                                new Statement.Binding(ANY, word("k"), whole(1)),
                                                new Statement.Binding(ANY, word("l"), bare("word"))))),
                                none(),
                                none(),
                                none(),
                                true,
                                false,
                                false)),
                Arguments.of(
                        "save \"a\" only \"b\" shard size 64MiB",
                        new Statement.Save(
                                ANY,
                                quoted("a"),
                                none(),
                                Optional.of(selector("b")),
                                none(),
                                Optional.of(new Expression.Size(ANY, 64, "MiB")),
                                false,
                                false,
                                false)));
    }

    @Test
    void everyAlternativeOfTheGrammarHasItsRecordAndIsTriedHere() {
        Set<String> alternatives = Stream.of(CkptsParser.class.getDeclaredClasses())
                .filter(context -> context.getSuperclass() == CkptsParser.StatementContext.class)
                .map(context -> context.getSimpleName().replace("Context", ""))
                .collect(Collectors.toSet());
        Set<Class<?>> tried = Stream.of(inputsAndNames(), data(), controlChecksAndOutput())
                .flatMap(examples -> examples)
                .map(example -> example.get()[1].getClass())
                .collect(Collectors.toSet());

        assertThat(Kinds.of(Statement.class))
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrderElementsOf(alternatives);
        assertThat(tried).isEqualTo(Kinds.of(Statement.class));
    }

    @ParameterizedTest
    @MethodSource({"inputsAndNames", "data", "controlChecksAndOutput"})
    void aStatementBecomesItsRecord(String script, Statement expected) {
        assertThat(statement(script)).isEqualTo(expected);
    }

    @Test
    void aSelectorHasItsClausesInAnyOrder() {
        Selector expected = new Selector(
                ANY,
                List.of(glob("a"), new Selector.Regex(ANY, "b\\/c"), new Selector.Named(ANY, Selector.Set.SLOTS)),
                List.of(glob("d"), glob("e")),
                Optional.of(equal(bare("rank"), whole(2))),
                Optional.of(word("donor")));

        assertThat(statement("stats \"a\", /b\\/c/, slots except \"d\", \"e\" where rank == 2 from donor"))
                .isEqualTo(new Statement.Stats(ANY, expected));
        assertThat(statement("stats (\"a\", /b\\/c/, slots from donor where rank == 2 except \"d\", \"e\")"))
                .isEqualTo(new Statement.Stats(ANY, expected));
    }

    @Test
    void aStringKeepsItsEscapesAndInsertsValues() {
        Expression sum = new Expression.Binary(ANY, BinaryOperator.PLUS, bare("i"), whole(1));
        StringLiteral expected = new StringLiteral(
                ANY,
                List.of(
                        new StringLiteral.Literal(ANY, "a\\$\\\"{i}/"),
                        new StringLiteral.Insertion(ANY, new Expression.Variable(ANY, "n")),
                        new StringLiteral.Literal(ANY, ".w"),
                        new StringLiteral.Insertion(ANY, sum)));

        assertThat(statement("why \"a\\$\\\"{i}/$n.w${i + 1}\"")).isEqualTo(new Statement.Why(ANY, expected));
    }

    @Test
    void anArgumentThatOnlyASelectorCanBeIsOne() {
        assertThat(Formatter.text(statement("print count(\"a\", \"b\")"))).isEqualTo("print count(\"a\", \"b\")");
        assertThat(arguments("print count(\"a\", \"b\")"))
                .hasSize(2)
                .allMatch(argument -> argument.value() instanceof Expression.Argument.OfExpression);
        for (String only : List.of("/a/", "slots", "\"a\", \"b\" except \"c\"", "\"a\" where x", "\"a\" from b")) {
            assertThat(arguments("print count(" + only + ")"))
                    .as(only)
                    .singleElement()
                    .matches(argument -> argument.value() instanceof Expression.Argument.OfSelector);
        }
    }

    private static List<Expression.Argument> arguments(String script) {
        return ((Expression.Call) ((Statement.Print) statement(script)).value()).arguments();
    }

    @Test
    void aSlashDividesAfterAnOperandAndBeginsAPatternElsewhere() {
        assertThat(statement("drop /a/ where size / 4 > 1 / it"))
                .isEqualTo(statement("drop (/a/ where (size / 4) > (1 / it))"));
        assertThat(Formatter.text(statement("drop \"a\" except /b/, /c/"))).isEqualTo("drop \"a\" except /b/, /c/");
        assertThat(Formatter.text(statement("load $p only /b/"))).isEqualTo("load $p only /b/");
        assertThat(Formatter.text(statement("print only / x / except"))).isEqualTo("print only / x / except");
        assertThat(Formatter.text(statement("assert shape /b/ == [1]"))).isEqualTo("assert shape /b/ == [1]");
    }

    @Test
    void operatorsBindAsInMathematics() {
        assertThat(statement("print a or b and not c == d + e * -f.g[0]"))
                .isEqualTo(statement("print (a or (b and (not (c == (d + (e * (-((f.g)[0]))))))))"));
        assertThat(statement("print a - b - c")).isEqualTo(statement("print (a - b) - c"));
    }

    @Test
    void newlinesAreFreeInBracketsAndAfterSomeTokens() {
        assertThat(statement("rename \"a\",\n\n  # why\n  \"b\" ->\n  \"c\" \\\n  expect\t(\n3\n)"))
                .isEqualTo(statement("rename \"a\", \"b\" -> \"c\" expect 3"));
        assertThat(parse("\uFEFF\n\n# only a comment\n").script().statements()).isEmpty();
        assertThat(statement("let x =\r\n  3\r\n")).isEqualTo(statement("let x = 3"));
    }

    @Test
    void theFirstLineMayFixTheLanguage() {
        assertThat(parse("#!/usr/bin/env ckpts\nlanguage 1\ndrop \"a\"\n")
                        .script()
                        .language())
                .isEqualTo(OptionalInt.of(1));
        assertThat(parse("drop \"a\"\n").script().language()).isEmpty();
    }

    @Test
    void spansPointAtTheText() {
        Statement.Rename rename = (Statement.Rename) statement("  rename \"\ud83d\ude00\" -> \"b\"  # c");

        assertThat(rename.span().text()).isEqualTo("rename \"\ud83d\ude00\" -> \"b\"");
        assertThat(rename.span().column()).isEqualTo(3);
        assertThat(rename.rules().get(0).target().span().text()).isEqualTo("\"b\"");
        assertThat(rename.rules().get(0).target().span().column()).isEqualTo(17);
    }

    private static Statement statement(String script) {
        Syntax.Parsed parsed = parse(script);
        assertThat(parsed.diagnostics()).as(script).isEmpty();
        assertThat(parsed.script().statements()).as(script).hasSize(1);
        return parsed.script().statements().get(0);
    }

    private static Syntax.Parsed parse(String text) {
        return Syntax.parse(new SourceText("test.ckpts", text, Optional.empty()));
    }
}
