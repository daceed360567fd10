package ckpts.tensor.op;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.util.List;

/** A tensor that is computed from others; a subclass adds how its bytes come about. */
abstract class Computed implements Tensor {
    /** Element type and shape, for readers. */
    final TensorType type;

    private final String description;
    private final List<Tensor> inputs;
    private final boolean observed;

    Computed(TensorType type, String description, Tensor... inputs) {
        this(type, description, List.of(inputs));
    }

    Computed(TensorType type, String description, List<Tensor> inputs) {
        this.type = type;
        this.description = description;
        this.inputs = List.copyOf(inputs);
        this.observed = inputs.stream().anyMatch(Tensor::isObserved);
    }

    /** A reader that acquires its resources from empty holdings; they are given back if it fails. */
    abstract TensorReader reader(ReaderResources holdings) throws IOException;

    @Override
    public final TensorType type() {
        return type;
    }

    @Override
    public final List<Tensor> inputs() {
        return inputs;
    }

    /** The tensors that its readers open readers of. */
    List<Tensor> opened() {
        return inputs;
    }

    @Override
    public final List<Tensor> operands() {
        return opened();
    }

    /** That of the inputs, which are known already: asking them now is no walk over all that they are made of. */
    @Override
    public boolean isObserved() {
        return observed;
    }

    @Override
    public final String describe() {
        return description;
    }

    @Override
    public final TensorReader open(Scratch scratch) throws IOException {
        return ReaderResources.open(scratch, this::reader);
    }
}
