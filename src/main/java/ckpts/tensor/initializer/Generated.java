package ckpts.tensor.initializer;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.ElementReader;
import ckpts.tensor.kernel.Elements;
import ckpts.tensor.kernel.ReaderResources;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Floats that are a function of their index. */
final class Generated extends Drawn {
    private final Numbers numbers;

    /** Elements {@code first} to {@code first + count - 1}. Called by several threads at once. */
    interface Numbers {
        void fill(long first, int count, double[] out);
    }

    private Generated(TensorType type, Initializer initializer, String key, Numbers numbers) {
        super(type, initializer, key);
        this.numbers = numbers;
    }

    /**
     * A tensor of these numbers.
     *
     * @throws TensorTypeException if the type is not a float
     */
    static Tensor of(TensorType type, Initializer initializer, String key, Numbers numbers) {
        requireFloat(type, initializer, key);
        return new Generated(type, initializer, key, numbers);
    }

    static void requireFloat(TensorType type, Initializer initializer, String key) {
        if (!type.dtype().isFloat()) {
            throw new TensorTypeException(
                    initializer.describe() + " generates floats, but \"" + key + "\" is " + type + ": cast the result");
        }
    }

    @Override
    protected TensorReader reader(ReaderResources holdings) throws IOException {
        return new Reader(holdings);
    }

    private final class Reader extends ElementReader {
        private final double[] values;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            values = holdings.reals(usualChunk(type));
        }

        @Override
        protected void produce(long first, int count, ByteBuffer out, int at) {
            numbers.fill(first, count, values);
            Elements.writeReals(type.dtype(), values, count, out, at);
        }
    }
}
