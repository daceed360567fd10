package ckpts.language.semantics;

import ckpts.checkpoint.Entry;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.StringLiteral;
import ckpts.language.syntax.Word;
import ckpts.naming.NamePattern;
import ckpts.state.Loaded;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.Broadcast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates expressions over names, shapes and types. Tensors come out lazy: nothing stored is read, save for JSON
 * files. Remembers which tensors it handed out, for the ledger.
 */
public final class Evaluator implements Expression.Visitor<Value> {
    private final Context context;
    private final Optional<MatchedTensor> matched;
    private final String key;
    private final Optional<Shape> filled;
    private final boolean exact;
    private final List<Entry> read;

    Evaluator(Context context, Optional<MatchedTensor> matched) {
        this(context, matched, matched.map(MatchedTensor::name).orElse(""), Optional.empty(), false, new ArrayList<>());
    }

    private Evaluator(
            Context context,
            Optional<MatchedTensor> matched,
            String key,
            Optional<Shape> filled,
            boolean exact,
            List<Entry> read) {
        this.context = context;
        this.matched = matched;
        this.key = key;
        this.filled = filled;
        this.exact = exact;
        this.read = read;
    }

    /** An evaluator without a matched tensor: no {@code it}, no predicates. */
    public static Evaluator in(Context context) {
        return new Evaluator(context, Optional.empty());
    }

    /** An evaluator for the value of one name that may be new: random values are seeded by it. */
    public static Evaluator forName(Context context, String name) {
        return new Evaluator(context, Optional.empty(), name, Optional.empty(), false, new ArrayList<>());
    }

    /** An evaluator for one selected tensor of a checkpoint, or variable of the manifest. */
    public static Evaluator forSelected(Context context, Loaded loaded, Selected selected) {
        Universe.OfCheckpoint tensors = Universe.OfCheckpoint.of(loaded, context);
        Universe universe = tensors.contains(selected.name())
                ? tensors
                : new Universe.WithManifest(tensors, tensors.manifest().orElseThrow());
        return new Evaluator(context, Optional.of(universe.matched(selected.name(), selected.captures())));
    }

    /** This evaluator, for a value of a given shape: initializers in it have that shape, beside tensors that broadcast to it. */
    public Evaluator filling(Shape shape) {
        return new Evaluator(context, matched, key, Optional.of(shape), exact, read);
    }

    /** An evaluator that computes with floats as float64; its reads count as reads of this one. */
    Evaluator exactly() {
        return new Evaluator(context, matched, key, filled, true, new ArrayList<>());
    }

    /** A tensor as it is computed with. */
    Tensor computed(Tensor tensor) {
        return exact ? Computation.widened(tensor) : tensor;
    }

    /** The type of an initializer without a shape beside a tensor of this type. */
    TensorType beside(TensorType other) {
        return filled.filter(shape -> Broadcast.fits(other.shape(), shape))
                .map(shape -> new TensorType(other.dtype(), shape))
                .orElse(other);
    }

    /** The entries whose tensors this evaluator has handed out, {@code it} left out. */
    public List<Entry> read() {
        return List.copyOf(read);
    }

    public Context context() {
        return context;
    }

    Optional<MatchedTensor> matched() {
        return matched;
    }

    /** The name of what is computed, by which random values are seeded, beside their seed. */
    String key() {
        return key;
    }

    Strings strings() {
        return new Strings(this);
    }

    public Value value(Expression expression) {
        return Counting.of(expression.accept(this), expression, context.work());
    }

    public long whole(Expression expression) {
        Value value = value(expression);
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        throw wrongKind(expression.span(), "a whole number", value);
    }

    /** A whole number that is not less than this. */
    public long whole(Expression expression, long least) {
        long value = whole(expression);
        if (value < least) {
            throw bad(expression.span(), "must be at least " + least + ", is " + value);
        }
        return value;
    }

    public double real(Expression expression) {
        Value value = value(expression);
        if (Operators.isNumber(value)) {
            return Operators.number(value);
        }
        throw wrongKind(expression.span(), "a number", value);
    }

