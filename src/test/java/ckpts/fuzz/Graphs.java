package ckpts.fuzz;

import ckpts.format.tensorflow.object.ObjectGraphBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Object graphs in data files: TensorFlow writes them last, behind the length of the string and a checksum of that. */
final class Graphs {
    private static final int MOST_LENGTH_BYTES = 3;

    private Graphs() {}

    /** The graph at the end of a file; empty if there is none. */
    static Optional<byte[]> in(byte[] data) {
        for (int start = 0; start < data.length; start++) {
            int length = 0;
            for (int i = 0; i < MOST_LENGTH_BYTES && start + i < data.length; i++) {
                length |= (data[start + i] & 0x7f) << 7 * i;
                if (data[start + i] >= 0) {
                    int from = start + i + 1 + Integer.BYTES;
                    if (length > 0 && from + length == data.length && isGraph(data, from)) {
                        return Optional.of(Arrays.copyOfRange(data, from, data.length));
                    }
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isGraph(byte[] data, int from) {
        try {
            return !ObjectGraphBytes.parse(Arrays.copyOfRange(data, from, data.length))
                    .nodes()
                    .isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
