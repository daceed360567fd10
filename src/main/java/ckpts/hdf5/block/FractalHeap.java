package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Many small objects, in blocks whose sizes double, and large ones beside them: HDF5 File Format Specification, III.G. For
 * one thread; holds the blocks that it read.
 */
final class FractalHeap {
    private static final int HUGE_RECORDS = 1;
    private static final int MANAGED = 0;
    private static final int HUGE = 1;
    private static final int TINY = 2;
    private static final int CHECKED_BLOCKS = 1 << 1;
    private static final int CHECKSUM = 4;
    private static final int MOST_BITS = 62;

    private final Volume volume;
    private final String part;
    private final long address;
    private final int idLength;
    private final boolean checked;
    private final long hugeTree;
    private final int columns;
    private final long firstBlock;
    private final long largestBlock;
    private final int offsetWidth;
    private final int lengthWidth;
    private final long root;
    private final int rootRows;
    private final Map<Long, Block> direct = new HashMap<>();
    private final Map<Long, Block> indirect = new HashMap<>();
    private Optional<BTree> huge = Optional.empty();
    private long held;
    private long served;

    private FractalHeap(Volume volume, long address, Block block, String part) throws IOException {
        this.volume = volume;
        this.address = address;
        this.part = part;
        block.requireSignature("FRHP");
        block.version(0, 0);
        idLength = block.u16();
        int filters = block.u16();
        checked = (block.u8() & CHECKED_BLOCKS) != 0;
        long largestObject = block.u32();
        block.skip(block.widths().length());
        hugeTree = block.address();
        int length = block.widths().length();
        block.skip(length + (long) block.widths().address() + 8L * length);
        columns = block.u16();
        firstBlock = block.length("the size of a block");
        largestBlock = block.length("the size of a block");
        int bits = block.u16();
        block.skip(2);
        root = block.address();
        rootRows = block.u16();
        if (filters != 0) {
            throw block.unsupported("filters on a heap", new Remedy.None());
        }
        block.requireChecksum();
        requireSizes(block, bits);
        offsetWidth = (bits + 7) / Byte.SIZE;
        int largest = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, largestObject));
        lengthWidth = (Math.min(bitsOf(largestBlock), largest) + 7) / Byte.SIZE;
    }

    static FractalHeap open(Volume volume, long address, String part) throws IOException {
        int widths = 10 * volume.widths().length() + 3 * volume.widths().address();
        int size = 4 + 1 + 2 + 2 + 1 + 4 + 2 + 2 + 2 + 2 + 2 * volume.widths().length() + widths + CHECKSUM;
        return new FractalHeap(volume, address, volume.upTo(address, size, part), part);
    }

    private void requireSizes(Block block, int bits) throws MalformedFileException {
        boolean powers =
                Long.bitCount(columns) == 1 && Long.bitCount(firstBlock) == 1 && Long.bitCount(largestBlock) == 1;
        if (!powers
                || firstBlock > largestBlock
                || largestBlock > volume.limits().heapBytes()) {
            throw block.malformed("blocks of " + firstBlock + " to " + largestBlock + " bytes in " + columns
                    + " columns; each should be a power of 2");
        }
        int widest = bitsOf(firstBlock) + bitsOf(columns) + rootRows;
        if (bits < 1 || bits > MOST_BITS || rootRows > MOST_BITS || widest > MOST_BITS) {
            throw block.malformed("a heap of " + bits + " bits, with " + rootRows + " rows");
        }
    }

    private static int bitsOf(long power) {
        return Long.numberOfTrailingZeros(power);
    }

    /** The object that an identifier stands for: III.G, "heap ID". */
    Block object(Block id) throws IOException {
        int flags = id.u8();
        int kind = flags >>> 4 & 3;
        if (flags >>> 6 != 0) {
            throw id.malformed("an identifier of a heap has version " + (flags >>> 6) + ", expected 0");
        }
        Block object = switch (kind) {
            case MANAGED -> managed(id, id.number(offsetWidth), id.number(lengthWidth));
            case HUGE -> huge(id);
            case TINY -> tiny(id, flags);
            default -> throw id.malformed("an identifier of a heap has the unknown kind 3");
        };
        served += object.remaining();
        if (served > volume.limits().heapBytes()) {
            throw id.malformed("the objects of the heap have more bytes than the "
                    + volume.limits().heapBytes() + " that this reader allows");
        }
        return object;
    }

    private Block tiny(Block id, int flags) throws MalformedFileException {
        int length = flags & 0xf;
        return id.part(1L + (idLength <= 17 ? length : length << Byte.SIZE | id.u8()));
    }

    private Block huge(Block id) throws IOException {
        int direct = volume.widths().address() + volume.widths().length();
        if (idLength - 1 >= direct) {
            return hugeAt(id);
        }
        if (huge.isEmpty()) {
            huge = Optional.of(BTree.open(volume, hugeTree, HUGE_RECORDS, part));
        }
        long number = id.number(Math.min(Math.min(idLength - 1, Long.BYTES), id.remaining()));
        Optional<Block> record = huge.get().find(found -> {
            found.skip(direct);
            return Long.compareUnsigned(number, found.number(volume.widths().length()));
        });
        return hugeAt(record.orElseThrow(() -> id.malformed("the heap has no large object " + number)));
    }

    private Block hugeAt(Block place) throws IOException {
        long at = place.address();
        long length = place.length("the length of a large object");
        return volume.block(at, length, volume.limits().heapBytes(), part);
    }

    private Block managed(Block id, long offset, long length) throws IOException {
        if (rootRows == 0) {
            return within(id, block(root, 0, firstBlock), offset, length);
        }
        long at = root;
        long start = 0;
        int rows = rootRows;
        while (true) {
            int row = row(offset - start);
            if (row >= rows) {
                throw id.malformed("an object at byte " + offset + " of a heap that has not so many");
            }
            long size = rowSize(row);
            long inRow = offset - start - rowStart(row);
            int column = (int) (inRow / size);
            long child = child(indirect(at, start, rows), row, column);
            start += rowStart(row) + column * size;
            if (size <= largestBlock) {
                return within(id, block(child, start, size), offset - start, length);
            }
            at = child;
            rows = bitsOf(size) - bitsOf(firstBlock * columns) + 1;
        }
    }

    private long rowSize(int row) {
        return row == 0 ? firstBlock : firstBlock << (row - 1);
    }

    private long rowStart(int row) {
        return row == 0 ? 0 : firstBlock * columns << (row - 1);
    }

    private int row(long offset) {
        long first = offset / (firstBlock * columns);
        return Long.SIZE - Long.numberOfLeadingZeros(first);
    }

    private Block within(Block id, Block block, long offset, long length) throws MalformedFileException {
        if (offset < 0 || offset > block.remaining() || length > block.remaining() - offset) {
            throw id.malformed(
                    "an object of " + length + " bytes at byte " + offset + " of a block of " + block.remaining());
        }
        block.skip(offset);
        return block.part(length);
    }

    private long child(Block block, int row, int column) throws MalformedFileException {
        block.skip(((long) row * columns + column) * volume.widths().address());
        return block.address();
    }

    /** The addresses of an indirect block, row by row. */
    private Block indirect(long at, long start, int rows) throws IOException {
        Block known = indirect.get(at);
        if (known == null) {
            long children = (long) rows * columns * volume.widths().address();
            long prefix = prefix();
            Block block = volume.block(
                    at, prefix + children + CHECKSUM, volume.limits().heapBytes(), part);
            requirePrefix(block, "FHIB", start);
            known = block.part(children);
            block.requireChecksum();
            hold(children, block);
            indirect.put(at, known);
        }
        Block body = known.again();
        if (body.remaining() != (long) rows * columns * volume.widths().address()) {
            throw body.malformed("the heap leads to a block twice");
        }
        return body;
    }

    private long prefix() {
        return 4L + 1 + volume.widths().address() + offsetWidth;
    }

    private void requirePrefix(Block block, String signature, long start) throws MalformedFileException {
        block.requireSignature(signature);
        block.version(0, 0);
        block.requireField(volume.widths().address(), address, "the address of its heap");
        block.requireField(offsetWidth, start, "its place in the heap");
    }

    /** A block of objects; offsets count from its beginning, prefix included. */
    private Block block(long at, long start, long size) throws IOException {
        Block known = direct.get(at);
        if (known == null) {
            known = volume.block(at, size, largestBlock, part);
            requirePrefix(known, "FHDB", start);
            if (checked) {
                byte[] bytes = known.again().bytes(size);
                java.util.Arrays.fill(bytes, known.consumed(), known.consumed() + CHECKSUM, (byte) 0);
                known.requireChecksum(Lookup3.hash(bytes, 0, bytes.length));
            }
            hold(size, known);
            direct.put(at, known);
        }
        return known.again();
    }

    private void hold(long bytes, Block block) throws MalformedFileException {
        held += bytes;
        if (held > volume.limits().heapBytes()) {
            throw block.malformed(
                    "the heap has more bytes than the " + volume.limits().heapBytes() + " that this reader allows");
        }
    }
}
