package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Demand;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The value of an expression that is computed at full precision and rounded once, to the wanted element type, where the
 * same expression by itself is rounded after each operation.
 *
 * <p>It describes itself as the expression; reading reads the wide one.
 */
public final class RoundedOnce extends Computed {
    private final Tensor rounding;
    private final boolean converts;

    /** @param converts whether it is rounded to another type than the expression has */
    private RoundedOnce(String description, List<Tensor> inputs, Tensor rounding, boolean converts) {
        super(rounding.type(), description, inputs);
        this.rounding = rounding;
        this.converts = converts;
    }

    /**
     * @param plain the expression, with the types that its operands have
     * @param exact the same expression on wide operands
     * @param dtype element type that it is rounded to
     * @throws ckpts.tensor.TensorTypeException if there is no such cast
     */
    public static Tensor of(Tensor plain, Tensor exact, DType dtype) {
        boolean alike = plain.type().dtype() == dtype;
        List<Tensor> inputs = alike ? plain.inputs() : List.of(plain);
        boolean converts = inputs.size() == 1 && inputs.get(0).type().dtype() != dtype;
        Tensor rounding = converts ? Cast.of(exact, dtype) : Cast.unobserved(exact, dtype);
        String description = alike ? plain.describe() : "cast " + plain.type().dtype() + " to " + dtype;
        return new RoundedOnce(description, inputs, rounding, converts);
    }

    @Override
    public Optional<Tensor> observedCast() {
        return converts ? rounding.observedCast() : Optional.empty();
    }

    @Override
    public boolean isObserved() {
        return rounding.isObserved();
    }

    /** The tensor that is computed in its place. */
    Tensor rounding() {
        return rounding;
    }

    @Override
    List<Tensor> opened() {
        return List.of(rounding);
    }

    @Override
    public boolean fuses(Tensor operand) {
        return true;
    }

    @Override
    public List<Demand> demands(Terms terms) {
        return List.of(Demand.whole(rounding));
    }

    @Override
    public long grain(long share, ToLongFunction<Tensor> others) {
        return others.applyAsLong(rounding);
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return holdings.reader(rounding);
    }
}
