package ckpts.tensor.op;

import ckpts.tensor.Demand;
import ckpts.tensor.Observations;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A single element that takes a whole pass to compute, such as a sum: computed by the first reader that is asked for
 * it, and known from then on, however often an expression needs it. One whose computing is observed is known to its run
 * only, so that each run observes for itself.
 */
final class ComputedOnce extends Computed {
    private final Tensor computed;
    private volatile Optional<Known> known = Optional.empty();

    /** @param run that computed it, if it is known to that run only */
    private record Known(ByteBuffer value, Optional<Observations> run) {
        boolean isFor(Observations other) {
            return run.isEmpty() || run.get() == other;
        }
    }

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
        return known.isPresent() && !isObserved() ? List.of() : computed.demands(terms);
    }

    @Override
    public boolean isObserved() {
        return computed.isObserved();
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
        private final Observations run;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type(), 1);
            run = holdings.scratch().observations();
            source = holdings.reader(computed);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) throws IOException {
            Optional<ByteBuffer> value = value();
            out.put(at, value.isPresent() ? value.get() : computed(), 0, (int) byteSize());
        }

        private Optional<ByteBuffer> value() {
            return known.filter(it -> it.isFor(run)).map(Known::value);
        }

        /** Several threads may want it at one time: one computes it, the others wait. */
        private ByteBuffer computed() throws IOException {
            synchronized (ComputedOnce.this) {
                Optional<ByteBuffer> present = value();
                if (present.isPresent()) {
                    return present.get();
                }
                ByteBuffer value = ByteBuffer.allocate((int) byteSize());
                source.read(0, value);
                known = Optional.of(new Known(value, isObserved() ? Optional.of(run) : Optional.empty()));
                return value;
            }
        }
    }
}
