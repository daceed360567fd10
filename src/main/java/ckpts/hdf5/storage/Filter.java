package ckpts.hdf5.storage;

import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Remedy;
import ckpts.hdf5.block.UnsupportedHdf5Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A filter that was applied to chunks: HDF5 File Format Specification, IV.A.2.l.
 *
 * @param parameter the first of its parameters, 0 if there is none: of a shuffle the size of an element
 */
record Filter(Kind kind, long parameter) {
    private static final int FIRST_WITH_NAME = 256;
    private static final int MOST_FILTERS = 32;
    private static final Map<Integer, Kind> KINDS =
            Map.of(1, Kind.DEFLATE, 2, Kind.SHUFFLE, 3, Kind.FLETCHER32, 32000, Kind.LZF);
    private static final Map<Integer, String> REFUSED = Map.of(4, "szip", 5, "nbit", 6, "scale-offset");

    /** Filters that HDF5 has from a package, by their names there. */
    private static final String PACKAGE = "hdf5plugin";

    private static final Map<Integer, String> PLUGINS = Map.of(
            307, "bzip2",
            32001, "blosc",
            32004, "lz4",
            32008, "bitshuffle",
            32013, "zfp",
            32015, "zstd",
            32017, "sz",
            32024, "sz3",
            32026, "blosc2",
            32028, "sperr");

    /** Filters that can be undone. */
    enum Kind {
        DEFLATE,
        SHUFFLE,
        FLETCHER32,
        LZF;

        /** Whether the size of its output depends on what it compresses. */
        boolean compresses() {
            return this == DEFLATE || this == LZF;
        }
    }

    /** The filters of a message, in the order in which they were applied. */
    static List<Filter> decode(Block block) throws IOException {
        int version = block.version(1, 2);
        int count = block.u8();
        block.skip(version == 1 ? 6 : 0);
        if (count > MOST_FILTERS) {
            throw block.malformed("there are " + count + " filters, expected at most " + MOST_FILTERS);
        }
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            filters.add(one(block, version));
        }
        if (filters.stream().filter(filter -> filter.kind.compresses()).count() > 1) {
            throw block.unsupported("several filters that compress", Remedy.values());
        }
        return filters;
    }

    private static Filter one(Block block, int version) throws IOException {
        Block start = block.again();
        start.skip(block.consumed());
        int id = block.u16();
        int nameLength = version == 1 || id >= FIRST_WITH_NAME ? block.u16() : 0;
        block.skip(2);
        int parameters = block.u16();
        block.part(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength);
        long parameter = parameters > 0 ? block.u32() : 0;
        block.skip(4L * Math.max(0, parameters - 1) + (version == 1 && parameters % 2 == 1 ? 4 : 0));
        Kind kind = KINDS.get(id);
        if (kind == null) {
            throw refused(start, id);
        }
        return new Filter(kind, parameter);
    }

    private static UnsupportedHdf5Exception refused(Block block, int id) {
        if (REFUSED.containsKey(id)) {
            return block.unsupported("the filter " + REFUSED.get(id), Remedy.values());
        }
        return PLUGINS.containsKey(id)
                ? block.unsupported("the filter " + PLUGINS.get(id), new Remedy.Values(Optional.of(PACKAGE)))
                : block.unsupported("the unknown filter " + id, new Remedy.None());
    }
}
