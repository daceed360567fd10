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
    /** Of the file, or of the range that this is a part of. */
    private final String of;

    /** Empty for the whole file. */
    private final String part;

    private final long offset;
    private final long size;

    private FileRange(Opened opened, FileRange whole, String of, String part, long offset, long size) {
        this.opened = opened;
        this.whole = whole == null ? this : whole;
        this.of = of;
        this.part = part;
        this.offset = offset;
        this.size = size;
    }

    static FileRange whole(Opened opened, String name, long size) {
        return new FileRange(opened, null, name, "", 0, size);
    }

    Opened opened() {
        return opened;
    }

    /** Built when an error asks for it: a checkpoint has as many parts as tensors. */
    @Override
    public String name() {
        return part.isEmpty() ? of : of + ", " + part;
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
    public ByteSource slice(long position, long length, String what) throws MalformedFileException {
        require(position, length, what);
        return new FileRange(opened, whole, name(), what, offset + position, length);
    }

    /** Checks that a range lies within this view, without a sum that could overflow. */
    void require(long position, long length, String what) throws MalformedFileException {
        if (position < 0 || position > size) {
            throw new MalformedFileException(
                    name(), offset, what + " begins at byte " + position + ", outside these " + size + " bytes");
        }
        if (length < 0 || length > size - position) {
            throw new MalformedFileException(
                    this,
                    position,
                    what + " takes " + length + " bytes, but the remaining length is " + (size - position));
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
