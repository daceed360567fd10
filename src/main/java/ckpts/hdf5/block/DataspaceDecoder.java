package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.type.Dataspace;
import java.util.ArrayList;
import java.util.List;

/** Dataspace messages: HDF5 File Format Specification, IV.A.2.b. */
final class DataspaceDecoder {
    private static final int MOST_DIMENSIONS = 32;

    private DataspaceDecoder() {}

    static Dataspace decode(Block block) throws MalformedFileException {
        int version = block.version(1, 2);
        int rank = block.u8();
        int flags = block.u8();
        int type = block.u8();
        block.skip(version == 1 ? 4 : 0);
        if (rank > MOST_DIMENSIONS) {
            throw block.malformed("has " + rank + " dimensions, expected at most " + MOST_DIMENSIONS);
        }
        Dataspace.Kind kind = version == 1 ? ofRank(rank) : ofType(block, type);
        if (kind != Dataspace.Kind.SIMPLE) {
            return kind == Dataspace.Kind.NULL ? Dataspace.NULL : Dataspace.SCALAR;
        }
        List<Long> dimensions = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            dimensions.add(block.length("a dimension"));
        }
        List<Long> maximum = new ArrayList<>(rank);
        for (int i = 0; i < rank && (flags & 1) != 0; i++) {
            maximum.add(maximum(block, dimensions.get(i)));
        }
        if (!Dataspace.isCountable(dimensions, 1)) {
            throw block.malformed("the dimensions " + dimensions + " have too many elements to be counted");
        }
        return new Dataspace(kind, dimensions, (flags & 1) == 0 ? dimensions : maximum);
    }

    private static long maximum(Block block, long dimension) throws MalformedFileException {
        int bits = Byte.SIZE * block.widths().length();
        long found = block.number(block.widths().length());
        long unlimited = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        if (found == unlimited) {
            return Dataspace.UNLIMITED;
        }
        if (found < dimension) {
            throw block.malformed("a dimension of " + dimension + " is at most " + found);
        }
        return found;
    }

    private static Dataspace.Kind ofRank(int rank) {
        return rank == 0 ? Dataspace.Kind.SCALAR : Dataspace.Kind.SIMPLE;
    }

    private static Dataspace.Kind ofType(Block block, int type) throws MalformedFileException {
        return switch (type) {
            case 0 -> Dataspace.Kind.SCALAR;
            case 1 -> Dataspace.Kind.SIMPLE;
            case 2 -> Dataspace.Kind.NULL;
            default -> throw block.malformed("a dataspace has the unknown type " + type);
        };
    }
}
