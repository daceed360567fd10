package ckpts.zip;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Crc32;
import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive that was opened: its files by name, in the order of its directory (APPNOTE 6.3.10).
 *
 * <p>What two readers could understand differently is refused: files that share bytes, names that occur twice or lead
 * elsewhere, headers that contradict the directory, bytes that belong to nothing before the first file. Safe for use by
 * several threads.
 */
public final class ZipArchive {
    private static final int PIECE = 1 << 16;

    private final ByteSource file;
    private final Map<String, ZipMember> members;

    private ZipArchive(ByteSource file, Map<String, ZipMember> members) {
        this.file = file;
        this.members = Collections.unmodifiableMap(members);
    }

    /**
     * Reads the directory, and the header of every file.
     *
     * @param file of the whole archive; it stays open for as long as files in it are read
     * @throws MalformedFileException if it is no zip archive, or one that is refused
     */
    public static ZipArchive open(ByteSource file) throws IOException {
        Directory directory = Directory.find(file);
        Map<String, ZipMember> members = new LinkedHashMap<>();
        for (ZipMember member : directory.members()) {
            if (members.put(member.name(), member) != null) {
                throw new MalformedFileException(
                        file, member.headerOffset(), "a second file of the name \"" + member.name() + "\"");
            }
        }
        requireApart(file, new ArrayList<>(members.values()), directory.offset());
        return new ZipArchive(file, members);
    }

    private static void requireApart(ByteSource file, List<ZipMember> members, long end) throws IOException {
        members.sort((one, other) -> Long.compare(one.headerOffset(), other.headerOffset()));
        long free = 0;
        for (ZipMember member : members) {
            if (member.headerOffset() < free) {
                throw new MalformedFileException(
                        file, member.headerOffset(), "\"" + member.name() + "\" overlaps the file before it");
            }
            free = member.dataOffset() + member.storedSize();
            if (free > end) {
                throw new MalformedFileException(
                        file,
                        member.headerOffset(),
                        "\"" + member.name() + "\" reaches into the directory of the archive");
            }
        }
    }

    /** Files by name, in the order of the directory. */
    public Map<String, ZipMember> members() {
        return members;
    }

    public Optional<ZipMember> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /**
     * The bytes of a file that is stored as it is.
     *
     * @throws MalformedFileException if it is compressed
     */
    public ByteSource stored(ZipMember member) throws MalformedFileException {
        if (!member.isStored()) {
            throw new MalformedFileException(
                    file,
                    member.headerOffset(),
                    "\"" + member.name() + "\" is compressed, where only a stored file can be read in place");
        }
        return file.slice(member.dataOffset(), member.storedSize(), "\"" + member.name() + "\"");
    }

    /**
     * All bytes of a small file, checked against its CRC-32.
     *
     * @param limit no more bytes are read
     * @throws MalformedFileException if it has more, or others than its checksum says
     */
    public byte[] read(ZipMember member, int limit) throws IOException {
        if (member.size() > limit || member.storedSize() > limit) {
            throw new MalformedFileException(
                    file,
                    member.headerOffset(),
                    "\"" + member.name() + "\" has " + Math.max(member.size(), member.storedSize())
                            + " bytes, more than the " + limit + " that are read of it");
        }
        ByteBuffer stored = ByteBuffer.allocate((int) member.storedSize());
        file.slice(member.dataOffset(), member.storedSize(), "\"" + member.name() + "\"")
                .read(0, stored);
        byte[] bytes = member.isStored() ? stored.array() : inflated(stored.array(), member);
        requireChecksum(member, Crc32.of(bytes));
        return bytes;
    }

    /**
     * Compares the CRC-32 of a file with that of the directory.
     *
     * @throws MalformedFileException if they differ
     */
    public void requireChecksum(ZipMember member, int computed) throws MalformedFileException {
        if (computed != member.crc()) {
            throw new MalformedFileException(
                    file,
                    member.dataOffset(),
                    String.format(
                            "the checksum of \"%s\" does not match: stored %08x, computed %08x",
                            member.name(), member.crc(), computed));
        }
    }

    /**
     * Reads a file of any size once, and compares its CRC-32 with that of the directory.
     *
     * @throws MalformedFileException if they differ, or it is compressed wrongly
     */
    public void check(ZipMember member) throws IOException {
        ByteSource stored = file.slice(member.dataOffset(), member.storedSize(), "\"" + member.name() + "\"");
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        CRC32 sum = new CRC32();
        Inflater inflater = new Inflater(true);
        try {
            byte[] plain = new byte[PIECE];
            for (long at = 0; at < stored.size(); at += piece.limit()) {
                piece.clear().limit((int) Math.min(PIECE, stored.size() - at));
                stored.read(at, piece);
                if (member.isStored()) {
                    sum.update(piece.flip());
                    continue;
                }
                inflater.setInput(piece.flip());
                for (int more = inflater.inflate(plain); more > 0; more = inflater.inflate(plain)) {
                    sum.update(plain, 0, more);
                }
            }
        } catch (DataFormatException e) {
            throw new MalformedFileException(
                    file, member.dataOffset(), "\"" + member.name() + "\" is compressed wrongly: " + e.getMessage());
        } finally {
            inflater.end();
        }
        requireChecksum(member, (int) sum.getValue());
    }

    private byte[] inflated(byte[] stored, ZipMember member) throws MalformedFileException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(stored);
            byte[] bytes = new byte[(int) member.size()];
            int filled = 0;
            while (filled < bytes.length && !inflater.finished()) {
                int more = inflater.inflate(bytes, filled, bytes.length - filled);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                filled += more;
            }
            if (filled < bytes.length || !(inflater.finished() || inflater.inflate(new byte[1]) == 0)) {
                throw new MalformedFileException(
                        file, member.dataOffset(), "\"" + member.name() + "\" does not have the size that it should");
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new MalformedFileException(
                    file, member.dataOffset(), "\"" + member.name() + "\" is compressed wrongly: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
