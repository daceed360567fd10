package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.Terms;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A tensor that is computed, usually from others; a subclass adds how its bytes come about. */
public abstract class Computed implements Tensor {
    /** Element type and shape, for readers. */
    protected final TensorType type;

    private final String description;
    private final List<Tensor> inputs;
    private final boolean observed;

    public Computed(TensorType type, String description, Tensor... inputs) {
        this(type, description, List.of(inputs));
    }

    public Computed(TensorType type, String description, List<Tensor> inputs) {
        this.type = type;
        this.description = description;
        this.inputs = List.copyOf(inputs);
        this.observed = inputs.stream().anyMatch(Tensor::isObserved);
    }

    /** A reader that acquires its resources from empty holdings; they are given back if it fails. */
    protected abstract TensorReader reader(ReaderResources holdings) throws IOException;

    @Override
    public final TensorType type() {
        return type;
    }

    @Override
    public final List<Tensor> inputs() {
        return inputs;
    }

    /** The elementwise tensor that computes it in one loop with others, if there is one. */
    protected Optional<Elementwise> inLoop() {
        return Optional.empty();
    }

    /** The tensors that its readers open readers of. */
    protected List<Tensor> opened() {
        return inputs;
    }

    @Override
    public final List<Tensor> operands() {
        return opened();
    }

    @Override
    public List<Demand> demands(Terms terms) {
        return opened().stream().map(Demand::whole).toList();
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
