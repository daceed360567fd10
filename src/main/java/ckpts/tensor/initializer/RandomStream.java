package ckpts.tensor.initializer;

import ckpts.tensor.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The random numbers of one tensor: block n depends on the seed, the tensor's name and n alone.
 *
 * <pre>
 *   SHA-256(seed as 8 bytes, big-endian; name in UTF-8)  =  key 0 | key 1 | salt | (unused)      4 bytes each
 *   block(n, attempt)  =  Philox(key 0, key 1; counter  low n | high n | attempt | salt)         4 words
 * </pre>
 */
final class RandomStream {
    private final int key0;
    private final int key1;
    private final int salt;

    RandomStream(long seed, String name) {
        ByteBuffer digest = ByteBuffer.wrap(digest(seed, name));
        key0 = digest.getInt();
        key1 = digest.getInt();
        salt = digest.getInt();
    }

    private static byte[] digest(long seed, String name) {
        MessageDigest sha256 = Sha256.start();
        sha256.update(ByteBuffer.allocate(8).putLong(0, seed));
        return sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Fills four words. */
    void block(long n, int attempt, int[] words) {
        words[0] = (int) n;
        words[1] = (int) (n >>> 32);
        words[2] = attempt;
        words[3] = salt;
        Philox.scramble(key0, key1, words);
    }

    /** A number in [0, 1), a multiple of 2^-53, from two words of a block. */
    static double unit(int[] words, int at) {
        return (bits(words, at) >>> 11) * 0x1p-53;
    }

    /** 64 bits from two words of a block. */
    static long bits(int[] words, int at) {
        return (long) words[at] << 32 | words[at + 1] & 0xffffffffL;
    }
}
