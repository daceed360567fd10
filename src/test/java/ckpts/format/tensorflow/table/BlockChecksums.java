package ckpts.format.tensorflow.table;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes the checksums of a damaged table right again, as far as its blocks can be found, so that damage is met behind them:
 * without this, every mutant of an index ends at the first checksum.
 */
public final class BlockChecksums {
    private static final int MOST_BLOCKS = 64;

    private final byte[] table;
    private int repaired;

    private BlockChecksums(byte[] table) {
        this.table = table;
    }

    /** A copy with right checksums, and with the mark at the end that makes it a table; as it is if it is too short for one. */
    public static byte[] repaired(byte[] damaged) {
        if (damaged.length < TableReader.FOOTER) {
            return damaged;
        }
        BlockChecksums table = new BlockChecksums(damaged.clone());
        table.put(damaged.length - Long.BYTES).putLong(TableReader.MAGIC);
        try {
            table.repair();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // What cannot be found stays as it is.
        }
        return table.table;
    }

    private ByteBuffer put(int at) {
        return ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).position(at);
    }

    private void repair() {
        ByteBuffer footer = put(table.length - TableReader.FOOTER);
        block(footer);
        ByteBuffer index = block(footer).order(ByteOrder.LITTLE_ENDIAN);
        // Entries: shared, unshared and value lengths, the rest of the key, the value. Then the restart points and how
        // many.
        int restarts = index.getInt(index.limit() - Integer.BYTES);
        index.limit(Math.max(0, index.limit() - Integer.BYTES - Integer.BYTES * restarts));
        while (index.hasRemaining() && repaired < MOST_BLOCKS) {
            BlockHandle.varint(index);
            long key = BlockHandle.varint(index);
            BlockHandle.varint(index);
            if (key < 0 || key > index.remaining()) {
                return;
            }
            index.position(index.position() + (int) key);
            block(index);
        }
    }

    /** Repairs the block that a handle leads to; its contents. */
    private ByteBuffer block(ByteBuffer bytes) {
        BlockHandle handle = BlockHandle.read(bytes);
        long offset = handle.offset();
        long size = handle.size();
        if (offset < 0 || size < 0 || offset > table.length - TableReader.TRAILER - size) {
            throw new IllegalArgumentException("no block");
        }
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update(table, (int) offset, (int) size + 1);
        put((int) (offset + size) + 1).putInt(crc.value());
        repaired++;
        return ByteBuffer.wrap(Arrays.copyOfRange(table, (int) offset, (int) (offset + size)));
    }
}
