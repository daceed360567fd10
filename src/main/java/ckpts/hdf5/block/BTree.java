package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tree of version 2, whose records are of one size: HDF5 File Format Specification, III.A.2. The sizes of fields follow
 * from how many records a node could have. For one thread; holds some nodes that it read.
 */
public final class BTree {
    private static final int PREFIX = 4 + 1 + 1;
    private static final int CHECKSUM = 4;
    private static final int HELD_BYTES = 1 << 22;

    private final Volume volume;
    private final String part;
    private final Block header;
    private final int type;
    private final int nodeSize;
    private final int recordSize;
    private final int depth;
    private final Pointer root;
    private final long total;

    /** By depth: the most records of a node, and bytes of the number of records below one. */
    private final long[] most;

    private final int[] totalWidth;
    private final int countWidth;
    private final Map<Long, Block> held = new HashMap<>();

    private long heldBytes;

    private record Pointer(long address, int records) {}

    /** Receives records, in order. */
    @FunctionalInterface
    public interface Visitor {
        void record(Block record) throws IOException;
    }

    /** Where a record is that is looked for. */
    @FunctionalInterface
    public interface Position {
        /** Negative if the wanted record is before this one, 0 if this is it, positive if it is after. */
        int from(Block record) throws IOException;
    }

    private BTree(Volume volume, Block block, int type, String part) throws IOException {
        this.volume = volume;
        this.part = part;
        this.header = block;
        this.type = type;
        block.requireSignature("BTHD");
        block.version(0, 0);
        block.requireField(1, type, "the kind of the tree");
        long size = block.u32();
        recordSize = block.u16();
        depth = block.u16();
        block.skip(2);
        long address = block.address();
        int records = block.u16();
        total = block.length("the number of records");
        block.requireChecksum();
        if (size > volume.limits().heapBytes() || recordSize == 0 || size < PREFIX + CHECKSUM + recordSize) {
            throw block.malformed("a node has " + size + " bytes, and a record " + recordSize);
        }
        if (depth > volume.limits().depth()) {
            throw block.malformed("the tree is " + depth + " deep");
        }
        nodeSize = (int) size;
        root = new Pointer(address, records);
        most = new long[depth + 1];
        totalWidth = new int[depth + 1];
        most[0] = (nodeSize - PREFIX - CHECKSUM) / recordSize;
        countWidth = width(most[0]);
        measure();
    }

    /** @param type of the records */
    public static BTree open(Volume volume, long address, int type, String part) throws IOException {
        int size = 4
                + 1
                + 1
                + 4
                + 2
                + 2
                + 2
                + 2
                + volume.widths().address()
                + volume.widths().length()
                + CHECKSUM;
        return new BTree(volume, volume.upTo(address, size, part), type, part);
    }

    private void measure() throws MalformedFileException {
        long below = most[0];
        for (int i = 1; i <= depth; i++) {
            int pointer = pointerSize(i);
            most[i] = (nodeSize - PREFIX - CHECKSUM - pointer) / (recordSize + pointer);
            if (most[i] < 1 || below > Long.MAX_VALUE / (most[i] + 1) - 1) {
                throw header.malformed("a tree that is " + depth + " deep, of nodes of " + nodeSize + " bytes");
            }
            below = (most[i] + 1) * below + most[i];
            totalWidth[i] = width(below);
        }
    }

    private int pointerSize(int level) {
        return volume.widths().address() + countWidth + totalWidth[level - 1];
    }

    /** Bytes of a number up to this one. */
    private static int width(long number) {
        return (Long.SIZE - 1 - Long.numberOfLeadingZeros(number)) / Byte.SIZE + 1;
    }

    /** Visits all records; that there are as many as the header says is checked. */
    public void forEach(Visitor visitor) throws IOException {
        if (root.address == Block.UNDEFINED) {
            return;
        }
        long[] count = {0};
        visit(root, depth, new HashSet<>(), record -> {
            if (++count[0] > total) {
                throw record.malformed("the tree should have " + total + " records, but has more");
            }
            visitor.record(record);
        });
        if (count[0] != total) {
            throw header.malformed("the tree should have " + total + " records, but has " + count[0]);
        }
    }

    private void visit(Pointer pointer, int level, Set<Long> seen, Visitor visitor) throws IOException {
        Block node = node(pointer, level);
        if (!seen.add(pointer.address)) {
            throw node.malformed("the tree leads to a node twice");
        }
        Block records = records(node, pointer);
        Block children = children(node, pointer);
        for (int i = 0; i <= pointer.records; i++) {
            if (level > 0) {
                visit(pointer(children, level), level - 1, seen, visitor);
            }
            if (i < pointer.records) {
                visitor.record(records.part(recordSize));
            }
        }
    }

    /** Looks for one record, reading the nodes on the way to it. */
    public Optional<Block> find(Position position) throws IOException {
        Pointer pointer = root;
        for (int level = depth; pointer.address != Block.UNDEFINED; level--) {
            Block node = node(pointer, level);
            Block records = records(node, pointer);
            int low = 0;
            int high = pointer.records;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int side = position.from(record(records, middle));
                if (side == 0) {
                    return Optional.of(record(records, middle));
                }
                low = side > 0 ? middle + 1 : low;
                high = side > 0 ? high : middle;
            }
            if (level == 0) {
                break;
            }
            Block children = children(node, pointer);
            children.skip((long) low * pointerSize(level));
            pointer = pointer(children, level);
        }
        return Optional.empty();
    }

    private Block record(Block records, int number) throws MalformedFileException {
        Block from = records.again();
        from.skip((long) number * recordSize);
        return from.part(recordSize);
    }

    private Block records(Block node, Pointer pointer) throws MalformedFileException {
        Block body = node.again();
        body.skip(PREFIX);
        return body.part((long) pointer.records * recordSize);
    }

    private Block children(Block node, Pointer pointer) throws MalformedFileException {
        Block body = node.again();
        body.skip(PREFIX + (long) pointer.records * recordSize);
        return body;
    }

    private Pointer pointer(Block children, int level) throws MalformedFileException {
        long address = children.address();
        long records = children.number(countWidth);
        children.skip(totalWidth[level - 1]);
        if (records < 0 || records > most[level - 1]) {
            throw children.malformed("a node should have " + records + " records, expected at most " + most[level - 1]);
        }
        return new Pointer(address, (int) records);
    }

    private Block node(Pointer pointer, int level) throws IOException {
        Block known = held.get(pointer.address);
        if (known != null) {
            return known;
        }
        long size = PREFIX
                + (long) pointer.records * recordSize
                + (level == 0 ? 0 : (pointer.records + 1L) * pointerSize(level))
                + CHECKSUM;
        Block node = volume.block(pointer.address, size, nodeSize, part);
        node.requireSignature(level == 0 ? "BTLF" : "BTIN");
        node.version(0, 0);
        node.requireField(1, type, "the kind of the tree");
        node.skip(size - PREFIX - CHECKSUM);
        node.requireChecksum();
        heldBytes += size;
        if (heldBytes > HELD_BYTES) {
            held.clear();
            heldBytes = size;
        }
        held.put(pointer.address, node);
        return node;
    }
}
