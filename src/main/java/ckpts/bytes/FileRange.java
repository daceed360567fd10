package ckpts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A range of an opened file: the arithmetic of slices, and the errors it finds, apart from how a file is read. */
final class FileRange implements ByteSource {
    /** An opened file. Thread-safe. */
    interface Opened {
        /** Fills the buffer from within the size that the file had when it was opened. */
        void read(long position, ByteBuffer target) throws IOException;

        void recheck() throws IOException;

        void close() throws IOException;
    }

    private final Opened opened;
    private final FileRange whole;
    private final String name;
    private final long offset;
    private final long size;

    private FileRange(Opened opened, FileRange whole, String name, long offset, long size) {
        this.opened = opened;
        this.whole = whole == null ? this : whole;
        this.name = name;
        this.offset = offset;
        this.size = size;
    }

    static FileRange whole(Opened opened, String name, long size) {
        return new FileRange(opened, null, name, 0, size);
    }

    Opened opened() {
        return opened;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long fileOffset() {
        return offset;
    }

    @Override
    public ByteSource file() {
        return whole;
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        require(position, target.remaining(), "read");
        opened.read(offset + position, target);
    }

    @Override
    public ByteSource slice(long position, long length, String part) throws MalformedFileException {
        require(position, length, part);
        return new FileRange(opened, whole, name + ", " + part, offset + position, length);
    }

    /** Checks that a range lies within this view, without a sum that could overflow. */
    void require(long position, long length, String part) throws MalformedFileException {
        if (position < 0 || position > size) {
            throw new MalformedFileException(
                    name, offset, part + " begins at byte " + position + " of these " + size + " bytes");
        }
        if (length < 0 || length > size - position) {
            throw new MalformedFileException(
                    this, position, part + " takes " + length + " bytes, " + (size - position) + " are left");
        }
    }

    @Override
    public void recheck() throws IOException {
        opened.recheck();
    }

    @Override
    public void close() throws IOException {
        if (whole == this) {
            opened.close();
        }
    }
}