    public boolean truth(Expression expression) {
        return truth(value(expression), expression.span());
    }

    static boolean truth(Value value, Span place) {
        if (value instanceof Value.Truth truth) {
            return truth.value();
        }
        if (value instanceof Value.OfTensor) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT, place, "a condition cannot depend on the values of a tensor")
                    .help("choose element by element: where(CONDITION, a, b); or compare two tensors as a whole:"
                            + " assert equal \"NAME\" = EXPR"));
        }
        throw wrongKind(place, "true or false", value);
    }

    public String string(Expression expression) {
        Value value = value(expression);
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw wrongKind(expression.span(), "a string", value);
    }

    /** A path: relative to the script's folder, or to the working directory if it came from the command line. */
    public Path path(Expression expression) {
        Value value = value(expression);
        if (value instanceof Value.Text text) {
            return Paths.resolve(text, expression.span(), context.documents());
        }
        throw wrongKind(expression.span(), "a path in quotes", value);
    }

    public List<Value> items(Expression expression) {
        Value value = value(expression);
        if (value instanceof Value.Items items) {
            return items.values();
        }
        throw wrongKind(expression.span(), "a list", value);
    }

    public DType dtype(Expression expression) {
        Value value = value(expression);
        if (value instanceof Value.ElementType type) {
            return type.value();
        }
        if (value instanceof Value.Text text && DType.named(text.value()).isPresent()) {
            return DType.named(text.value()).get();
        }
        throw wrongKind(expression.span(), "an element type such as float32", value);
    }

    /** A list of whole numbers. */
    public List<Long> wholes(Expression expression) {
        List<Long> numbers = new ArrayList<>();
        for (Value item : items(expression)) {
            if (!(item instanceof Value.Whole whole)) {
                throw wrongKind(expression.span(), "a list of whole numbers", item);
            }
            numbers.add(whole.value());
        }
        return numbers;
    }

    public Shape shape(Expression expression) {
        List<Long> sizes = wholes(expression);
        sizes.stream().filter(size -> size < 0).findFirst().ifPresent(size -> {
            throw bad(expression.span(), "a dimension cannot be negative: " + size);
        });
        ElementCount.require(sizes, expression.span());
        return Shape.of(sizes);
    }

    public String plain(StringLiteral text) {
        return strings().plain(text);
    }

    /** The whole name that a string spells in the current scope, captures and variables in braces written out. */
    public String name(StringLiteral text) {
        Map<String, String> written = context.environment().written();
        matched.ifPresent(one -> written.putAll(one.captures()));
        NamePattern pattern = ScopedNames.pattern(text, this, written);
        if (!pattern.isLiteral()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_PATTERN,
                            text.span(),
                            "one name is expected here, " + text.span().text() + " is a pattern")
                    .help("to use characters of a pattern literally, put a backslash before them: \\* \\? \\[ \\{"));
        }
        return pattern.literalText();
    }

    /**
     * A tensor of a type that is known from elsewhere: numbers and initializers take it on.
     *
     * @param wanted the type where the context has one
     */
    public Tensor tensor(Expression expression, Optional<TensorType> wanted) {
        return Tensors.of(value(expression), wanted, key, expression.span());
    }

    /** Whether a comparison holds, given the sign of left minus right. */
    public static boolean ordered(Expression.BinaryOperator comparison, int sign) {
        return Operators.ordered(comparison, sign);
    }

    /** The entry of a checkpoint, marked as read. */
    Entry entry(Loaded loaded, String name, Span place) {
        String stored = loaded.current().aliases().getOrDefault(name, name);
        Entry entry = loaded.current()
                .entry(stored)
                .orElseThrow(() ->
                        new StatementException(MissingTensor.diagnostic(loaded, name, place, context.environment())));
        read.add(entry);
        return entry;
    }

    /** The value of a variable; the tensors that it is made of count as read. */
    Optional<Value> variable(String name) {
        read.addAll(context.environment().readBy(name));
        return context.environment().variable(name);
    }

    @Override
    public Value visitWhole(Expression.Whole node) {
        return new Value.Whole(node.value());
    }

    @Override
    public Value visitReal(Expression.Real node) {
        return new Value.Real(node.value());
    }

    @Override
    public Value visitSize(Expression.Size node) {
        return new Value.Whole(Sizes.bytes(node));
    }

    @Override
    public Value visitTruth(Expression.Truth node) {
        return new Value.Truth(node.value());
    }

    @Override
    public Value visitQuoted(Expression.Quoted node) {
        return new Value.Text(plain(node.text()), strings().beginsOutside(node.text()));
    }

    @Override
    public Value visitListOf(Expression.ListOf node) {
        return new Value.Items(node.items().stream().map(this::value).toList());
    }

    @Override
    public Value visitVariable(Expression.Variable node) {
        return variable(node.name())
                .orElseThrow(() -> new StatementException(Suggestions.unknown(
                        Code.UNKNOWN_NAME,
                        node.span(),
                        "there is no parameter or variable `" + node.name() + "`",
                        node.name(),
                        context.environment().variableNames())));
    }

    @Override
    public Value visitBare(Expression.Bare node) {
        return new BareWords(this).value(node);
    }

    @Override
    public Value visitIt(Expression.It node) {
        MatchedTensor one = matched.orElseThrow(() ->
                new StatementException(Diagnostic.error(Code.UNKNOWN_NAME, node.span(), "`it` has no meaning here")
                        .help("`it` is the matched tensor in update, pad, where and equal")));
        return new Value.OfTensor(one.tensor()
                .orElseThrow(() -> new StatementException(Diagnostic.error(
                        Code.NO_SUCH_TENSOR, node.span(), "\"" + one.name() + "\" has no value yet"))));
    }

    @Override
    public Value visitTensorOf(Expression.TensorOf node) {
        Loaded loaded = context.checkpoint(node.checkpoint());
        return new Value.OfTensor(
                entry(loaded, name(node.name()), node.name().span()).tensor());
    }

    /** A tensor whose whole name is computed, as in {@code donor[name]}: not a pattern, and not relative to a scope. */
    private Value named(Word checkpoint, Expression name) {
        return new Value.OfTensor(
                entry(context.checkpoint(checkpoint), string(name), name.span()).tensor());
    }

    @Override
    public Value visitCall(Expression.Call node) {
        return Builtins.call(node, this);
    }

    @Override
    public Value visitMember(Expression.Member node) {
        return Members.of(value(node.target()), node);
    }

    @Override
    public Value visitIndex(Expression.Index node) {
        if (node.target() instanceof Expression.Bare bare
                && node.position().isPresent()
                && new BareWords(this).isCheckpoint(bare)) {
            return named(new Word(bare.span(), bare.name()), node.position().get());
        }
        return Indexing.of(value(node.target()), node, this);
    }

    @Override
    public Value visitUnary(Expression.Unary node) {
        return guarded(node.span(), () -> Operators.unary(node, value(node.operand())));
    }

    @Override
    public Value visitBinary(Expression.Binary node) {
        if (node.operator() == Expression.BinaryOperator.AND) {
            return new Value.Truth(truth(node.left()) && truth(node.right()));
        }
        if (node.operator() == Expression.BinaryOperator.OR) {
            return new Value.Truth(truth(node.left()) || truth(node.right()));
        }
        Value left = value(node.left());
        Value right = value(node.right());
        return guarded(node.span(), () -> Operators.binary(node, left, right, this));
    }

    /** Turns exceptions of lower layers into a diagnostic at this place. */
    static <T> T guarded(Span place, java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (TensorTypeException e) {
            throw new StatementException(TypeTrouble.at(place, e));
        } catch (ArithmeticException e) {
            throw new StatementException(Diagnostic.error(Code.BAD_VALUE, place, "the result does not fit in 64 bits"));
        }
    }

    static StatementException wrongKind(Span place, String wanted, Value found) {
        return new StatementException(
                Diagnostic.error(Code.BAD_ARGUMENT, place, "expected " + wanted + ", found " + found.kind()));
    }

    static StatementException bad(Span place, String message) {
        return new StatementException(Diagnostic.error(Code.BAD_VALUE, place, message));
    }
}
