package ckpts.hdf5.block;

/** A name in a group, and what it leads to. */
public sealed interface Link {
    String name();

    /** Leads to an object of the file: one of several names of it, perhaps. */
    record Hard(String name, long address) implements Link {}

    /** Leads to whatever has a path, from the root or from the group of the link. */
    record Soft(String name, String target) implements Link {}

    /**
     * Leads somewhere that this reader does not go.
     *
     * @param what a phrase: "an external link"
     * @param place where the link is stored
     * @param followed whether HDF5 itself knows where it leads
     */
    record Refused(String name, String what, Block place, boolean followed) implements Link {}
}
