package ckpts.hdf5;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.Volume;
import java.io.IOException;

/** An HDF5 file whose source the caller opened and closes. */
public final class Hdf5File {
    private final Group root;

    private Hdf5File(Group root) {
        this.root = root;
    }

    /** Whether a file says that it is one of HDF5; false, never an exception, if it cannot be read. */
    public static boolean isAt(ByteSource source) {
        try {
            return Volume.isAt(source);
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads the superblock and the header of the root group. */
    public static Hdf5File open(ByteSource source, Limits limits) throws IOException {
        Volume volume = Volume.open(source, limits);
        if (Node.open(volume, volume.root(), "/", 0) instanceof Group root) {
            return new Hdf5File(root);
        }
        throw new MalformedFileException(source, 0, "the root is not a group");
    }

    public Group root() {
        return root;
    }

    /** Receives what a walk finds, parents before children, in their order. */
    public interface Visitor {
        void group(Group group) throws IOException;

        void dataset(Dataset dataset) throws IOException;

        /** A committed datatype. */
        default void namedType(NamedType type) throws IOException {}

        /** A further name of an object: {@code first} is that under which it was visited. */
        default void alias(String path, String first) throws IOException {}

        /** A soft link, which is not followed. */
        default void soft(String path, String target) throws IOException {}
    }

    /**
     * Visits every object once, however many names it has and wherever links lead back to.
     *
     * @throws ckpts.hdf5.block.UnsupportedHdf5Exception at a link or an object that cannot be read
     */
    public void walk(Visitor visitor) throws IOException {
        new Walk(visitor, root.volume()).walk(root);
    }
}
