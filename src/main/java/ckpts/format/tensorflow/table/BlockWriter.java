package ckpts.format.tensorflow.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds blocks (see {@link Block} for the picture): add entries, finish, and repeat. Keys must ascend. */
final class BlockWriter {
    private final int restartInterval;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final List<Integer> restarts = new ArrayList<>(List.of(0));
    private int sinceRestart;
    private byte[] lastKey = new byte[0];

    /** @param restartInterval number of entries between whole keys */
    BlockWriter(int restartInterval) {
        this.restartInterval = restartInterval;
    }

    void add(byte[] key, byte[] value) {
        int shared = 0;
        if (sinceRestart < restartInterval) {
            int differs = Arrays.mismatch(lastKey, key);
            shared = differs < 0 ? key.length : differs;
        } else {
            restarts.add(entries.size());
            sinceRestart = 0;
        }
        varint(shared);
        varint(key.length - shared);
        varint(value.length);
        entries.write(key, shared, key.length - shared);
        entries.write(value, 0, value.length);
        lastKey = key;
        sinceRestart++;
    }

    boolean isEmpty() {
        return entries.size() == 0;
    }

    /** Bytes of the block if it were finished now. */
    int size() {
        return entries.size() + 4 * restarts.size() + 4;
    }

    /** The block's bytes; the writer is empty afterwards. */
    byte[] finish() {
        ByteBuffer block = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
        block.put(entries.toByteArray());
        restarts.forEach(block::putInt);
        block.putInt(restarts.size());
        entries.reset();
        restarts.clear();
        restarts.add(0);
        sinceRestart = 0;
        lastKey = new byte[0];
        return block.array();
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            entries.write(rest | 0x80);
            rest >>>= 7;
        }
        entries.write(rest);
    }
}
