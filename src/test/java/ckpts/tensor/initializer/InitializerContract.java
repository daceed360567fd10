package ckpts.tensor.initializer;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.statistics.Statistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The promises of every random initializer, beyond those of every tensor. */
abstract class InitializerContract extends TensorContract {
    private static final TensorType TYPE = new TensorType(DType.FLOAT32, Shape.of(60, 50));

    /** The initializer with a seed. */
    abstract Initializer initializer(long seed);

    /** With seed 7, as a script would write it. */
    abstract String spelling();

    /** The first four values of a float32[60, 50] named "dense/kernel" with seed 7: they never change. */
    abstract float[] firstValues();

    @Override
    protected Tensor tensor() {
        return initializer(7).create(TYPE, "dense/kernel");
    }

    @Override
    protected TensorType expectedType() {
        return TYPE;
    }

    /** One element at a time, each with a reader of its own. */
    @Override
    protected byte[] expectedBytes() {
        ByteBuffer out = ByteBuffer.allocate((int) TYPE.byteSize());
        Tensor tensor = tensor();
        try (TensorReader reader = tensor.open(new Scratch(1 << 20))) {
            for (int element = 2999; element >= 0; element--) {
                reader.read(element * 4L, out.clear().position(element * 4).limit(element * 4 + 4));
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return spelling() + " for \"dense/kernel\"";
    }

    @Test
    void theFirstValuesArePinned() throws IOException {
        float[] first = new float[4];
        ByteBuffer.wrap(bytes(tensor()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(first);
        assertThat(first).containsExactly(firstValues());
    }

    @Test
    void seedsGiveDifferentValues() throws IOException {
        assertThat(bytes(initializer(8).create(TYPE, "dense/kernel"))).isNotEqualTo(bytes(tensor()));
        assertThat(bytes(initializer(7).create(TYPE, "dense/kernel"))).isEqualTo(bytes(tensor()));
    }

    @Test
    void threadsThatShareTheWorkGiveTheSameBytes() throws IOException, InterruptedException, ExecutionException {
        Tensor tensor = tensor();
        byte[] shared = new byte[(int) TYPE.byteSize()];
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int at = 0; at < shared.length; at += 1000) {
                int from = at;
                parts.add(pool.submit(() -> {
                    try (TensorReader reader = tensor.open(new Scratch(1 << 20))) {
                        reader.read(from, ByteBuffer.wrap(shared, from, Math.min(1000, shared.length - from)));
                    }
                    return from;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(shared).isEqualTo(bytes(tensor));
    }

    /** Figures of a million float64 values with seed 0. */
    Statistics million(long... shape) throws IOException {
        Tensor tensor = initializer(0).create(new TensorType(DType.FLOAT64, Shape.of(shape)), "sample");
        return Statistics.of(tensor, new Scratch(1 << 20));
    }
}
