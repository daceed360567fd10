package ckpts.tensor.statistics;

import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.kernel.ReaderResources;
import ckpts.tensor.kernel.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A hash that identifies the content of a tensor, from one pass: tensors of one type have the same bytes if
 * their fingerprints are equal.
 *
 * @param sha256 of the canonical bytes, as hexadecimal digits
 * @param constant whether all elements have the same bytes, of none or one, too; never for elements without a fixed
 *     width
 */
public record Fingerprint(String sha256, boolean constant) {
    private static final int CHUNK = 1 << 16;

    public Fingerprint {
        Objects.requireNonNull(sha256, "sha256 is null");
    }

    /**
     * Reads the tensor once.
     *
     * @throws IOException if reading fails
     */
    public static Fingerprint of(Tensor tensor, Scratch scratch) throws IOException {
        MessageDigest digest = Sha256.start();
        int width = Math.max(1, tensor.type().dtype().width());
        int chunk = CHUNK / width * width;
        boolean constant = tensor.type().dtype().isFixedWidth();
        try (ReaderResources holdings = new ReaderResources(scratch)) {
            TensorReader reader = holdings.reader(tensor);
            ByteBuffer first = ByteBuffer.wrap(new byte[width]);
            ByteBuffer bytes = holdings.bytes(chunk);
            for (long position = 0; position < tensor.byteSize(); position += chunk) {
                scratch.goOn();
                int length = (int) Math.min(chunk, tensor.byteSize() - position);
                reader.read(position, bytes.clear().limit(length));
                bytes.flip();
                if (constant) {
                    if (position == 0) {
                        first.put(0, bytes, 0, width);
                    }
                    constant = repeats(bytes, first, width);
                }
                digest.update(bytes);
            }
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()), constant);
    }

    /** Whether all elements are this one: the first is, and each is like the one before. */
    private static boolean repeats(ByteBuffer bytes, ByteBuffer element, int width) {
        int rest = bytes.limit() - width;
        return bytes.slice(0, width).equals(element) && bytes.slice(0, rest).equals(bytes.slice(width, rest));
    }
}
