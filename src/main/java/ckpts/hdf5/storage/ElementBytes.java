package ckpts.hdf5.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The elements of a dataset as bytes, row-major, whatever their layout. For one thread. */
public interface ElementBytes {
    /** Fills {@code into} to its limit from a position, which the caller has checked. */
    void read(long position, ByteBuffer into) throws IOException;
}
