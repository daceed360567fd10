package ckpts.tensor.op;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Floats that are a function of their index. */
final class Generated implements Tensor {
    private final TensorType type;
    private final String text;
    private final String key;
    private final Numbers numbers;

    /** Elements {@code first} to {@code first + count - 1}. Called by several threads at once. */
    interface Numbers {
        void fill(long first, int count, double[] out);
    }

    private Generated(TensorType type, String text, String key, Numbers numbers) {
        this.type = type;
        this.text = text;
        this.key = key;
        this.numbers = numbers;
    }

    /**
     * @param initializer for messages and the description
     * @throws TensorTypeException if the type is not a float
     */
    static Tensor of(TensorType type, Initializer initializer, String key, Numbers numbers) {
        requireFloat(type, initializer, key);
        return new Generated(type, initializer.describe() + " for \"" + key + "\"", key, numbers);
    }

    static void requireFloat(TensorType type, Initializer initializer, String key) {
        if (!type.dtype().isFloat()) {
            throw new TensorTypeException(
                    initializer.describe() + " generates floats, but \"" + key + "\" is " + type + ": cast the result");
        }
    }

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of();
    }

    @Override
    public Optional<String> drawnFor() {
        return Optional.of(key);
    }

    @Override
    public String describe() {
        return text;
    }

    @Override
    public TensorReader open(Scratch scratch) throws IOException {
        return ReaderResources.open(scratch, Reader::new);
    }

    private final class Reader extends ElementReader {
        private final double[] values;

        Reader(ReaderResources holdings) throws IOException {
            super(holdings, type, usualChunk(type));
            values = holdings.reals(usualChunk(type));
        }

        @Override
        void produce(long first, int count, ByteBuffer out, int at) {
            numbers.fill(first, count, values);
            Elements.writeReals(type.dtype(), values, count, out, at);
        }
    }
}
