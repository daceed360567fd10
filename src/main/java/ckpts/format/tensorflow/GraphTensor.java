package ckpts.format.tensorflow;

import ckpts.bytes.MalformedFileException;
import ckpts.format.tensorflow.bundle.BundleIndex;
import ckpts.format.tensorflow.bundle.StringStream;
import ckpts.format.tensorflow.bundle.VarintStream;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The scalar string tensor with a checkpoint's object graph: encoding and decoding.
 *
 * <pre>
 *   varint length | fixed32 masked CRC of the length as uint32 | the encoded graph
 * </pre>
 */
final class GraphTensor implements Tensor {
    /** The key under which object-based checkpoints keep their graph. */
    static final String KEY = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private static final int SCRATCH = 1 << 20;

    /** Graphs of large models take a few MB. */
    private static final int MOST_BYTES = 1 << 28;

    private final byte[] stream;

    GraphTensor(ObjectGraph graph) {
        byte[] text = ObjectGraphBytes.encoded(graph).toByteArray();
        ByteBuffer encoded = ByteBuffer.allocate(VarintStream.LONGEST + StringStream.CRC_BYTES + text.length);
        StringStream.putLengths(encoded, 1, string -> text.length);
        encoded.put(text);
        this.stream = Arrays.copyOf(encoded.array(), encoded.position());
    }

    /**
     * Reads the graph out of the tensor that is stored under {@link #KEY}.
     *
     * @param place of its entry in the index, for messages
     * @throws MalformedFileException if it is not a scalar string, or not a graph
     */
    static ObjectGraph read(Tensor stored, BundleIndex.Place place) throws IOException {
        if (stored.type().dtype() != DType.STRING || stored.type().shape().rank() != 0) {
            throw place.malformed("\"" + KEY + "\" is " + stored.type() + ", but an object graph is a string[]");
        }
        if (stored.byteSize() > MOST_BYTES) {
            throw place.malformed(
                    "\"" + KEY + "\" has " + stored.byteSize() + " bytes, the limit of this reader is " + MOST_BYTES);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) stored.byteSize());
        try (TensorReader in = stored.open(new Scratch(SCRATCH))) {
            in.read(0, bytes);
        }
        bytes.flip();
        VarintStream length = new VarintStream();
        boolean complete = false;
        while (!complete && bytes.hasRemaining()) {
            complete = length.take(bytes.get());
        }
        if (!complete || bytes.remaining() - StringStream.CRC_BYTES != length.value()) {
            throw place.malformed("\"" + KEY + "\" has " + stored.byteSize() + " bytes, but a string of "
                    + Long.toUnsignedString(length.value()) + " with its length and checksum is longer or shorter");
        }
        byte[] text = new byte[(int) length.value()];
        bytes.position(bytes.position() + StringStream.CRC_BYTES).get(text);
        try {
            return ObjectGraphBytes.parse(text);
        } catch (IOException e) {
            throw place.malformed(e.getMessage());
        }
    }

    @Override
    public TensorType type() {
        return new TensorType(DType.STRING, Shape.of());
    }

    @Override
    public List<Tensor> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return "the object graph";
    }

    @Override
    public long byteSize() {
        return stream.length;
    }

    @Override
    public TensorReader open(Scratch scratch) {
        return new TensorReader() {
            @Override
            public void read(long position, ByteBuffer target) {
                target.put(stream, (int) position, target.remaining());
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }
}
