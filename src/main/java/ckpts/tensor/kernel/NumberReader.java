package ckpts.tensor.kernel;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads elements of one tensor as numbers of a domain at least as wide as its own. */
public final class NumberReader {
    private final Scratch scratch;
    private final DType dtype;
    private final Elements.Domain domain;
    private final TensorReader source;
    private final ByteBuffer bytes;
    private final long[] wholes;

    /** @param chunk the most elements asked for at a time */
    public NumberReader(ReaderResources holdings, Tensor tensor, int chunk) throws IOException {
        scratch = holdings.scratch();
        dtype = tensor.type().dtype();
        domain = Elements.domain(dtype);
        source = holdings.reader(tensor);
        bytes = holdings.bytes(Math.multiplyExact(chunk, dtype.width()));
        wholes = holdings.wholes(domain == Elements.Domain.WHOLE ? chunk : 0);
    }

    /** Reads one chunk of a pass over a whole tensor, and checks first whether to stop. */
    private void fetch(long first, int count) throws IOException {
        scratch.goOn();
        bytes.clear().limit(count * dtype.width());
        source.read(first * dtype.width(), bytes);
        bytes.clear();
    }

    /** Reads elements of a boolean or integer tensor. */
    public void wholes(long first, int count, long[] out) throws IOException {
        fetch(first, count);
        Elements.readWholes(dtype, bytes, 0, out, count);
    }

    /** Reads elements of a float32 tensor. */
    public void singles(long first, int count, float[] out) throws IOException {
        fetch(first, count);
        Elements.part(bytes, 0, Float.BYTES * count).asFloatBuffer().get(out, 0, count);
    }

    /** Reads elements of any tensor but a complex one; integers as the nearest doubles. */
    public void reals(long first, int count, double[] out) throws IOException {
        fetch(first, count);
        if (domain == Elements.Domain.WHOLE) {
            Elements.readWholes(dtype, bytes, 0, wholes, count);
            Elements.toDoubles(dtype, wholes, out, count);
        } else {
            Elements.readReals(dtype, bytes, 0, out, count);
        }
    }

    /** Reads elements of any tensor: {@code 2 * count} numbers, real and imaginary parts in turn. */
    public void pairs(long first, int count, double[] out) throws IOException {
        if (domain == Elements.Domain.COMPLEX) {
            fetch(first, count);
            Elements.readReals(dtype, bytes, 0, out, 2 * count);
            return;
        }
        reals(first, count, out);
        Elements.toPairs(out, out, count);
    }
}
