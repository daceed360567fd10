package ckpts.bench;

import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.merging.KthLargest;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Constant;
import ckpts.tensor.op.MatMul;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Transpose;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast tensors are computed, on one thread, from memory into a tile of the size that the plan runner fills.
 *
 * <p>An "operation" of the score is a byte read or written, so that operations per nanosecond are GB/s; of the matrix
 * product, it is a multiplication with its addition.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx768m"})
public class Kernels {
    private static final int ROWS = 4096;
    private static final int COUNT = ROWS * ROWS;
    /** Bytes of the tensor as float32: many times what the caches hold. */
    private static final int BYTES = 4 * COUNT;

    private static final int SMALL_ROWS = 1024;
    private static final int TILE = 1 << 21;
    private static final long BUDGET = 1L << 28;
    private static final double SPREAD = 0.02;

    private final ByteBuffer tile = ByteBuffer.allocate(TILE);
    private final Scratch scratch = new Scratch(BUDGET);
    private byte[] from;
    private byte[] to;
    private Tensor left;
    private Tensor right;
    private Tensor narrow;
    private Tensor small;

    /** Values as weights have them. */
    @Setup
    public void fill() throws IOException {
        from = normal(0, COUNT);
        to = new byte[BYTES];
        Shape square = Shape.of(ROWS, ROWS);
        left = Leaf.of(DType.FLOAT32, square, from);
        right = Leaf.of(DType.FLOAT32, square, normal(1, COUNT));
        narrow = Leaf.of(DType.BFLOAT16, square, bytes(Cast.of(left, DType.BFLOAT16)));
        small = Leaf.of(DType.FLOAT32, Shape.of(SMALL_ROWS, SMALL_ROWS), normal(2, SMALL_ROWS * SMALL_ROWS));
    }

    private static byte[] normal(long seed, int count) {
        Random random = new Random(seed);
        ByteBuffer values = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat((float) (SPREAD * random.nextGaussian()));
        }
        return values.array();
    }

    private byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) tensor.byteSize());
        try (TensorReader reader = tensor.open(scratch)) {
            reader.read(0, all);
        }
        return all.array();
    }

    /** Reads a tensor from end to end, each tile over the one before. */
    private ByteBuffer drain(Tensor tensor) throws IOException {
        long size = tensor.byteSize();
        try (TensorReader reader = tensor.open(scratch)) {
            for (long done = 0; done < size; done += tile.limit()) {
                tile.clear().limit((int) Math.min(TILE, size - done));
                reader.read(done, tile);
            }
        }
        return tile;
    }

    /** The roofline of what writes to memory as well. */
    @Benchmark
    @OperationsPerInvocation(2 * BYTES)
    public byte[] arraycopy() {
        System.arraycopy(from, 0, to, 0, BYTES);
        return to;
    }

    /** The roofline of what ends in a tile, which the caches may hold. */
    @Benchmark
    @OperationsPerInvocation(2 * BYTES)
    public ByteBuffer readAlone() throws IOException {
        return drain(left);
    }

    @Benchmark
    @OperationsPerInvocation(BYTES + BYTES / 2)
    public ByteBuffer castFloat32ToBfloat16() throws IOException {
        return drain(Cast.of(left, DType.BFLOAT16));
    }

    @Benchmark
    @OperationsPerInvocation(BYTES + BYTES / 2)
    public ByteBuffer castFloat32ToFloat16() throws IOException {
        return drain(Cast.of(left, DType.FLOAT16));
    }

    @Benchmark
    @OperationsPerInvocation(BYTES / 2 + BYTES)
    public ByteBuffer castBfloat16ToFloat32() throws IOException {
        return drain(Cast.of(narrow, DType.FLOAT32));
    }

    /** {@code 0.5 * it + 0.5 * other}, as the language makes it. */
    @Benchmark
    @OperationsPerInvocation(3 * BYTES)
    public ByteBuffer scaleAndAdd() throws IOException {
        Tensor half = Constant.of(new TensorType(DType.FLOAT32, Shape.scalar()), 0.5);
        return drain(Arithmetic.add(Arithmetic.multiply(half, left), Arithmetic.multiply(half, right)));
    }

    @Benchmark
    @OperationsPerInvocation(2 * BYTES)
    public ByteBuffer transpose() throws IOException {
        return drain(Transpose.reversed(left));
    }

    /** 1024 by 1024; in multiplications with their additions. */
    @Benchmark
    @OperationsPerInvocation(SMALL_ROWS * SMALL_ROWS * SMALL_ROWS)
    public ByteBuffer matrixProduct() throws IOException {
        return drain(MatMul.of(small, small));
    }

    @Benchmark
    @OperationsPerInvocation(BYTES)
    public ByteBuffer sumOverRows() throws IOException {
        return drain(sum(0));
    }

    @Benchmark
    @OperationsPerInvocation(BYTES)
    public ByteBuffer sumOverColumns() throws IOException {
        return drain(sum(1));
    }

    private Tensor sum(int axis) {
        return Reduction.of(Reduction.Kind.SUM, left, Optional.of(new int[] {axis}), false);
    }

    /** The first fifth of all elements ends here, as when merging by TIES; the tensor counts once, and is read twice. */
    @Benchmark
    @OperationsPerInvocation(BYTES)
    public ByteBuffer kthLargest() throws IOException {
        return drain(KthLargest.of(left, COUNT / 5));
    }
}
