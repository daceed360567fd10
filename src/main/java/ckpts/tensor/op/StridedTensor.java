package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.Terms;
import ckpts.tensor.kernel.ReaderResources;
import ckpts.tensor.kernel.StridedReader;
import ckpts.tensor.kernel.Strides;
import java.io.IOException;
import java.util.List;

/** A tensor whose elements lie along a path through those of its input, which it moves without computing. */
abstract class StridedTensor extends Computed {
    private final Tensor input;
    private final Strides strides;

    StridedTensor(TensorType type, String description, Tensor input, Strides strides) {
        super(type, description, input);
        this.input = input;
        this.strides = strides;
    }

    @Override
    public final List<Demand> demands(Terms terms) {
        return List.of(new Demand(input, StridedReader.bytesRead(strides, type, input.byteSize())));
    }

    @Override
    protected final TensorReader reader(ReaderResources holdings) throws IOException {
        return new StridedReader(holdings, input, type, strides);
    }
}
