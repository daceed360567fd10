package ckpts.format.tensorflow.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes a table exactly as TensorFlow's own writer does, byte for byte (see {@link TableReader} for the picture):
 * uncompressed, blocks closed at 256 KiB, a whole key every 16 entries.
 *
 * <p>Add keys in ascending order, then finish once. For one thread.
 */
public final class TableWriter {
    private static final int BLOCK_SIZE = 1 << 18;
    private static final int RESTART_INTERVAL = 16;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final BlockWriter data = new BlockWriter(RESTART_INTERVAL);
    private final BlockWriter index = new BlockWriter(1);
    private byte[] lastKey = new byte[0];
    private boolean any;
    private boolean finished;
    private BlockHandle pending;

    /**
     * Adds an entry.
     *
     * @throws IllegalArgumentException if the key does not come after the previous one
     */
    public void add(byte[] key, byte[] value) {
        if (finished) {
            throw new IllegalStateException("the table is finished");
        }
        if (any && Arrays.compareUnsigned(lastKey, key) >= 0) {
            throw new IllegalArgumentException("key " + Arrays.toString(key) + " after " + Arrays.toString(lastKey));
        }
        // An entry as large as two blocks gets a block of its own, without its neighbours.
        if (any && key.length + (long) value.length >= 2L * BLOCK_SIZE) {
            flush();
        }
        if (pending != null) {
            addToIndex(separator(lastKey, key));
        }
        data.add(key, value);
        lastKey = key;
        any = true;
        if (data.size() >= BLOCK_SIZE) {
            flush();
        }
    }

    /** The finished table. */
    public byte[] finish() {
        if (finished) {
            throw new IllegalStateException("the table is finished");
        }
        flush();
        finished = true;
        BlockHandle metaindex = write(new BlockWriter(RESTART_INTERVAL).finish());
        if (pending != null) {
            addToIndex(successor(lastKey));
        }
        BlockHandle top = write(index.finish());
        ByteBuffer footer = ByteBuffer.allocate(TableReader.FOOTER).order(ByteOrder.LITTLE_ENDIAN);
        metaindex.write(footer);
        top.write(footer);
        footer.putLong(TableReader.FOOTER - 8, TableReader.MAGIC);
        file.writeBytes(footer.array());
        return file.toByteArray();
    }

    private void flush() {
        if (!data.isEmpty()) {
            pending = write(data.finish());
        }
    }

    private void addToIndex(byte[] key) {
        ByteBuffer handle = ByteBuffer.allocate(20);
        pending.write(handle);
        index.add(key, Arrays.copyOf(handle.array(), handle.position()));
        pending = null;
    }

    private BlockHandle write(byte[] block) {
        BlockHandle handle = new BlockHandle(file.size(), block.length);
        byte[] trailer = new byte[TableReader.TRAILER];
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update(block, 0, block.length);
        crc.update(trailer, 0, 1);
        ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).putInt(1, crc.value());
        file.writeBytes(block);
        file.writeBytes(trailer);
        return handle;
    }

    /** A short key that is not less than {@code last} and less than {@code next}. */
    private static byte[] separator(byte[] last, byte[] next) {
        int differs = Arrays.mismatch(last, next);
        if (differs < 0 || differs >= Math.min(last.length, next.length)) {
            return last;
        }
        int byteThere = last[differs] & 0xff;
        if (byteThere == 0xff || byteThere + 1 >= (next[differs] & 0xff)) {
            return last;
        }
        return incrementedAt(last, differs);
    }

    /** A short key that is not less than {@code last}. */
    private static byte[] successor(byte[] last) {
        for (int i = 0; i < last.length; i++) {
            if (last[i] != (byte) 0xff) {
                return incrementedAt(last, i);
            }
        }
        return last;
    }

    private static byte[] incrementedAt(byte[] key, int position) {
        byte[] shortened = Arrays.copyOf(key, position + 1);
        shortened[position]++;
        return shortened;
    }
}
