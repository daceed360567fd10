package ckpts.inspection;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors for tests: zeros of any size without memory, and given bytes. */
final class Tensors {
    private Tensors() {}

    static Entry zeros(String name, DType dtype, long... shape) {
        return Entry.read(name, new Given(new TensorType(dtype, Shape.of(shape)), new byte[0]), Role.VARIABLE, 0);
    }

    static Entry floats(String name, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return given(name, DType.FLOAT32, bytes.array(), values.length);
    }

    static Entry given(String name, DType dtype, byte[] bytes, long... shape) {
        return Entry.read(name, new Given(new TensorType(dtype, Shape.of(shape)), bytes), Role.VARIABLE, 0);
    }

    /** Its bytes are those given, then zeros. */
    private record Given(TensorType type, byte[] bytes) implements Tensor {
        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "given";
        }

        @Override
        public long byteSize() {
            return type.dtype().isFixedWidth() ? type.byteSize() : bytes.length;
        }

        @Override
        public TensorReader open(Scratch scratch) {
            return new TensorReader() {
                @Override
                public void read(long position, ByteBuffer target) {
                    for (long i = position; target.hasRemaining(); i++) {
                        target.put(i < bytes.length ? bytes[(int) i] : 0);
                    }
                }

                @Override
                public void close() {}
            };
        }
    }
}
