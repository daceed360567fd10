package ckpts.hdf5.block;

import ckpts.bytes.ByteSource;
import java.io.IOException;

/** A file is sound, for all that is known, and uses something that this reader does not read. */
public final class UnsupportedHdf5Exception extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param source where it is used, for messages
     * @param feature a phrase: "an external link"
     */
    public UnsupportedHdf5Exception(ByteSource source, String feature) {
        super(source.name() + " uses " + feature + ", which this program does not read");
    }
}
