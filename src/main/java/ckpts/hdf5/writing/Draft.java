package ckpts.hdf5.writing;

import ckpts.hdf5.block.Lookup3;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A block of metadata that is being made. It has an address once all are made; until then, addresses in it are open. */
final class Draft {
    private static final int ADDRESS = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Reference> references = new ArrayList<>();
    private final List<Integer> checksums = new ArrayList<>();
    private final Place place;

    /** Where something will be. */
    static final class Place {
        private Optional<Long> address = Optional.empty();

        void set(long where) {
            address = Optional.of(where);
        }

        long address() {
            return address.orElseThrow();
        }
    }

    private record Reference(int position, Place to) {}

    Draft() {
        this(new Place());
    }

    Draft(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    int size() {
        return out.size();
    }

    Draft u8(int value) {
        out.write(value);
        return this;
    }

    Draft u16(int value) {
        return number(value, 2);
    }

    Draft u32(long value) {
        return number(value, 4);
    }

    Draft u64(long value) {
        return number(value, 8);
    }

    Draft number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> Byte.SIZE * i));
        }
        return this;
    }

    Draft bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Draft zeros(int count) {
        return bytes(new byte[count]);
    }

    /** Zeros up to a multiple of 8 bytes. */
    Draft align() {
        return zeros((8 - size() % 8) % 8);
    }

    /** Says that there is nothing. */
    Draft nowhere() {
        return u64(-1);
    }

    Draft address(Place to) {
        references.add(new Reference(size(), to));
        return zeros(ADDRESS);
    }

    /** Another draft as a part of this one. */
    Draft add(Draft other) {
        other.references.forEach(reference -> references.add(new Reference(size() + reference.position, reference.to)));
        return bytes(other.out.toByteArray());
    }

    /** The checksum of everything before it. */
    Draft checksum() {
        checksums.add(size());
        return zeros(4);
    }

    /** The bytes, all addresses being known. */
    byte[] finished() {
        byte[] bytes = out.toByteArray();
        references.forEach(reference -> put(bytes, reference.position, reference.to.address(), ADDRESS));
        checksums.forEach(end -> put(bytes, end, Lookup3.hash(bytes, 0, end), 4));
        return bytes;
    }

    private static void put(byte[] bytes, int at, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }
}
