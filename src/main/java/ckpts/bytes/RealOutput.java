package ckpts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A new file on the real disk. Small writes are gathered, so that many of them do not cost a system call each. */
final class RealOutput implements OutputFile {
    private static final int GATHERED = 1 << 18;
    /** Slow disks write as many bytes in a tenth of a second. */
    private static final long STRETCH = 16L << 20;

    private final FileChannel channel;
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED);
    private final Writeback writeback;
    private long position;

    RealOutput(FileChannel channel) {
        this.channel = channel;
        this.writeback = new Writeback(() -> channel.force(false), STRETCH);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        position += bytes.remaining();
        int limit = bytes.limit();
        try {
            while (bytes.position() < limit) {
                bytes.limit(Math.min(limit, bytes.position() + gathered.remaining()));
                gathered.put(bytes);
                if (!gathered.hasRemaining()) {
                    flush();
                }
            }
        } finally {
            bytes.limit(limit);
        }
    }

    @Override
    public void copy(ByteSource source, long from, long length) throws IOException {
        if (!(source instanceof FileRange)) {
            copyThroughHeap(source, from, length);
            return;
        }
        FileRange range = (FileRange) source;
        range.require(from, length, "copy");
        if (!(range.opened() instanceof RealFile)) {
            copyThroughHeap(source, from, length);
            return;
        }
        flush();
        FileChannel input = ((RealFile) range.opened()).channel();
        long next = range.fileOffset() + from;
        long end = next + length;
        while (next < end) {
            long count = input.transferTo(next, end - next, channel);
            if (count <= 0) {
                throw new StaleFileException(range.file().name());
            }
            next += count;
            position += count;
        }
        writeback.written(position);
    }

    private void copyThroughHeap(ByteSource source, long from, long length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(GATHERED, length));
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            source.read(from + done, buffer);
            write(buffer.flip());
        }
    }

    /**
     * Bytes that could not be written are not kept for a second try: closing a file on a full disk must not fail again.
     */
    private void flush() throws IOException {
        gathered.flip();
        try {
            while (gathered.hasRemaining()) {
                channel.write(gathered);
            }
        } finally {
            gathered.clear();
        }
        writeback.written(position);
    }

    @Override
    public void sync() throws IOException {
        flush();
        writeback.await();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            writeback.settle();
            if (channel.isOpen()) {
                flush();
            }
        }
    }
}
