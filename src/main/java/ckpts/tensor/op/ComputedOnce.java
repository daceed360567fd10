package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A single element that takes a whole pass to compute, such as a sum: computed by the first reader that is asked for
 * it, and known from then on, however often an expression needs it.
 */
final class ComputedOnce extends Computed {
    private final Tensor computed;
    private volatile Optional<ByteBuffer> known = Optional.empty();

    private ComputedOnce(Tensor computed) {
        super(computed.type(), computed.describe(), computed.inputs().toArray(Tensor[]::new));
        this.computed = computed;
    }

    /** The tensor itself if it has other than one element: larger results are not kept. */
    static Tensor of(Tensor computed) {
        return computed.type().shape().elementCount() == 1 ? new ComputedOnce(computed) : computed;
    }

    @Override
    List<Tensor> opened() {
        return List.of(computed);
    }

    @Override
    public List<Demand> demands(Terms terms) {
        return known.isPresent() ? List.of() : computed.demands(terms);
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final TensorReader source;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type(), 1);
            source = holdings.reader(computed);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            if (known.isEmpty()) {
                compute();
            }
            out.put(at, known.get(), 0, (int) byteSize());
        }

        /** Several threads may want it at one time: one computes it, the others wait. */
        private void compute() throws IOException {
            synchronized (ComputedOnce.this) {
                if (known.isEmpty()) {
                    ByteBuffer value = ByteBuffer.allocate((int) byteSize());
                    source.read(0, value);
                    known = Optional.of(value);
                }
            }
        }
    }
}
