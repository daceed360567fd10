package ckpts.zip;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory at the end of an archive (APPNOTE 6.3.10, sections 4.3.12 to 4.3.16):
 *
 * <pre>
 *   local header, data, local header, data, ...
 *   central headers, one for each file                  at `offset`
 *   zip64 end record, zip64 locator                     if sizes or counts need it
 *   end record: counts, size and offset, a comment
 * </pre>
 *
 * @param offset where it begins
 * @param members in its order
 */
record Directory(long offset, List<ZipMember> members) {
    private static final int END = 0x0605_4b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LOCATOR = 0x0706_4b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int END64 = 0x0606_4b50;
    private static final int END64_SIZE = 56;
    private static final int CENTRAL = 0x0201_4b50;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL = 0x0403_4b50;
    private static final int LOCAL_SIZE = 30;

    private static final int SHORT_MASK = 0xFFFF;
    private static final long INT_MASK = 0xFFFF_FFFFL;
    private static final int ZIP64_EXTRA = 1;
    private static final int ENCRYPTED = 1;
    private static final int PATCHED = 1 << 5;
    private static final int STRONGLY_ENCRYPTED = 1 << 6;
    private static final int MASKED = 1 << 13;

    /** Of an archive with a million files with names of 64 bytes. */
    private static final int LARGEST = 128 << 20;

    Directory {
        members = List.copyOf(members);
    }

    /** Finds it from the end of the file, and reads it. */
    static Directory find(ByteSource file) throws IOException {
        long end = endRecord(file);
        ByteBuffer record = read(file, end, END_SIZE);
        if (record.getShort(4) != 0 || record.getShort(6) != 0 || record.getShort(8) != record.getShort(10)) {
            throw new MalformedFileException(file, end, "the archive is in several parts, which are not read");
        }
        long count = record.getShort(10) & SHORT_MASK;
        long size = record.getInt(12) & INT_MASK;
        long offset = record.getInt(16) & INT_MASK;
        long limit = end;
        if (count == SHORT_MASK || size == INT_MASK || offset == INT_MASK) {
            long end64 = end64(file, end);
            if (end64 >= 0) {
                ByteBuffer large = read(file, end64, END64_SIZE);
                count = large.getLong(32);
                size = large.getLong(40);
                offset = large.getLong(48);
                limit = end64;
            }
        }
        if (offset < 0 || size < 0 || offset > limit || size != limit - offset) {
            throw new MalformedFileException(
                    file,
                    end,
                    "the directory should be " + size + " bytes at byte " + offset + ", and end at byte " + limit);
        }
        if (size > LARGEST) {
            throw new MalformedFileException(
                    file, offset, "the directory has " + size + " bytes, more than the " + LARGEST + " that are read");
        }
        return new Directory(offset, members(file, offset, (int) size, count));
    }

    private static long endRecord(ByteSource file) throws IOException {
        int length = (int) Math.min(file.size(), END_SIZE + LONGEST_COMMENT);
        ByteBuffer tail = read(file, file.size() - length, length);
        for (int at = length - END_SIZE; at >= 0; at--) {
            boolean ends =
                    tail.getInt(at) == END && (tail.getShort(at + END_SIZE - 2) & SHORT_MASK) == length - at - END_SIZE;
            if (ends) {
                return file.size() - length + at;
            }
        }
        throw new MalformedFileException(file, file.size(), "no zip archive ends here: is it cut off?");
    }

    /** The position of the large end record; -1 if there is none. */
    private static long end64(ByteSource file, long end) throws IOException {
        if (end < LOCATOR_SIZE) {
            return -1;
        }
        ByteBuffer locator = read(file, end - LOCATOR_SIZE, LOCATOR_SIZE);
        if (locator.getInt(0) != LOCATOR) {
            return -1;
        }
        long at = locator.getLong(8);
        if (at != end - LOCATOR_SIZE - END64_SIZE) {
            throw new MalformedFileException(
                    file, end - LOCATOR_SIZE, "the end record for large archives should be at byte " + at);
        }
        ByteBuffer record = read(file, at, END64_SIZE);
        if (record.getInt(0) != END64 || record.getInt(16) != 0 || record.getInt(20) != 0) {
            throw new MalformedFileException(file, at, "no end record for large archives, or one of several parts");
        }
        return at;
    }

    private static List<ZipMember> members(ByteSource file, long offset, int size, long count) throws IOException {
        ByteBuffer directory = read(file, offset, size);
        List<ZipMember> members = new ArrayList<>();
        int at = 0;
        while (at < size) {
            if (size - at < CENTRAL_SIZE || directory.getInt(at) != CENTRAL) {
                throw new MalformedFileException(file, offset + at, "no entry of the directory begins here");
            }
            int name = directory.getShort(at + 28) & SHORT_MASK;
            int extra = directory.getShort(at + 30) & SHORT_MASK;
            int comment = directory.getShort(at + 32) & SHORT_MASK;
            int length = CENTRAL_SIZE + name + extra + comment;
            if (length > size - at) {
                throw new MalformedFileException(file, offset + at, "the entry ends beyond the directory");
            }
            members.add(member(file, offset + at, directory.slice(at, length).order(ByteOrder.LITTLE_ENDIAN)));
            at += length;
        }
        if (members.size() != count) {
            throw new MalformedFileException(
                    file, offset, "the directory has " + members.size() + " entries where it says " + count);
        }
        return members;
    }

