package ckpts.hdf5.block;

import java.util.Optional;

/** What HDF5's own library can do with a file so that it no longer uses what this reader does not read. */
public sealed interface Remedy {
    /**
     * It reads the values, which can then be written as they are.
     *
     * @param plugins the Python package with the filter that this takes; empty if the library has it itself
     */
    record Values(Optional<String> plugins) implements Remedy {}

    /** Objects copied to another file come without it. */
    record Copy() implements Remedy {}

    /**
     * An object, or one of its names, can be taken away, if nothing needs it.
     *
     * @param path of the object, from the root
     */
    record Without(String path) implements Remedy {}

    /**
     * An attribute can be taken away, if nothing needs it.
     *
     * @param path of the object that has it, from the root
     */
    record WithoutAttribute(String path, String name) implements Remedy {}

    /** Only what wrote the file may know. */
    record None() implements Remedy {}

    /** {@link Values} that take no package. */
    static Remedy values() {
        return new Values(Optional.empty());
    }
}
