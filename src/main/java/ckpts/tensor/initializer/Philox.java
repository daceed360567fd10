package ckpts.tensor.initializer;

/**
 * Philox4x32-10, a function from a 64-bit key and a 128-bit counter to 128 bits that look random (Salmon, Moraes, Dror
 * and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011). No state: any block can be had at any time.
 */
final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long WORD = 0xffffffffL;

    private Philox() {}

    /**
     * One block.
     *
     * @param key0 first word of the key
     * @param key1 second word of the key
     * @param block four words: the counter before, the result after
     */
    static void scramble(int key0, int key1, int[] block) {
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (block[0] & WORD);
            long product1 = MULTIPLIER_1 * (block[2] & WORD);
            block[0] = (int) (product1 >>> 32) ^ block[1] ^ k0;
            block[1] = (int) product1;
            block[2] = (int) (product0 >>> 32) ^ block[3] ^ k1;
            block[3] = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
    }
}
