package ckpts.format;

import ckpts.bytes.ByteSource;
import ckpts.tensor.Tensor;
import java.util.Optional;

/**
 * A leaf whose values are in a file, encoded in whatever way. What runs plans knows files by this alone, so that a
 * format may bring leaves of its own.
 */
public interface FileTensor extends Tensor {
    /** The whole file; open for as long as its tensors are read. */
    ByteSource file();

    /** Its canonical bytes in the file, if they are stored as they are. */
    Optional<Verbatim> verbatim();

    /** Number of additional bytes that the first read of a reader reads. */
    long bytesToCheck();
}
