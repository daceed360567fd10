package ckpts.hdf5.writing;

/** A name in a group to be written. Members are found in their order. */
public sealed interface Member {
    String name();

    /** Refuses what cannot be a name. */
    private static void requireName(String name) {
        if (name.isEmpty() || name.equals(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of an object");
        }
    }

    /** An object. */
    record Child(String name, Described object) implements Member {
        public Child {
            requireName(name);
        }
    }

    /** A soft link. */
    record Soft(String name, String target) implements Member {
        public Soft {
            requireName(name);
        }
    }

    /**
     * A further name of an object.
     *
     * @param path under which the object is described, from the root
     */
    record Alias(String name, String path) implements Member {
        public Alias {
            requireName(name);
        }
    }
}
