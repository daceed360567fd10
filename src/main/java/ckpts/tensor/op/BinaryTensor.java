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

    @Override
    Elements.Domain domain(int input) {
        return Elements.domain(type.dtype());
    }

    @Override
    Kernel kernel(Holdings holdings, int chunk) {
        return switch (domain(0)) {
            case WHOLE ->
                (in, out, count, again) -> operation.apply(in[0].wholes(), in[1].wholes(), out.wholes(), count);
            case REAL -> (in, out, count, again) -> operation.apply(in[0].reals(), in[1].reals(), out.reals(), count);
            case COMPLEX ->
                (in, out, count, again) -> operation.applyPairs(in[0].reals(), in[1].reals(), out.reals(), count);
        };
    }
}
