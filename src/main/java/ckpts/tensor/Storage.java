package ckpts.tensor;

/**
 * Bytes that the elements of a leaf lie in, and which other leaves may lie in, too: in whole or in part.
 *
 * @param of what has the bytes, the same object for all that share it: a file
 * @param begin first byte of the leaf
 * @param end the byte behind its last
 */
public record Storage(Object of, long begin, long end) {
    /** Whether some byte belongs to both. */
    public boolean overlaps(Storage other) {
        return of == other.of && begin < other.end && other.begin < end;
    }
}
