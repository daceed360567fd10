package ckpts.ui.cli;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.StringLiteral;
import ckpts.language.syntax.Word;
import ckpts.naming.NearNames;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements made of arguments. Their spans are empty: they are part of no text yet. */
final class Statements {
    private static final Span NOWHERE = new Span(new SourceText("arguments", "", Optional.empty()), 0, 0);
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?)([KMGT]i?B)");
    private static final String ARROW = "->";

    /** Those that hold weights as numbers: in narrower ones a scale that is kept elsewhere is part of the value. */
    private static final List<DType> WEIGHTS = List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

    private Statements() {}

    /** {@code load "IN" [only "a", "b"]}. */
    static Statement load(String path, List<String> only) throws UsageException {
        Optional<Selector> chosen =
                only.isEmpty() ? Optional.empty() : Optional.of(Selector.of(NOWHERE, patterns(only)));
        return new Statement.Load(NOWHERE, path(path), Optional.empty(), chosen);
    }

    /** {@code save "OUT" [format F] [shard size S]}. */
    static Statement save(String path, Optional<String> format, Optional<Expression> shardSize) throws UsageException {
        return new Statement.Save(
                NOWHERE,
                path(path),
                format.map(name -> new Word(NOWHERE, name)),
                Optional.empty(),
                Optional.empty(),
                shardSize,
                false,
                false,
                false);
    }

    /** {@code rename "a" -> "b"}, or a block of several rules, each written {@code a -> b}. */
    static Statement rename(List<String> rules) throws UsageException {
        List<Statement.Rule> all = new ArrayList<>();
        for (String rule : rules) {
            int arrow = rule.indexOf(ARROW);
            String source = arrow < 0 ? "" : rule.substring(0, arrow).strip();
            String target =
                    arrow < 0 ? "" : rule.substring(arrow + ARROW.length()).strip();
            if (source.isEmpty() || target.isEmpty() || target.contains(ARROW)) {
                throw new UsageException("a rule is written 'OLD -> NEW', not '" + rule + "'");
            }
            all.add(new Statement.Rule(NOWHERE, Selector.of(NOWHERE, patterns(List.of(source))), pattern(target)));
        }
        return new Statement.Rename(NOWHERE, false, all, all.size() > 1, Optional.empty());
    }

    /** {@code drop optimizer}. */
    static Statement dropOptimizer() {
        Selector optimizer = Selector.of(NOWHERE, List.of(new Selector.Named(NOWHERE, Selector.Set.OPTIMIZER)));
        return new Statement.Drop(Statement.Head.of(NOWHERE, "drop", optimizer));
    }

    /** {@code cast "**" where dtype in [...] to T}: of the tensors that match, those of the kind of T. */
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
                List.of(),
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
            String message = text + " is not an element type";
            List<String> known = castable();
            throw NearNames.nearestWord(text, known)
                    .map(near -> new UsageException(message, "did you mean " + near + "?"))
                    .orElse(new UsageException(message, "element types: " + String.join(", ", known)));
        }
        if (!castable().contains(named.get().text())) {
            throw new UsageException(
                    "tensors cannot be cast to " + text + " here", "element types: " + String.join(", ", castable()));
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
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new UsageException(option.name() + " must be a size such as 5GB or 512MiB, not " + text);
        }
        return new Expression.Size(NOWHERE, Double.parseDouble(size.group(1)), size.group(2));
    }

    private static Expression path(String text) throws UsageException {
        return new Expression.Quoted(
                NOWHERE,
                StringLiteral.meaning(NOWHERE, text)
                        .orElseThrow(() -> new UsageException("no script can name a path with a carriage return")));
    }

    private static List<Selector.Item> patterns(List<String> texts) throws UsageException {
        List<Selector.Item> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new Selector.Glob(NOWHERE, pattern(text)));
        }
        return items;
    }

    private static StringLiteral pattern(String text) throws UsageException {
        return StringLiteral.pattern(NOWHERE, text)
                .orElseThrow(() -> new UsageException("'" + text
                        + "' is not a pattern: it has a line break, or a backslash at its end with nothing to escape"));
    }

    private static Expression word(String word) {
        return new Expression.Bare(NOWHERE, word);
    }
}
