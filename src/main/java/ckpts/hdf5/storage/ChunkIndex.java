package ckpts.hdf5.storage;

import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.Optional;

/** Finds chunks. For one thread; holds some of what it read. */
interface ChunkIndex {
    /**
     * A chunk in the file.
     *
     * @param size bytes that are stored
     * @param mask bits of the filters that were not applied
     */
    record Stored(long address, long size, int mask) {}

    /**
     * The chunk at coordinates that count chunks; empty if it was never written.
     *
     * @param coordinates as many as the dataset has dimensions
     */
    Optional<Stored> find(long[] coordinates) throws IOException;

    /** An index that can be opened any number of times. */
    @FunctionalInterface
    interface Source {
        ChunkIndex open(Volume volume, String part) throws IOException;
    }
}
