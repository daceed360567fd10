package ckpts.tensor.statistics;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.kernel.Blocks;
import ckpts.tensor.kernel.Elements;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Whether all values are finite.
 *
 * @param notFinite elements that are NaN or infinite
 * @param first row-major index of the first of them
 */
public record Finite(long notFinite, OptionalLong first) {
    /**
     * Reads the tensor once; integers and booleans are finite without reading.
     *
     * @throws TensorTypeException if its elements are not real numbers
     * @throws IOException if reading fails
     */
    public static Finite of(Tensor tensor, Scratch scratch) throws IOException {
        if (tensor.type().dtype().isNumeric() && Elements.domain(tensor.type().dtype()) == Elements.Domain.WHOLE) {
            return new Finite(0, OptionalLong.empty());
        }
        Search search = new Search();
        Blocks.forEach(tensor, "look for finite values in", scratch, search);
        return new Finite(search.found, search.first < 0 ? OptionalLong.empty() : OptionalLong.of(search.first));
    }

    /** Whether there was none. */
    public boolean all() {
        return notFinite == 0;
    }

    private static final class Search implements Blocks.Visitor {
        private long found;
        private long first = -1;

        @Override
        public void visit(long start, double[] values, int count) {
            for (int i = 0; i < count; i++) {
                if (!(Math.abs(values[i]) <= Double.MAX_VALUE)) {
                    first = first < 0 ? start + i : first;
                    found++;
                }
            }
        }
    }
}
