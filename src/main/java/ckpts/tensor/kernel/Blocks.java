package ckpts.tensor.kernel;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;

/** Walks over a tensor's values in order, in blocks of one size. */
public final class Blocks {
    /** Part of what {@link Statistics} promises: another size gives other roundings. */
    public static final int SIZE = 4096;

    private Blocks() {}

    /** Takes one block; the array is used again for the next. */
    public interface Visitor {
        void visit(long first, double[] values, int count);
    }

    /**
     * @param verb for the message: the operation that other elements do not allow
     * @throws TensorTypeException if elements are not real numbers
     */
    public static void forEach(Tensor tensor, String verb, Scratch scratch, Visitor visitor) throws IOException {
        requireReal(tensor, verb);
        try (ReaderResources holdings = new ReaderResources(scratch)) {
            NumberReader numbers = new NumberReader(holdings, tensor, SIZE);
            double[] values = holdings.reals(SIZE);
            long size = tensor.type().shape().elementCount();
            for (long first = 0; first < size; first += SIZE) {
                scratch.goOn();
                int count = (int) Math.min(SIZE, size - first);
                numbers.reals(first, count, values);
                visitor.visit(first, values, count);
            }
        }
    }

    public static void requireReal(Tensor tensor, String verb) {
        boolean real = switch (tensor.type().dtype().kind()) {
            case BOOL, SIGNED, UNSIGNED, FLOAT -> true;
            case COMPLEX, QUANTIZED, OPAQUE -> false;
        };
        if (!real) {
            throw new TensorTypeException("cannot " + verb + " " + tensor.type() + ": "
                    + tensor.type().dtype() + " elements are not real numbers");
        }
    }
}
