package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The elementwise result of one tensor. */
final class UnaryTensor implements Tensor {
    private final UnaryOperation operation;
    private final Tensor input;
    private final TensorType type;

    UnaryTensor(UnaryOperation operation, Tensor input, TensorType type) {
        this.operation = operation;
        this.input = input;
        this.type = type;
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return operation.verb();
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return Holdings.open(scratch, Reader::new);
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
