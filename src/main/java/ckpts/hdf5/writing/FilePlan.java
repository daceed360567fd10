package ckpts.hdf5.writing;

import java.util.List;

/**
 * The bytes of a file, of which those of datasets are known by length only.
 *
 * @param parts from front to back, without a gap
 */
public record FilePlan(List<Part> parts) {
    public FilePlan {
        parts = List.copyOf(parts);
    }

    /**
     * Lays out a file.
     *
     * @throws IllegalArgumentException if something cannot be written: a refused type, an alias of nothing, a name or a
     *     single message above 64 KiB, metadata above 2 GiB
     */
    public static FilePlan of(GroupDescription root) {
        return new FilePlan(new Planner(root).parts());
    }

    /** Bytes of the file. */
    public long size() {
        return parts.isEmpty() ? 0 : end(parts.get(parts.size() - 1));
    }

    private static long end(Part part) {
        return part.offset() + part.length();
    }
}
