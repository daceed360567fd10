package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The elementwise result of one tensor. */
final class UnaryTensor extends Computed {
    private final UnaryOperation operation;
    private final Tensor input;

    UnaryTensor(UnaryOperation operation, Tensor input, TensorType type) {
        super(type, operation.verb(), input);
        this.operation = operation;
        this.input = input;
    }

    @Override
    TensorReader reader(Holdings holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final DType dtype = type.dtype();
        private final Elements.Domain domain = Elements.domain(dtype);
        private final NumberReader source;
        private final double[] reals;
        private final long[] wholes;

        Reader(Holdings holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            int chunk = usualChunk(type);
            source = new NumberReader(holdings, input, chunk);
            reals = holdings.reals(domain == Elements.Domain.WHOLE ? 0 : 2 * chunk);
            wholes = holdings.wholes(domain == Elements.Domain.WHOLE ? chunk : 0);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            switch (domain) {
                case WHOLE -> {
                    source.wholes(first, count, wholes);
                    operation.apply(wholes, count, dtype.kind() == DType.Kind.UNSIGNED);
                    Elements.wrap(dtype, wholes, count);
                    Elements.writeWholes(dtype, wholes, count, out, at);
                }
                case REAL -> {
                    source.reals(first, count, reals);
                    operation.apply(reals, count);
                    Elements.writeReals(dtype, reals, count, out, at);
                }
                case COMPLEX -> {
                    source.pairs(first, count, reals);
                    operation.apply(reals, 2 * count);
                    Elements.writeReals(dtype, reals, 2 * count, out, at);
                }
            }
        }
    }
}
