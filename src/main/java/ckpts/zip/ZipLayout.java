package ckpts.zip;

import ckpts.format.Segment;
import ckpts.format.Segment.Generated;
import ckpts.format.Segment.Written;
import ckpts.format.SegmentGroup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive of stored files, as segments in order: nothing is written twice, and nothing behind what it describes.
 * Sizes and checksum of a file with tensors follow it (a data descriptor, APPNOTE 4.3.9), since they are not known
 * before; all others stand in its header, too.
 *
 * <pre>
 *   header, segments of the file, descriptor, header, ...
 *   directory, end record
 * </pre>
 */
public final class ZipLayout {
    private static final int LOCAL = 0x0403_4b50;
    private static final int DESCRIPTOR = 0x0807_4b50;
    private static final int CENTRAL = 0x0201_4b50;
    private static final int END64 = 0x0606_4b50;
    private static final int LOCATOR = 0x0706_4b50;
    private static final int END = 0x0605_4b50;
    private static final short VERSION = 20;
    private static final short VERSION64 = 45;
    private static final short FOLLOWED = 1 << 3;
    private static final short UTF_8 = 1 << 11;
    /** The first day that the format knows. */
    private static final short DATE = 1 << 5 | 1;

    private static final long INT_MASK = 0xFFFF_FFFFL;
    private static final int SHORT_MASK = 0xFFFF;
    /** Far below what 32 bits hold, so that metadata and headers beside the values never reach it. */
    private static final long LARGE = 1L << 31;

    private final List<Member> members = new ArrayList<>();

    private record Member(String name, SegmentGroup contents) {
        byte[] nameBytes() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        /** Whether its size is written in 64 bits, decided before it is known to the byte. */
        boolean isLarge() {
            return contents.valueBytes() >= LARGE;
        }

        boolean isFollowed() {
            return !contents.isGenerated();
        }

        short flags() {
            boolean ascii = name.chars().allMatch(c -> c < 0x80);
            return (short) ((isFollowed() ? FOLLOWED : 0) | (ascii ? 0 : UTF_8));
        }

        int headerSize() {
            return 30 + nameBytes().length + (isLarge() ? 20 : 0);
        }

        int descriptorSize() {
            return isFollowed() ? isLarge() ? 24 : 16 : 0;
        }
    }

    /** Adds a file, behind those that were added before. */
    public void add(String name, SegmentGroup contents) {
        members.add(new Member(name, contents));
    }

    /** All of the archive. */
    public List<Segment> segments() {
        List<Member> all = List.copyOf(members);
        List<Segment> segments = new ArrayList<>();
        for (Member member : all) {
            segments.add(new Generated("header of " + member.name(), written -> header(member, written)));
            segments.addAll(member.contents().segments());
            if (member.isFollowed()) {
                segments.add(new Generated("checksum of " + member.name(), written -> descriptor(member, written)));
            }
        }
        segments.add(new Generated("directory of " + all.size() + " files", written -> directory(all, written)));
        return segments;
    }

    private static byte[] header(Member member, Written written) {
        ByteBuffer out = buffer(member.headerSize());
        out.putInt(LOCAL).putShort(member.isLarge() ? VERSION64 : VERSION).putShort(member.flags());
        out.putShort((short) 0).putShort((short) 0).putShort(DATE);
        boolean known = !member.isFollowed();
        int size = known ? (int) member.contents().length(written) : member.isLarge() ? -1 : 0;
        out.putInt(known ? member.contents().checksum(written) : 0).putInt(size).putInt(size);
        out.putShort((short) member.nameBytes().length).putShort((short) (member.isLarge() ? 20 : 0));
        out.put(member.nameBytes());
        if (member.isLarge()) {
            out.putShort((short) 1).putShort((short) 16).putLong(0).putLong(0);
        }
        return out.array();
    }

    private static byte[] descriptor(Member member, Written written) {
        ByteBuffer out = buffer(member.descriptorSize());
        out.putInt(DESCRIPTOR).putInt(member.contents().checksum(written));
        long size = member.contents().length(written);
        if (member.isLarge()) {
            out.putLong(size).putLong(size);
        } else {
            out.putInt((int) size).putInt((int) size);
        }
        return out.array();
    }

    private static byte[] directory(List<Member> members, Written written) {
        List<byte[]> entries = new ArrayList<>();
        long position = 0;
        long size = 0;
        for (Member member : members) {
            long length = member.contents().length(written);
            byte[] entry = entry(member, position, length, member.contents().checksum(written));
            entries.add(entry);
            size += entry.length;
            position += member.headerSize() + length + member.descriptorSize();
        }
        byte[] end = end(members.size(), position, size);
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size + end.length));
        entries.forEach(out::put);
        return out.put(end).array();
    }

    private static byte[] entry(Member member, long position, long length, int checksum) {
        boolean far = position >= INT_MASK;
        int extra = (member.isLarge() ? 16 : 0) + (far ? 8 : 0);
        byte[] name = member.nameBytes();
        ByteBuffer out = buffer(46 + name.length + (extra > 0 ? 4 + extra : 0));
        short version = extra > 0 ? VERSION64 : VERSION;
        out.putInt(CENTRAL).putShort(version).putShort(version).putShort(member.flags());
        out.putShort((short) 0).putShort((short) 0).putShort(DATE).putInt(checksum);
        int size = member.isLarge() ? -1 : (int) length;
        out.putInt(size).putInt(size).putShort((short) name.length).putShort((short) (extra > 0 ? 4 + extra : 0));
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        out.putInt(far ? -1 : (int) position).put(name);
        if (extra > 0) {
            out.putShort((short) 1).putShort((short) extra);
            if (member.isLarge()) {
                out.putLong(length).putLong(length);
            }
            if (far) {
                out.putLong(position);
            }
        }
        return out.array();
    }

    private static byte[] end(int count, long position, long size) {
        boolean large = count >= SHORT_MASK || position >= INT_MASK || size >= INT_MASK;
        ByteBuffer out = buffer(22 + (large ? 76 : 0));
        if (large) {
            out.putInt(END64)
                    .putLong(44)
                    .putShort(VERSION64)
                    .putShort(VERSION64)
                    .putInt(0)
                    .putInt(0);
            out.putLong(count).putLong(count).putLong(size).putLong(position);
            out.putInt(LOCATOR).putInt(0).putLong(position + size).putInt(1);
        }
        short entries = (short) (large ? -1 : count);
        out.putInt(END)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(entries)
                .putShort(entries);
        out.putInt(large ? -1 : (int) size).putInt(large ? -1 : (int) position).putShort((short) 0);
        return out.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
