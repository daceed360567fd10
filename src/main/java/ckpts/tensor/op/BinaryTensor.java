package ckpts.tensor.op;

import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The elementwise result of two tensors that broadcast to one shape. */
final class BinaryTensor extends Computed {
    private final BinaryOperation operation;
    private final Tensor left;
    private final Tensor right;

    BinaryTensor(BinaryOperation operation, Tensor left, Tensor right, TensorType type) {
        super(type, operation.verb(), left, right);
        this.operation = operation;
        this.left = left;
        this.right = right;
    }

    @Override
    TensorReader reader(Holdings holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final DType dtype = type.dtype();
        private final Elements.Domain domain = Elements.domain(dtype);
        private final NumberReader a;
        private final NumberReader b;
        private final double[] leftReals;
        private final double[] rightReals;
        private final long[] leftWholes;
        private final long[] rightWholes;

        Reader(Holdings holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            int chunk = usualChunk(type);
            a = new NumberReader(holdings, Broadcast.of(left, type.shape()), chunk);
            b = new NumberReader(holdings, Broadcast.of(right, type.shape()), chunk);
            int wholes = domain == Elements.Domain.WHOLE ? chunk : 0;
            int reals = domain == Elements.Domain.WHOLE ? 0 : domain == Elements.Domain.REAL ? chunk : 2 * chunk;
            leftReals = holdings.reals(reals);
            rightReals = holdings.reals(reals);
            leftWholes = holdings.wholes(wholes);
            rightWholes = holdings.wholes(wholes);
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at, boolean again) throws IOException {
            switch (domain) {
                case WHOLE -> {
                    a.wholes(first, count, leftWholes);
                    b.wholes(first, count, rightWholes);
                    operation.apply(leftWholes, rightWholes, count);
                    Elements.wrap(dtype, leftWholes, count);
                    Elements.writeWholes(dtype, leftWholes, count, out, at);
                }
                case REAL -> {
                    a.reals(first, count, leftReals);
                    b.reals(first, count, rightReals);
                    operation.apply(leftReals, rightReals, count);
                    Elements.writeReals(dtype, leftReals, count, out, at);
                }
                case COMPLEX -> {
                    a.pairs(first, count, leftReals);
                    b.pairs(first, count, rightReals);
                    operation.applyPairs(leftReals, rightReals, count);
                    Elements.writeReals(dtype, leftReals, 2 * count, out, at);
                }
            }
        }
    }
}
