package ckpts.bytes;

import java.util.Objects;

/**
 * The state of a file at one moment: differs after every change of it, and when its name goes to another file.
 *
 * @param key distinguishes two files of one disk; null where the disk has no such key, or there was no file
 * @param size in bytes; -1 if there was no file
 * @param changed when, in nanoseconds
 * @param checksum of its bytes; 0 for a file that is not small
 */
public record Stamp(Object key, long size, long changed, int checksum) {
    /** Of a name that no file has. */
    public static final Stamp MISSING = new Stamp(null, -1, 0, 0);

    /** Files up to this size are read, to distinguish two contents that were written at one moment. */
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
                && checksum == stamp.checksum;
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, size, changed, checksum);
    }
}
