package ckpts.tensor.op;

import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Produces a view whose innermost runs ascend through the input: slices and broadcasts. */
final class StridedReader extends ElementReader {
    private final Strides strides;
    private final Window input;
    private final int width;

    StridedReader(ReaderResources holdings, Tensor tensor, TensorType type, Strides strides) throws IOException {
        super(holdings, type, 1 << 20);
        this.strides = strides;
        this.width = type.dtype().width();
        this.input = Window.forRuns(holdings, tensor, run(strides) * width, step(strides) * width);
    }

    /** Elements that are copied at a time. */
    private static long run(Strides strides) {
        return strides.runStep() == 1 ? strides.runLength() : 1;
    }

    /** Elements of the input from one of these runs to the next. */
    private static long step(Strides strides) {
        boolean solid = strides.runStep() == 1;
        return solid && strides.rank() > 1 ? strides.step(strides.rank() - 2) : strides.runStep();
    }

    /** Bytes asked of an input of {@code size} bytes for all of the view. */
    static long bytesRead(Strides strides, TensorType type, long size) {
        long width = type.dtype().width();
        long elements = type.shape().elementCount();
        if (elements == 0) {
            return 0;
        }
        boolean solid = strides.runStep() == 1;
        long inRow = solid ? strides.rank() > 1 ? strides.size(strides.rank() - 2) : 1 : strides.runLength();
        long run = run(strides) * width;
        long rows = elements / run(strides) / inRow;
        long first = strides.runStart(0) * width;
        long row = new Window.Runs(first, run, step(strides) * width, inRow).bytesRead(size, run);
        return Window.holds(size) ? size : rows * row;
    }

    @Override
    void produce(long first, int count, ByteBuffer out, int at) throws IOException {
        long run = first / strides.runLength();
        long within = first % strides.runLength();
        int done = 0;
        while (done < count) {
            int part = (int) Math.min(count - done, strides.runLength() - within);
            long source = strides.runStart(run) + within * strides.runStep();
            copyRun(source, part, out, at + done * width);
            done += part;
            within = 0;
            run++;
        }
    }

    private void copyRun(long source, int elements, ByteBuffer out, int at) throws IOException {
        if (strides.runStep() == 1) {
            input.copy(source * width, elements * width, out, at);
            return;
        }
        if (strides.runStep() == 0) {
            repeat(source, elements, out, at);
            return;
        }
        for (int i = 0; i < elements; i++) {
            input.copy((source + i * strides.runStep()) * width, width, out, at + i * width);
        }
    }

    /** Copies one element, then all that is filled already, doubling. */
    private void repeat(long source, int elements, ByteBuffer out, int at) throws IOException {
        input.copy(source * width, width, out, at);
        ByteBuffer written = out.duplicate();
        for (int done = 1; done < elements; ) {
            int more = Math.min(done, elements - done);
            out.put(at + done * width, written, at, more * width);
            done += more;
        }
    }
}
