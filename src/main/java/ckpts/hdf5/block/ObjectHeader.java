package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The messages of an object: HDF5 File Format Specification, IV.A.1. A header of version 1 has neither signature nor
 * checksum; both versions go on in other blocks.
 */
public final class ObjectHeader {
    private static final int PREFIX_1 = 16;
    private static final int CHECKSUM = 4;
    private static final int LONGEST_PREFIX_2 = 4 + 1 + 1 + 16 + 4 + 8;

    private final Volume volume;
    private final long address;
    private final String part;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Place> pending = new ArrayDeque<>();

    /** Ends of blocks by their beginnings. */
    private final TreeMap<Long, Long> blocks = new TreeMap<>();

    private long bytes;
    private int left = Integer.MAX_VALUE;
    private boolean ordered;

    private record Place(long address, long length) {}

    private ObjectHeader(Volume volume, long address, String path) {
        this.volume = volume;
        this.address = address;
        this.part = "header of " + path;
    }

    /** @param path of the object, for messages */
    public static ObjectHeader read(Volume volume, long address, String path) throws IOException {
        ObjectHeader header = new ObjectHeader(volume, address, path);
        if (header.volume.upTo(address, 1, header.part).number(1) == 'O') {
            header.readCurrent();
        } else {
            header.readOld();
        }
        for (Message message : header.messages) {
            if (message.forbids()) {
                throw message.body()
                        .unsupported("a message of type " + message.type() + " that must be known", new Remedy.None());
            }
        }
        return header;
    }

    private void readOld() throws IOException {
        Block prefix = volume.upTo(address, PREFIX_1, part);
        prefix.version(1, 1);
        prefix.skip(1);
        left = prefix.u16();
        prefix.skip(4);
        long size = prefix.u32();
        prefix.align();
        claim(address, PREFIX_1 + size);
        Block block = volume.block(address, PREFIX_1 + size, volume.limits().headerBytes(), part);
        block.skip(PREFIX_1);
        oldMessages(block);
        while (!pending.isEmpty() && left > 0) {
            Place place = pending.remove();
            claim(place.address, place.length);
            oldMessages(
                    volume.block(place.address, place.length, volume.limits().headerBytes(), part));
        }
    }

    private void oldMessages(Block block) throws IOException {
        while (left > 0 && block.remaining() >= Long.BYTES) {
            int type = block.u16();
            int size = block.u16();
            int flags = block.u8();
            block.skip(3);
            add(new Message(type, flags, 0, block.part(size)));
            left--;
        }
    }

    private void readCurrent() throws IOException {
        Block prefix = volume.upTo(address, LONGEST_PREFIX_2, part);
        prefix.requireSignature("OHDR");
        prefix.version(2, 2);
        int flags = prefix.u8();
        prefix.skip((flags & 1 << 5) == 0 ? 0 : 16);
        prefix.skip((flags & 1 << 4) == 0 ? 0 : 4);
        ordered = (flags & 1 << 2) != 0;
        long size = prefix.count(1 << (flags & 3), "the size of the header");
        long whole = size + prefix.consumed() + CHECKSUM;
        claim(address, whole);
        Block block = volume.block(address, whole, volume.limits().headerBytes(), part);
        block.skip(prefix.consumed());
        currentMessages(block);
        while (!pending.isEmpty()) {
            Place place = pending.remove();
            claim(place.address, place.length);
            Block next =
                    volume.block(place.address, place.length, volume.limits().headerBytes(), part);
            next.requireSignature("OCHK");
            currentMessages(next);
        }
    }

    private void currentMessages(Block block) throws IOException {
        if (block.remaining() < CHECKSUM) {
            throw block.malformed("has no room for its checksum");
        }
        Block check = block.again();
        check.skip((long) block.consumed() + block.remaining() - CHECKSUM);
        check.requireChecksum();
        Block body = block.part(block.remaining() - CHECKSUM);
        int prefix = ordered ? 6 : 4;
        while (body.remaining() >= prefix) {
            int type = body.u8();
            int size = body.u16();
            int flags = body.u8();
            int order = ordered ? body.u16() : 0;
            add(new Message(type, flags, order, body.part(size)));
        }
    }

    private void add(Message message) throws IOException {
        if (message.type() == Message.CONTINUATION) {
            Block body = message.body();
            pending.add(new Place(body.address(), body.length("the length of a continuation")));
        } else if (message.type() != Message.NIL) {
            messages.add(message);
        }
    }

    /** No byte of a header is read twice, so that reading it ends. */
    private void claim(long start, long length) throws MalformedFileException {
        long end = volume.range(start, length, part).fileOffset() + length;
        long begin = end - length;
        Map.Entry<Long, Long> before = blocks.lowerEntry(end);
        if (before != null && before.getValue() > begin) {
            throw new MalformedFileException(
                    volume.file().name() + ", " + part,
                    begin,
                    "a continuation of " + length + " bytes overlaps another block of the header");
        }
        if (length == 0) {
            throw new MalformedFileException(volume.file().name() + ", " + part, begin, "a continuation is empty");
        }
        blocks.put(begin, end);
        bytes += length;
        if (bytes > volume.limits().headerBytes()) {
            throw new MalformedFileException(
                    volume.file().name() + ", " + part,
                    begin,
                    "has more bytes than the " + volume.limits().headerBytes() + " that this reader allows");
        }
    }

    public long address() {
        return address;
    }

    /** Whether messages say when they were created. */
    boolean isOrdered() {
        return ordered;
    }

    /** Whether there is a message of a type. */
    public boolean has(int type) {
        return messages.stream().anyMatch(message -> message.type() == type);
    }

    /** Messages of a type, in the header's order. */
    List<Message> all(int type) {
        return messages.stream().filter(message -> message.type() == type).toList();
    }

    /** The content of the first message of a type, from wherever it is shared. */
    public Optional<Block> first(int type) throws IOException {
        for (Message message : messages) {
            if (message.type() == type) {
                return Optional.of(message.isShared() ? shared(volume, type, message.body()) : message.body());
            }
        }
        return Optional.empty();
    }

    /** The content of the first message of a type that an object must have. */
    public Block required(int type, String what) throws IOException {
        return first(type)
                .orElseThrow(() -> new MalformedFileException(
                        volume.file().name() + ", " + part, blocks.firstKey(), "has no " + what));
    }

    /** What the body of a shared message refers to: IV.A.2, "shared message". */
    static Block shared(Volume volume, int type, Block body) throws IOException {
        int version = body.version(1, 3);
        int kind = body.u8();
        if (version == 3 && kind != 2) {
            throw body.unsupported("messages that many objects share in a heap", new Remedy.Copy());
        }
        body.skip(version == 1 ? 6 : 0);
        ObjectHeader other = read(volume, body.address(), "a shared message");
        for (Message message : other.messages) {
            if (message.type() == type && !message.isShared()) {
                return message.body();
            }
        }
        throw body.malformed("refers to a shared message where there is none");
    }
}
