package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.List;

/** The elementwise result of one tensor. */
final class UnaryTensor extends Elementwise {
    private final UnaryOperation operation;

    UnaryTensor(UnaryOperation operation, Tensor input, TensorType type) {
        super(type, operation.verb(), List.of(input));
        this.operation = operation;
    }

    @Override
    Object operation() {
        return operation;
    }

    private boolean movesSignsOnly() {
        return operation == UnaryOperation.ABS || operation == UnaryOperation.NEGATE;
    }

    @Override
    ColumnType form() {
        boolean noBetter = movesSignsOnly() || operation == UnaryOperation.SQRT;
        return isSingle() && noBetter ? ColumnType.SINGLES : super.form();
    }

    @Override
    ColumnType form(int input) {
        return form();
    }

    @Override
    boolean isExact() {
        return form() == ColumnType.SINGLES || (form() == ColumnType.REALS && movesSignsOnly());
    }

    @Override
    Kernel kernel(ReaderResources holdings, int chunk) {
        boolean unsigned = type.dtype().kind() == DType.Kind.UNSIGNED;
        return switch (form()) {
            case WHOLES -> (first, in, out, count) -> operation.apply(in[0].wholes(), out.wholes(), count, unsigned);
            case SINGLES -> (first, in, out, count) -> operation.apply(in[0].singles(), out.singles(), count);
            case REALS -> (first, in, out, count) -> operation.apply(in[0].reals(), out.reals(), count);
            case PAIRS -> (first, in, out, count) -> operation.apply(in[0].reals(), out.reals(), 2 * count);
        };
    }
}
