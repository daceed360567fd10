package ckpts.hdf5.block;

import ckpts.bytes.ByteSource;
import java.io.IOException;

/** A file is sound, for all that is known, and uses something that this reader does not read: what, and at which byte. */
public final class UnsupportedHdf5Exception extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Remedy remedy;

    /**
     * @param source where it is used, file first, then the part, with the path of the object
     * @param position in the source
     * @param feature a phrase: "an external link"
     */
    UnsupportedHdf5Exception(ByteSource source, long position, String feature, Remedy remedy) {
        super(source.name() + ", byte " + (source.fileOffset() + position) + ": uses " + feature
                + ", which this program does not read");
        this.remedy = remedy;
    }

    /** What helps. */
    public Remedy remedy() {
        return remedy;
    }
}
