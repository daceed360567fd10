package ckpts;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Constant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The elements of tensors as numbers that a test can write down, in row-major order. */
public final class Numbers {
    private static final long BUDGET = 64L << 20;

    private Numbers() {}

    /** The canonical bytes of these elements. */
    static ByteBuffer parsed(TensorType type, List<String> elements) {
        if (elements.size() != type.shape().elementCount()) {
            throw new IllegalArgumentException(elements.size() + " values for " + type);
        }
        List<Number> numbers = new ArrayList<>();
        for (String element : elements) {
            numbers.add(
                    element.matches("-?\\d+") ? (Number) Long.parseLong(element) : (Number) Double.valueOf(element));
        }
        return bytes(type.dtype(), numbers);
    }

    /** The canonical bytes of {@code first}, {@code first + 1}, ... */
    static ByteBuffer counting(TensorType type, long first) {
        List<Number> numbers = new ArrayList<>();
        for (long i = 0; i < type.shape().elementCount(); i++) {
            numbers.add(type.dtype() == DType.BOOL ? (first + i) % 2 : first + i);
        }
        return bytes(type.dtype(), numbers);
    }

    private static ByteBuffer bytes(DType dtype, List<Number> numbers) {
        return bytes(numbers.isEmpty() ? Constant.zeros(new TensorType(dtype, Shape.of(0))) : list(dtype, numbers));
    }

    /** Infinities and NaN are no constants of the language: they are spelled as 64-bit numbers and cast. */
    private static Tensor list(DType dtype, List<Number> numbers) {
        boolean special = numbers.stream().anyMatch(number -> !Double.isFinite(number.doubleValue()));
        return special ? new Special(dtype, numbers) : Constant.list(dtype, numbers);
    }

    /** All canonical bytes of a tensor. */
    static ByteBuffer bytes(Tensor tensor) {
        try (TensorReader reader = tensor.open(new Scratch(BUDGET))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
            reader.read(0, bytes);
            return bytes.flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All elements with blanks between: {@code 1 2.5 -3}. Elements that are no numbers are shown as their bytes. */
    public static String text(Tensor tensor) {
        DType dtype = tensor.type().dtype();
        List<String> elements = new ArrayList<>();
        if (dtype.isFloat()) {
            ByteBuffer bytes = bytes(Cast.of(tensor, DType.FLOAT64));
            while (bytes.hasRemaining()) {
                double element = bytes.getDouble();
                elements.add(
                        element == Math.rint(element) && Math.abs(element) < 1e15
                                ? SketchLine.plain(element)
                                : dtype == DType.FLOAT64 ? Double.toString(element) : Float.toString((float) element));
            }
        } else if (dtype.isInteger() || dtype == DType.BOOL) {
            ByteBuffer bytes = bytes(Cast.of(tensor, DType.INT64));
            while (bytes.hasRemaining()) {
                elements.add(Long.toString(bytes.getLong()));
            }
        } else {
            ByteBuffer bytes = bytes(tensor);
            while (bytes.hasRemaining()) {
                elements.add(String.format("%02x", bytes.get()));
            }
        }
        return String.join(" ", elements);
    }

    /** Elements that {@link Constant} refuses. */
    private record Special(DType dtype, List<Number> numbers) implements Tensor {
        @Override
        public TensorType type() {
            return new TensorType(dtype, Shape.of(numbers.size()));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "special";
        }

        @Override
        public TensorReader open(Scratch scratch) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(numbers.size() * dtype.width()).order(ByteOrder.LITTLE_ENDIAN);
            for (Number number : numbers) {
                switch (dtype) {
                    case FLOAT32 -> bytes.putFloat(number.floatValue());
                    case FLOAT64 -> bytes.putDouble(number.doubleValue());
                    default -> throw new IllegalArgumentException(dtype + " spells no " + number);
                }
            }
            return new TensorReader() {
                @Override
                public void read(long position, ByteBuffer target) {
                    target.put(bytes.duplicate()
                            .limit((int) position + target.remaining())
                            .position((int) position));
                }

                @Override
                public void close() {}
            };
        }
    }
}
