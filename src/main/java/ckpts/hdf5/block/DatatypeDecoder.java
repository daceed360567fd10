package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.type.Datatype.Characters;
import ckpts.hdf5.type.Datatype.Padding;
import ckpts.hdf5.type.Elements;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Datatype messages: HDF5 File Format Specification, IV.A.2.d. Numbers are judged by their bit fields, not by size. */
final class DatatypeDecoder {
    private static final int MOST_BYTES_OF_A_NUMBER = 16;
    private static final int HIGHEST_VERSION = 5;
    private static final int DEEPEST = 8;

    private final Block block;
    private final int depth;
    private int version;
    private int bits;
    private int size;

    private DatatypeDecoder(Block block, int depth) {
        this.block = block;
        this.depth = depth;
    }

    static Datatype decode(Block block) throws MalformedFileException {
        return new DatatypeDecoder(block, 0).decode();
    }

    /** A type that is a part of this one. */
    private Datatype inner() throws MalformedFileException {
        if (depth == DEEPEST) {
            throw block.malformed("a datatype is within more than " + DEEPEST + " others");
        }
        return new DatatypeDecoder(block, depth + 1).decode();
    }

    private Datatype decode() throws MalformedFileException {
        int first = block.u8();
        version = first >>> 4;
        bits = (int) block.number(3);
        long bytes = block.u32();
        if (version < 1 || version > HIGHEST_VERSION) {
            throw block.malformed("a datatype has version " + version + ", expected 1 to " + HIGHEST_VERSION);
        }
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw block.malformed("a datatype has elements of " + bytes + " bytes");
        }
        size = (int) bytes;
        return switch (first & 0xf) {
            case 0 -> fixedPoint();
            case 1 -> floatingPoint();
            case 2 -> refused("times");
            case 3 -> new Datatype.FixedString(size, padding(bits), characters(bits >>> 4));
            case 4 -> converted("bit fields");
            case 5 -> opaque();
            case 6 -> compound();
            case 7 -> refused("references");
            case 8 -> enumeration();
            case 9 -> variable();
            case 10 -> converted("arrays");
            default -> refused("values of the unknown class " + (first & 0xf));
        };
    }

    private Datatype refused(String what) {
        return new Datatype.Refused(size, what, false);
    }

    private Datatype converted(String what) {
        return new Datatype.Refused(size, what, true);
    }

    private Datatype fixedPoint() throws MalformedFileException {
        int offset = block.u16();
        int precision = block.u16();
        if (offset != 0 || precision != Byte.SIZE * size || size > MOST_BYTES_OF_A_NUMBER) {
            return converted("whole numbers of " + precision + " bits in " + size + " bytes");
        }
        ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new Datatype.FixedPoint(size, (bits & 1 << 3) != 0, order);
    }

    private Datatype floatingPoint() throws MalformedFileException {
        int offset = block.u16();
        int precision = block.u16();
        int exponentAt = block.u8();
        int exponentBits = block.u8();
        int mantissaAt = block.u8();
        int mantissaBits = block.u8();
        long bias = block.u32();
        int signAt = bits >>> 8 & 0xff;
        boolean vax = (bits & 1 << 6) != 0;
        boolean implied = (bits >>> 4 & 3) == 2;
        boolean full = offset == 0
                && precision == Byte.SIZE * size
                && mantissaAt == 0
                && mantissaBits > 0
                && exponentAt == mantissaBits
                && exponentBits > 0
                && exponentBits < Integer.SIZE - 1
                && signAt == exponentAt + exponentBits
                && signAt == precision - 1;
        if (vax || !implied || !full || size > MOST_BYTES_OF_A_NUMBER) {
            return converted(
                    "floating-point numbers of " + precision + " bits in " + size + " bytes that are not IEEE's");
        }
        ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new Datatype.FloatingPoint(size, order, signAt, exponentAt, exponentBits, mantissaBits, bias);
    }

    private Padding padding(int code) throws MalformedFileException {
        int padding = code & 0xf;
        if (padding >= Padding.values().length) {
            throw block.malformed("strings are padded in the unknown way " + padding);
        }
        return Padding.values()[padding];
    }

    private Characters characters(int code) throws MalformedFileException {
        int characters = code & 0xf;
        if (characters >= Characters.values().length) {
            throw block.malformed("strings have the unknown characters " + characters);
        }
        return Characters.values()[characters];
    }

    private Datatype opaque() throws MalformedFileException {
        byte[] tag = block.bytes(bits & 0xff);
        int length = 0;
        while (length < tag.length && tag[length] != 0) {
            length++;
        }
        return new Datatype.Opaque(size, Elements.string(java.util.Arrays.copyOf(tag, length)));
    }

    /** Names are padded to 8 bytes up to version 2. */
    private String name() throws MalformedFileException {
        Block start = block.again();
        start.skip(block.consumed());
        byte[] name = start.terminated("a name of a datatype");
        int stored = name.length + 1;
        block.skip(version < 3 ? (stored + 7) / 8 * 8 : stored);
        return Elements.string(name);
    }

    /** Of members only those of a complex number are looked at. */
    private Datatype compound() throws MalformedFileException {
        int count = bits & 0xffff;
        if (count != 2) {
            return refused("compounds of " + count + " members");
        }
        String real = name();
        long first = offset();
        Datatype one = inner();
        if (!(one instanceof Datatype.FloatingPoint part)) {
            return refused("compounds");
        }
        String imaginary = name();
        long second = offset();
        Datatype other = inner();
        boolean complex = first == 0 && second == one.size() && other.equals(one) && size == 2 * one.size();
        return complex ? new Datatype.Complex(part, real, imaginary) : refused("compounds");
    }

    private long offset() throws MalformedFileException {
        if (version == 1) {
            long offset = block.u32();
            if (block.u8() != 0) {
                throw block.malformed("a member of a compound has dimensions");
            }
            block.skip(3 + 4 + 4 + 16);
            return offset;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(size) + 7) / Byte.SIZE;
        return block.number(version == 2 ? 4 : bytes);
    }

    private Datatype enumeration() throws MalformedFileException {
        int count = bits & 0xffff;
        if (!(inner() instanceof Datatype.FixedPoint base) || base.size() > Long.BYTES) {
            return refused("names for other things than whole numbers");
        }
        if (base.size() != size) {
            throw block.malformed("an enumeration has " + size + " bytes, but its numbers have " + base.size());
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name());
        }
        List<Datatype.Enumeration.Member> members = new ArrayList<>();
        for (String name : names) {
            Number value = Elements.numbers(base, block.bytes(size)).get(0);
            members.add(new Datatype.Enumeration.Member(name, value.longValue()));
        }
        return new Datatype.Enumeration(base, members);
    }

    private Datatype variable() throws MalformedFileException {
        if ((bits & 0xf) != 1) {
            return refused("lists of variable length");
        }
        int expected = 4 + block.widths().address() + 4;
        if (size != expected) {
            throw block.malformed("references to strings have " + size + " bytes, expected " + expected);
        }
        return new Datatype.VariableString(size, padding(bits >>> 4), characters(bits >>> 8));
    }
}
