package ckpts.fuzz;

import ckpts.format.tensorflow.table.MaskedCrc32c;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes the checksums of a damaged table right again, as far as its blocks can be found, so that damage is met behind them:
 * without this, every mutant of an index ends at the first checksum.
 */
final class BlockChecksums {
    private static final int FOOTER = 48;
    private static final int TRAILER = 5;
    private static final int MOST_BLOCKS = 64;
    private static final byte[] MAGIC = {0x57, (byte) 0xfb, (byte) 0x80, (byte) 0x8b, 0x24, 0x75, 0x47, (byte) 0xdb};

    private final byte[] table;
    private int repaired;

    private BlockChecksums(byte[] table) {
        this.table = table;
    }

    static byte[] repaired(byte[] damaged) {
        if (damaged.length < FOOTER) {
            return damaged;
        }
        BlockChecksums table = new BlockChecksums(damaged.clone());
        System.arraycopy(MAGIC, 0, table.table, damaged.length - MAGIC.length, MAGIC.length);
        try {
            table.repair();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // What cannot be found stays as it is.
        }
        return table.table;
    }

    private void repair() {
        ByteBuffer footer = ByteBuffer.wrap(table, table.length - FOOTER, FOOTER);
        block(footer);
        ByteBuffer index = block(footer);
        // Entries up to the restart points at the end: shared, unshared and value lengths, the rest of the key, the
        // value.
        while (index.remaining() > 8 && repaired < MOST_BLOCKS) {
            varint(index);
            long key = varint(index);
            varint(index);
            if (key < 0 || key > index.remaining()) {
                return;
            }
            index.position(index.position() + (int) key);
            block(index);
        }
    }

    /** Repairs the block that a handle leads to; its contents. */
    private ByteBuffer block(ByteBuffer handle) {
        long offset = varint(handle);
        long size = varint(handle);
        if (offset < 0 || size < 0 || offset > table.length - TRAILER - size) {
            throw new IllegalArgumentException("no block");
        }
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update(table, (int) offset, (int) size + 1);
        ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (offset + size) + 1, crc.value());
        repaired++;
        return ByteBuffer.wrap(Arrays.copyOfRange(table, (int) offset, (int) (offset + size)));
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("no number");
    }
}
