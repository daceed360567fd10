package ckpts.hdf5;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the reads of a file, through whatever slice. */
record CountingSource(ByteSource source, AtomicInteger reads) implements ByteSource {
    CountingSource(ByteSource source) {
        this(source, new AtomicInteger());
    }

    /** Reads since this was asked last. */
    int since() {
        return reads.getAndSet(0);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        reads.incrementAndGet();
        source.read(position, target);
    }

    @Override
    public ByteSource slice(long position, long length, String part) throws MalformedFileException {
        return new CountingSource(source.slice(position, length, part), reads);
    }

    @Override
    public long fileOffset() {
        return source.fileOffset();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
