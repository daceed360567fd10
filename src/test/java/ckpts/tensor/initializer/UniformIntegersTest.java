package ckpts.tensor.initializer;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Each integer is low + floor(r * (high - low) / 2^64), r the next 64 bits of the stream of seed and name. */
class UniformIntegersTest extends TensorContract {
    private static final TensorType TYPE = new TensorType(DType.INT16, Shape.of(70, 65));

    @Override
    protected Tensor tensor() {
        return new Uniform(-1000, 3001, 7).create(TYPE, "steps");
    }

    @Override
    protected TensorType expectedType() {
        return TYPE;
    }

    @Override
    protected byte[] expectedBytes() {
        RandomStream stream = new RandomStream(7, "steps");
        ByteBuffer out = ByteBuffer.allocate((int) TYPE.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[4];
        for (int element = 0; out.hasRemaining(); element++) {
            stream.block(element / 2, 0, words);
            long bits = RandomStream.bits(words, element % 2 * 2);
            BigInteger scaled = new BigInteger(Long.toUnsignedString(bits)).multiply(BigInteger.valueOf(4001));
            out.putShort((short) (scaled.shiftRight(64).intValueExact() - 1000));
        }
        return out.array();
    }

    @Override
    protected String expectedDescription() {
        return "uniform(low = -1000.0, high = 3001.0, seed = 7) for \"steps\"";
    }
}
