package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The type that a tensor is to have: its own, or the one given after {@code to}, {@code float32}, {@code [_, 4096]}, {@code
 * float32[_, 4096]}.
 */
public final class WantedType {
    /** The size of the result, whatever it is. */
    public static final String ANY = "_";

    private final TensorType old;
    private final Optional<DType> elements;
    private final Optional<List<OptionalLong>> sizes;

    private WantedType(TensorType old, Optional<DType> elements, Optional<List<OptionalLong>> sizes) {
        this.old = old;
        this.elements = elements;
        this.sizes = sizes.map(List::copyOf);
    }

    /**
     * @param written the expression after {@code to}
     * @param old the type of the tensor
     */
    public static WantedType of(Optional<Expression> written, TensorType old, Evaluator evaluator) {
        return written.map(type -> said(type, old, evaluator))
                .orElseGet(() -> new WantedType(old, Optional.empty(), Optional.empty()));
    }

    private static WantedType said(Expression written, TensorType old, Evaluator evaluator) {
        if (written instanceof Expression.ListOf list) {
            return new WantedType(old, Optional.empty(), Optional.of(sizes(list.items(), evaluator)));
        }
        if (written instanceof Expression.Index index
                && evaluator.value(index.target()) instanceof Value.ElementType type) {
            return new WantedType(old, Optional.of(type.value()), Optional.of(sizes(positions(index), evaluator)));
        }
        Value value = evaluator.value(written);
        if (value instanceof Value.Items) {
            return new WantedType(
                    old,
                    Optional.empty(),
                    Optional.of(evaluator.shape(written).dimensions().stream()
                            .map(OptionalLong::of)
                            .toList()));
        }
        if (value instanceof Value.ElementType || value instanceof Value.Text) {
            return new WantedType(old, Optional.of(evaluator.dtype(written)), Optional.empty());
        }
        throw Evaluator.wrongKind(written.span(), "float32, [_, 4096] or float32[_, 4096]", value);
    }

    private static List<Expression> positions(Expression.Index index) {
        return index.ranges().stream()
                .map(range -> range.either(size -> size, stretch -> {
                    throw new StatementException(
                            Diagnostic.error(Code.BAD_ARGUMENT, stretch.span(), "expected a size, found a range")
                                    .help("write _ for the size of the result"));
                }))
                .toList();
    }

    private static List<OptionalLong> sizes(List<Expression> items, Evaluator evaluator) {
        return items.stream()
                .map(item -> item instanceof Expression.Bare bare && bare.name().equals(ANY)
                        ? OptionalLong.empty()
                        : OptionalLong.of(evaluator.whole(item, 0)))
                .toList();
    }

    /** The element type. */
    public DType dtype() {
        return elements.orElse(old.dtype());
    }

    /** Whether the statement gives an element type. */
    public boolean saysElements() {
        return elements.isPresent();
    }

    /** Whether the statement gives sizes. */
    public boolean saysSizes() {
        return sizes.isPresent();
    }

    /** The shape; empty where a size is that of the result. */
    public Optional<Shape> shape() {
        if (sizes.isEmpty()) {
            return Optional.of(old.shape());
        }
        boolean known = sizes.get().stream().allMatch(OptionalLong::isPresent);
        return known
                ? Optional.of(Shape.of(
                        sizes.get().stream().map(OptionalLong::getAsLong).toList()))
                : Optional.empty();
    }

    /** Whether a shape is the one that is wanted. */
    public boolean fits(Shape found) {
        if (sizes.isEmpty()) {
            return found.equals(old.shape());
        }
        boolean fits = found.rank() == sizes.get().size();
        for (int axis = 0; fits && axis < found.rank(); axis++) {
            OptionalLong size = sizes.get().get(axis);
            fits = size.isEmpty() || size.getAsLong() == found.dimension(axis);
        }
        return fits;
    }

    /** The sizes that are given, one by one. */
    public List<String> givenSizes() {
        return sizes.orElse(List.of()).stream()
                .map(size -> size.isPresent() ? String.valueOf(size.getAsLong()) : ANY)
                .toList();
    }

    /** The sizes: {@code [_, 4096]}. */
    public String sizes() {
        return sizes.isPresent()
                ? "[" + String.join(", ", givenSizes()) + "]"
                : old.shape().toString();
    }
}
