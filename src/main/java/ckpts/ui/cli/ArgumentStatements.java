package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.StringLiteral;
import ckpts.language.syntax.Syntax;
import ckpts.naming.NamePattern;
import ckpts.naming.NameTemplate;
import ckpts.naming.NearNames;
import ckpts.naming.PatternException;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Statements made of arguments. Their spans are empty: they are part of no text yet. */
final class ArgumentStatements {
    private static final Span NOWHERE = new Span(new SourceText("arguments", "", Optional.empty()), 0, 0);
    private static final String ARROW = "->";
    private static final String SPACED_ARROW = " -> ";

    /** Those that hold weights as numbers: in narrower ones a scale that is kept elsewhere is part of the value. */
    static final List<DType> WEIGHTS = List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

    /** Parts of the names of those that mean nothing without a scale, and of those that are unknown, such as six bits. */
    static final List<String> SCALED = List.of("float4", "float8", "int2", "int4", "qint", "quint", "opaque");

    private ArgumentStatements() {}

    /** {@code load "IN" [only "a", "b"]}. */
    static Statement load(String path, List<String> only) throws UsageException {
        Optional<Selector> chosen =
                only.isEmpty() ? Optional.empty() : Optional.of(Selector.of(NOWHERE, patterns(only)));
        return new Statement.Load(NOWHERE, path(path), Optional.empty(), chosen);
    }

    /** {@code save "OUT" [format F] [shard size S] [overwrite]}. */
    static Statement save(
            String path, Optional<Statement.SaveFormat> format, Optional<Expression> shardSize, boolean overwrite)
            throws UsageException {
        return new Statement.Save(
                NOWHERE, path(path), format, Optional.empty(), Optional.empty(), shardSize, false, overwrite, false);
    }

    /**
     * {@code safetensors(alignment = 4096)}, as a save names a format.
     *
     * @throws UsageException if it is anything else
     */
    static Statement.SaveFormat format(String text, Option option) throws UsageException {
        String save = "save \"\" format ";
        Syntax.Parsed parsed = Syntax.parse(new SourceText("arguments", save + text, Optional.empty()));
        List<Statement> statements = parsed.script().statements();
        if (parsed.isWhole()
                && statements.size() == 1
                && statements.get(0) instanceof Statement.Save only
                && only.format()
                        .filter(format -> format.span().text().equals(text.strip()))
                        .isPresent()) {
            return only.format().get();
        }
        throw new UsageException(option.name() + " is FORMAT or 'FORMAT(OPTION = VALUE)', not '" + text + "'");
    }

    /** {@code rename "a" -> "b"}, or a block of several rules, each written {@code a -> b}. */
    static Statement rename(List<String> rules) throws UsageException {
        List<Statement.Rule> all = new ArrayList<>();
        for (String rule : rules) {
            all.add(rule(rule));
        }
        return new Statement.Rename(NOWHERE, false, all, all.size() > 1, Optional.empty());
    }

    /** Blanks around the arrow, one on each side, are no part of the names; others are, where these are there. */
    private static Statement.Rule rule(String rule) throws UsageException {
        boolean spaced = rule.contains(SPACED_ARROW);
        String arrow = spaced ? SPACED_ARROW : ARROW;
        int at = rule.indexOf(arrow);
        if (at < 0) {
            throw new UsageException("a rule is written 'OLD -> NEW', not '" + rule + "'");
        }
        if (rule.lastIndexOf(arrow) != at) {
            throw new UsageException(
                    "'" + rule + "' has several arrows: which of them is between the names is not clear",
                    "write the rule in a script: rename \"OLD\" -> \"NEW\"");
        }
        String source = spaced ? rule.substring(0, at) : rule.substring(0, at).strip();
        String target = spaced
                ? rule.substring(at + arrow.length())
                : rule.substring(at + arrow.length()).strip();
        if (source.isBlank() || target.isBlank()) {
            throw new UsageException("a rule is written 'OLD -> NEW', not '" + rule + "'");
        }
        return new Statement.Rule(NOWHERE, Selector.of(NOWHERE, patterns(List.of(source))), target(target, source));
    }

    /**
     * {@code check exists optimizer except averages}: a warning where nothing is known to be an optimizer's, since then the
     * next statement drops nothing.
     */
    static Statement checkOptimizer() throws UsageException {
        return check(
                true,
                new Assertion.Exists(NOWHERE, optimizer()),
                "no tensor is known to be an optimizer's; in safetensors, only TensorFlow 1's names tell. Drop others by name, in a script:"
                        + " drop \"optimizer/**\"");
    }

    /** {@code drop optimizer except averages}. */
    static Statement dropOptimizer() {
        return new Statement.Drop(Statement.Head.of(NOWHERE, "drop", optimizer()));
    }

