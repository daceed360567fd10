package ckpts.tensor.op;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.List;

/** The elementwise result of two tensors that broadcast to one shape. */
final class BinaryTensor extends Elementwise {
    private final BinaryOperation operation;

    BinaryTensor(BinaryOperation operation, Tensor left, Tensor right, TensorType type) {
        super(type, operation.verb(), List.of(left, right));
        this.operation = operation;
    }

    @Override
    Object operation() {
        return operation;
    }

    /** Sums, products and quotients of floats are the same, whether they are rounded from doubles or not. */
    @Override
    ColumnType form() {
        return isSingle() && operation != BinaryOperation.POWER ? ColumnType.SINGLES : super.form();
    }

    @Override
    ColumnType form(int input) {
        return form();
    }

    @Override
    boolean isExact() {
        return form() == ColumnType.SINGLES;
    }

    @Override
    Kernel kernel(ReaderResources holdings, int chunk) {
        return switch (form()) {
            case WHOLES ->
                (first, in, out, count) -> operation.apply(in[0].wholes(), in[1].wholes(), out.wholes(), count);
            case SINGLES ->
                (first, in, out, count) -> operation.apply(in[0].singles(), in[1].singles(), out.singles(), count);
            case REALS -> (first, in, out, count) -> operation.apply(in[0].reals(), in[1].reals(), out.reals(), count);
            case PAIRS ->
                (first, in, out, count) -> operation.applyPairs(in[0].reals(), in[1].reals(), out.reals(), count);
        };
    }
}
