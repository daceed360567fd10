package ckpts.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A leaf whose bytes lie in an array, for tests. */
public final class Leaf implements Tensor {
    private final TensorType type;
    private final byte[] bytes;
    private long reads;

    private Leaf(TensorType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Of these canonical bytes. */
    public static Leaf of(DType dtype, Shape shape, byte[] bytes) {
        return new Leaf(new TensorType(dtype, shape), bytes);
    }

    /** int32 values 0, 1, 2, ... */
    public static Leaf counting(long... dimensions) {
        Shape shape = Shape.of(dimensions);
        ByteBuffer out = ByteBuffer.allocate((int) shape.elementCount() * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < shape.elementCount(); i++) {
            out.putInt(i);
        }
        return of(DType.INT32, shape, out.array());
    }

    /** float32 values. */
    public static Leaf float32(Shape shape, double... values) {
        return of(DType.FLOAT32, shape, TensorContract.float32(values));
    }

    /** The number of times that readers were asked for bytes. */
    public long reads() {
        return reads;
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
    public String describe() {
        return "leaf";
    }

    @Override
    public long byteSize() {
        return bytes.length;
    }

    @Override
    public TensorReader open(Scratch scratch) {
        return new TensorReader() {
            @Override
            public void read(long position, ByteBuffer target) {
                if (position < 0 || target.remaining() > bytes.length - position) {
                    throw new IndexOutOfBoundsException(position + "+" + target.remaining());
                }
                reads++;
                target.put(bytes, (int) position, target.remaining());
            }

            @Override
            public void close() {}
        };
    }
}
