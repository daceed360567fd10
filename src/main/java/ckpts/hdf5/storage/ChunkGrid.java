package ckpts.hdf5.storage;

import ckpts.hdf5.type.Dataspace;
import java.util.List;

/**
 * The chunks of a dataset as a grid.
 *
 * @param space the dataset's
 * @param chunk dimensions of a chunk
 * @param bytes of a chunk, decoded
 */
record ChunkGrid(Dataspace space, List<Long> chunk, long bytes) {
    /**
     * The number of a chunk among all that there could be: rows of the greatest extent, the dimension that may grow, if
     * any, slowest. Greatest extents have countable elements.
     */
    long number(long[] coordinates, int slowest) {
        long number = coordinates[slowest];
        for (int i = 0; i < coordinates.length; i++) {
            if (i != slowest) {
                number = number * chunks(i) + coordinates[i];
            }
        }
        return number;
    }

    /** The dimension that may grow; the first if none may. */
    int growing() {
        return Math.max(0, space.maximum().indexOf(Dataspace.UNLIMITED));
    }

    private long chunks(int dimension) {
        long most = space.maximum().get(dimension);
        long extent = most == Dataspace.UNLIMITED ? space.dimensions().get(dimension) : most;
        return extent / chunk.get(dimension) + (extent % chunk.get(dimension) == 0 ? 0 : 1);
    }
}
