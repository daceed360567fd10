package ckpts.hdf5.block;

/**
 * Bounds on what a file may make its reader hold.
 *
 * @param headerBytes of one object header with its continuations
 * @param heapBytes of one heap, or one collection of the global heap
 * @param links of one group, and attributes of one object
 * @param attributeBytes of the value of one attribute, strings included
 * @param chunkBytes of one chunk, decoded
 * @param depth of trees, of groups within groups, and of soft links that lead to soft links
 * @param objects that a walk through a file visits
 */
public record Limits(
        long headerBytes, long heapBytes, int links, long attributeBytes, long chunkBytes, int depth, int objects) {
    /** More than frameworks write. */
    public static final Limits DEFAULT = new Limits(1L << 24, 1L << 26, 1 << 20, 1L << 26, 1L << 30, 64, 1 << 22);
}
