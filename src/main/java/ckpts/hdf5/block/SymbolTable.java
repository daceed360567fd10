package ckpts.hdf5.block;

import ckpts.hdf5.type.Elements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The links of an old group: a tree of version 1 whose leaves are tables of symbols, and a local heap with their names.
 * HDF5 File Format Specification, III.A.1, III.B, III.C and III.D.
 */
final class SymbolTable {
    private static final int TREE_PREFIX = 8;
    private static final int SYMBOLS_PREFIX = 8;
    private static final int SCRATCH = 16;
    private static final int SOFT = 2;

    private final Volume volume;
    private final String path;
    private final Block names;
    private final Set<Long> seen = new HashSet<>();
    private final List<Link> links = new ArrayList<>();
    private long nameBytes;

    private SymbolTable(Volume volume, String path, Block names) {
        this.volume = volume;
        this.path = path;
        this.names = names;
    }

    /** The links that a symbol table message leads to, by name. */
    static List<Link> links(Volume volume, Block message, String path) throws IOException {
        long tree = message.address();
        long heap = message.address();
        SymbolTable table = new SymbolTable(volume, path, heap(volume, heap, path));
        table.node(tree, -1);
        return table.links;
    }

    private static Block heap(Volume volume, long address, String path) throws IOException {
        String part = "local heap of " + path;
        Block heap = volume.upTo(address, 8 + 3 * Long.BYTES, part);
        heap.requireSignature("HEAP");
        heap.version(0, 0);
        heap.skip(3);
        long size = heap.length("the size of the heap");
        heap.skip(heap.widths().length());
        return volume.block(heap.address(), size, volume.limits().heapBytes(), part);
    }

    /** @param level of this node; negative for the root, whatever its level is */
    private void node(long address, int level) throws IOException {
        String part = "tree of " + path;
        Block node = volume.upTo(address, TREE_PREFIX, part);
        node.requireSignature("TREE");
        node.requireField(1, 0, "the kind of the tree");
        int found = node.u8();
        if (level >= 0 && found != level || found > volume.limits().depth()) {
            throw node.malformed(
                    "a node of level " + found + (level < 0 ? "" : " where one of " + level + " should be"));
        }
        if (!seen.add(address)) {
            throw node.malformed("the tree leads to a node twice");
        }
        int children = node.u16();
        int key = volume.widths().length();
        int reference = volume.widths().address();
        long size = TREE_PREFIX + 2L * reference + key + (long) children * (key + reference);
        Block body = volume.block(address, size, volume.limits().headerBytes(), part);
        body.skip(TREE_PREFIX + 2L * reference + key);
        for (int i = 0; i < children; i++) {
            long child = body.address();
            body.skip(key);
            if (found > 0) {
                node(child, found - 1);
            } else {
                symbols(child);
            }
        }
    }

    private void symbols(long address) throws IOException {
        String part = "symbols of " + path;
        Block start = volume.upTo(address, SYMBOLS_PREFIX, part);
        start.requireSignature("SNOD");
        start.version(1, 1);
        start.skip(1);
        int count = start.u16();
        if (!seen.add(address)) {
            throw start.malformed("the tree leads to a node twice");
        }
        int entry = volume.widths().length() + volume.widths().address() + 8 + SCRATCH;
        long size = SYMBOLS_PREFIX + (long) count * entry;
        Block body = volume.block(address, size, volume.limits().headerBytes(), part);
        body.skip(SYMBOLS_PREFIX);
        for (int i = 0; i < count; i++) {
            Links.add(links, symbol(body.part(entry)), body, volume.limits());
        }
    }

    private Link symbol(Block entry) throws IOException {
        String name = Links.name(entry, name(entry));
        long header = entry.address();
        int cached = (int) entry.u32();
        entry.skip(4);
        if (cached != SOFT) {
            return new Link.Hard(name, header);
        }
        return new Link.Soft(name, Elements.string(nameAt(entry, entry.u32())));
    }

    private byte[] name(Block entry) throws IOException {
        return nameAt(entry, entry.length("the place of a name"));
    }

    private byte[] nameAt(Block entry, long offset) throws IOException {
        Block name = names.again();
        if (offset >= name.remaining()) {
            throw entry.malformed("a name is at byte " + offset + " of a heap of " + name.remaining());
        }
        name.skip(offset);
        byte[] bytes = name.terminated("a name");
        nameBytes += bytes.length;
        if (nameBytes > volume.limits().heapBytes()) {
            throw entry.malformed(
                    "the names have more bytes than the " + volume.limits().heapBytes() + " that this reader allows");
        }
        return bytes;
    }
}