    private static Selector optimizer() {
        return new Selector(
                NOWHERE,
                List.of(new Selector.Named(NOWHERE, Selector.Set.OPTIMIZER)),
                List.of(new Selector.Named(NOWHERE, Selector.Set.AVERAGES)),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * {@code assert absent "**" where "float8" in "${dtype}" or ...}: the scales of quantized weights would be rounded like
     * weights, and nothing says which tensors are scales.
     */
    static Statement assertNoScales(DType dtype) throws UsageException {
        Expression condition = SCALED.stream()
                .map(ArgumentStatements::isNamed)
                .reduce((one, other) -> new Expression.Binary(NOWHERE, Expression.BinaryOperator.OR, one, other))
                .orElseThrow();
        return check(
                false,
                new Assertion.Absent(
                        NOWHERE,
                        new Selector(
                                NOWHERE, patterns(List.of("**")), List.of(), Optional.of(condition), Optional.empty())),
                "the scales of quantized weights would be rounded, too. Say what to cast: ckpts cast IN OUT "
                        + dtype.text() + " --only PATTERN");
    }

    /** {@code "float8" in "${dtype}"}. */
    private static Expression isNamed(String part) {
        return new Expression.Binary(
                NOWHERE,
                Expression.BinaryOperator.IN,
                new Expression.Quoted(
                        NOWHERE, new StringLiteral(NOWHERE, List.of(new StringLiteral.Literal(NOWHERE, part)))),
                new Expression.Quoted(
                        NOWHERE,
                        new StringLiteral(NOWHERE, List.of(new StringLiteral.Insertion(NOWHERE, word("dtype"))))));
    }

    private static Statement check(boolean warning, Assertion assertion, String message) throws UsageException {
        return new Statement.Check(NOWHERE, warning, assertion, Optional.of(meaning(message)));
    }

    /** {@code cast "**" except optimizer where dtype in [...] to T}: of the tensors that match, those of the kind of T. */
    static Statement cast(DType dtype, List<String> only) throws UsageException {
        List<DType> kind = dtype.isFloat()
                ? WEIGHTS
                : Arrays.stream(DType.values())
                        .filter(other -> dtype.isInteger() ? other.isInteger() : other.kind() == dtype.kind())
                        .toList();
        Expression condition = new Expression.Binary(
                NOWHERE,
                Expression.BinaryOperator.IN,
                word("dtype"),
                new Expression.ListOf(
                        NOWHERE, kind.stream().map(type -> word(type.text())).toList()));
        Selector selector = new Selector(
                NOWHERE,
                patterns(only.isEmpty() ? List.of("**") : only),
                List.of(new Selector.Named(NOWHERE, Selector.Set.OPTIMIZER)),
                Optional.of(condition),
                Optional.empty());
        return new Statement.Cast(Statement.Head.of(NOWHERE, "cast", selector), word(dtype.text()));
    }

    /**
     * The element type that an argument names.
     *
     * @throws UsageException if there is none, or none that tensors are cast to
     */
    static DType dtype(String text) throws UsageException {
        Optional<DType> named = DType.named(text);
        if (named.isEmpty()) {
            String message = "'" + text + "' is not an element type";
            List<String> known = castable();
            throw NearNames.nearestWord(text, known)
                    .map(near -> new UsageException(message, "did you mean " + near + "?"))
                    .orElse(new UsageException(message, "element types: " + String.join(", ", known)));
        }
        if (!castable().contains(named.get().text())) {
            throw new UsageException(
                    "tensors cannot be cast to '" + text + "' here", "element types: " + String.join(", ", castable()));
        }
        return named.get();
    }

    /** The names of the element types that {@link #cast} takes. */
    static List<String> castable() {
        return Arrays.stream(DType.values())
                .filter(type -> type.isNumeric() && type != DType.BOOL)
                .map(DType::text)
                .toList();
    }

    /** {@code 5GB}. */
    static Expression size(String text, Option option) throws UsageException {
        SizeText size = SizeText.of(text, option, "5GB or 512MiB");
        return new Expression.Size(NOWHERE, Double.parseDouble(size.number()), size.unit());
    }

    private static Expression path(String text) throws UsageException {
        return new Expression.Quoted(NOWHERE, meaning(text));
    }

    private static StringLiteral meaning(String text) throws UsageException {
        return StringLiteral.meaning(NOWHERE, text)
                .orElseThrow(() -> new UsageException("no script can name a path with a carriage return"));
    }

    private static List<Selector.Item> patterns(List<String> texts) throws UsageException {
        List<Selector.Item> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new Selector.Glob(NOWHERE, pattern(text)));
        }
        return items;
    }

    private static StringLiteral pattern(String text) throws UsageException {
        try {
            NamePattern.glob(text);
        } catch (PatternException e) {
            throw new UsageException("'" + text + "' is not a pattern: " + e.getMessage());
        }
        return written(text);
    }

    private static StringLiteral target(String text, String source) throws UsageException {
        try {
            NameTemplate.parse(text, NamePattern.glob(source));
        } catch (PatternException e) {
            throw new UsageException("'" + text + "' is not a target of '" + source + "': " + e.getMessage());
        }
        return written(text);
    }

    private static StringLiteral written(String text) throws UsageException {
        return StringLiteral.pattern(NOWHERE, text)
                .orElseThrow(() -> new UsageException("'" + text + "' has a line break, which no pattern can hold"));
    }

    private static Expression word(String word) {
        return new Expression.Bare(NOWHERE, word);
    }
}
