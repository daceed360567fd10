package ckpts.tensor.op;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.util.List;

/** The steps of a rearrangement as the one operation that a script asks for. */
final class Rearranged extends Computed {
    private final Tensor steps;

    /**
     * @param description of the operation
     * @param steps an expression of the input
     */
    Rearranged(String description, Tensor input, Tensor steps) {
        super(steps.type(), description, input);
        this.steps = steps;
    }

    @Override
    protected List<Tensor> opened() {
        return List.of(steps);
    }

    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        return holdings.reader(steps);
    }
}
