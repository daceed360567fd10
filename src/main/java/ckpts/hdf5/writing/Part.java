package ckpts.hdf5.writing;

/** A run of bytes of a planned file; runs follow each other without a gap. */
public sealed interface Part {
    /** The byte of the file at which it begins. */
    long offset();

    long length();

    /** Everything but data: known already. */
    record Metadata(long offset, byte[] bytes) implements Part {
        public Metadata {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /**
     * The elements of a dataset, row-major, in the byte order of its type; at least one byte.
     *
     * @param path of the dataset, from the root
     */
    record Data(String path, long offset, long length) implements Part {}
}
