package ckpts.hdf5.block;

/**
 * The checksum of metadata: Bob Jenkins' lookup3, {@code hashlittle} with a start of 0 (HDF5 File Format Specification, III
 * and others, "Checksum"). It also hashes the names by which trees are sorted.
 */
public final class Lookup3 {
    private static final int START = 0xdeadbeef;
    private static final int BLOCK = 12;

    private int a;
    private int b;
    private int c;

    private Lookup3(int length) {
        a = START + length;
        b = a;
        c = a;
    }

    /** The hash of a range of bytes. */
    public static int hash(byte[] bytes, int start, int length) {
        return new Lookup3(length).of(bytes, start, length);
    }

    private int of(byte[] bytes, int start, int length) {
        int at = start;
        int left = length;
        while (left > BLOCK) {
            add(bytes, at, BLOCK);
            mix();
            at += BLOCK;
            left -= BLOCK;
        }
        if (left > 0) {
            add(bytes, at, left);
            finish();
        }
        return c;
    }

    private void add(byte[] bytes, int at, int count) {
        a += word(bytes, at, count);
        b += word(bytes, at + 4, count - 4);
        c += word(bytes, at + 8, count - 8);
    }

    private static int word(byte[] bytes, int at, int count) {
        int word = 0;
        for (int i = 0; i < Math.min(count, 4); i++) {
            word |= (bytes[at + i] & 0xff) << (Byte.SIZE * i);
        }
        return word;
    }

    private void mix() {
        a = (a - c) ^ Integer.rotateLeft(c, 4);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 6);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 8);
        b += a;
        a = (a - c) ^ Integer.rotateLeft(c, 16);
        c += b;
        b = (b - a) ^ Integer.rotateLeft(a, 19);
        a += c;
        c = (c - b) ^ Integer.rotateLeft(b, 4);
        b += a;
    }

    private void finish() {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