    private static ZipMember member(ByteSource file, long place, ByteBuffer entry) throws IOException {
        int nameLength = entry.getShort(28) & SHORT_MASK;
        String name = name(file, place, bytes(entry, CENTRAL_SIZE, nameLength));
        int flags = entry.getShort(8) & SHORT_MASK;
        if ((flags & (ENCRYPTED | STRONGLY_ENCRYPTED | MASKED | PATCHED)) != 0) {
            throw new MalformedFileException(
                    file, place, "\"" + name + "\" is encrypted or a patch, which is not read");
        }
        int method = entry.getShort(10) & SHORT_MASK;
        if (method != ZipMember.STORED && method != ZipMember.DEFLATED) {
            throw new MalformedFileException(
                    file, place, "\"" + name + "\" is compressed by method " + method + ", which is not read");
        }
        Sizes sizes = Sizes.of(file, place, entry, nameLength);
        if (method == ZipMember.STORED && sizes.stored() != sizes.size()) {
            throw new MalformedFileException(file, place, "\"" + name + "\" is stored, and has two sizes");
        }
        long data = data(file, name, method, sizes.header(), bytes(entry, CENTRAL_SIZE, nameLength));
        if (sizes.stored() > file.size() - data) {
            throw new MalformedFileException(file, place, "\"" + name + "\" ends beyond the file");
        }
        return new ZipMember(name, method, entry.getInt(16), sizes.stored(), sizes.size(), sizes.header(), data);
    }

    /** The sizes of an entry and the position of its header, which stand in an extra field where they are large. */
    private record Sizes(long stored, long size, long header) {
        static Sizes of(ByteSource file, long place, ByteBuffer entry, int nameLength) throws IOException {
            long stored = entry.getInt(20) & INT_MASK;
            long size = entry.getInt(24) & INT_MASK;
            long header = entry.getInt(42) & INT_MASK;
            if (stored == INT_MASK || size == INT_MASK || header == INT_MASK) {
                int extra = entry.getShort(30) & SHORT_MASK;
                ByteBuffer large = largeSizes(file, place, entry.slice(CENTRAL_SIZE + nameLength, extra));
                size = size == INT_MASK ? next(file, place, large) : size;
                stored = stored == INT_MASK ? next(file, place, large) : stored;
                header = header == INT_MASK ? next(file, place, large) : header;
            }
            return new Sizes(stored, size, header);
        }

        private static ByteBuffer largeSizes(ByteSource file, long place, ByteBuffer extra) throws IOException {
            extra.order(ByteOrder.LITTLE_ENDIAN);
            while (extra.remaining() >= 4) {
                int id = extra.getShort() & SHORT_MASK;
                int length = extra.getShort() & SHORT_MASK;
                if (length > extra.remaining()) {
                    break;
                }
                if (id == ZIP64_EXTRA) {
                    return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                }
                extra.position(extra.position() + length);
            }
            throw new MalformedFileException(file, place, "the entry lacks its large sizes");
        }

        private static long next(ByteSource file, long place, ByteBuffer large) throws IOException {
            long value = large.remaining() >= 8 ? large.getLong() : -1;
            if (value < 0) {
                throw new MalformedFileException(file, place, "the entry lacks its large sizes");
            }
            return value;
        }
    }

    /** The position of the data behind a file's header, which must be of the same name and method. */
    private static long data(ByteSource file, String name, int method, long at, byte[] nameBytes) throws IOException {
        if (at > file.size() - LOCAL_SIZE) {
            throw new MalformedFileException(
                    file, file.size(), "the header of \"" + name + "\" should be at byte " + at);
        }
        ByteBuffer header = read(file, at, LOCAL_SIZE);
        int nameLength = header.getShort(26) & SHORT_MASK;
        int extra = header.getShort(28) & SHORT_MASK;
        boolean fits = header.getInt(0) == LOCAL
                && (header.getShort(8) & SHORT_MASK) == method
                && nameLength == nameBytes.length
                && nameLength + extra <= file.size() - at - LOCAL_SIZE
                && read(file, at + LOCAL_SIZE, nameLength).equals(ByteBuffer.wrap(nameBytes));
        if (!fits) {
            throw new MalformedFileException(
                    file, at, "no header of \"" + name + "\", which the directory places here");
        }
        return at + LOCAL_SIZE + nameLength + extra;
    }

    /** A name that leads into the archive and nowhere else. */
    private static String name(ByteSource file, long place, byte[] bytes) throws MalformedFileException {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(file, place, "a name that is not UTF-8");
        }
        boolean leads = name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || List.of(name.split("/", -1)).contains("..")
                || name.matches("[A-Za-z]:.*");
        if (leads) {
            throw new MalformedFileException(file, place, "the name \"" + name + "\" leads out of the archive");
        }
        return name;
    }

    private static byte[] bytes(ByteBuffer from, int at, int length) {
        byte[] bytes = new byte[length];
        from.get(at, bytes);
        return bytes;
    }

    private static ByteBuffer read(ByteSource file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.read(at, bytes);
        return bytes.flip();
    }
}
