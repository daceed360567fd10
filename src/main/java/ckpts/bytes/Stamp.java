package ckpts.bytes;

import java.util.Objects;

/**
 * What a file was at one moment: another one after every change of it, and where its name went to another file.
 *
 * @param key tells two files of one disk apart; null where the disk has nothing of the kind, or there was no file
 * @param size in bytes; -1 if there was no file
 * @param changed when, in nanoseconds
 * @param checksum of its bytes; 0 for a file that is not small
 */
public record Stamp(Object key, long size, long changed, int sum) {
    /** Of a name that no file has. */
    public static final Stamp MISSING = new Stamp(null, -1, 0, 0);

    /** So much is read to tell two contents apart that were written at one moment. */
    static final int SMALL = 1 << 16;

    public boolean isMissing() {
        return size < 0;
    }

    /** Written out: the equality of a record is made at run time, which a small command would feel. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Stamp stamp
                && Objects.equals(key, stamp.key)
                && size == stamp.size
                && changed == stamp.changed
                && sum == stamp.sum;
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, size, changed, sum);
    }
}
