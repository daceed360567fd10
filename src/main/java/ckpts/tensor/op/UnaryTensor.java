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

    @Override
    Elements.Domain domain(int input) {
        return Elements.domain(type.dtype());
    }

    /** The magnitude of the smallest integer wraps. */
    @Override
    boolean isExact() {
        return domain(0) == Elements.Domain.REAL
                && (operation == UnaryOperation.ABS || operation == UnaryOperation.NEGATE);
    }

    @Override
    Kernel kernel(Holdings holdings, int chunk) {
        boolean unsigned = type.dtype().kind() == DType.Kind.UNSIGNED;
        return switch (domain(0)) {
            case WHOLE -> (in, out, count, again) -> operation.apply(in[0].wholes(), out.wholes(), count, unsigned);
            case REAL -> (in, out, count, again) -> operation.apply(in[0].reals(), out.reals(), count);
            case COMPLEX -> (in, out, count, again) -> operation.apply(in[0].reals(), out.reals(), 2 * count);
        };
    }
}
