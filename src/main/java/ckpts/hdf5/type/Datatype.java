package ckpts.hdf5.type;

import java.nio.ByteOrder;
import java.util.List;

/**
 * The type of an element: HDF5 File Format Specification, IV.A.2.d. Every class of type that files may have is a record;
 * those that cannot be read are {@link Refused}, with what they are.
 */
public sealed interface Datatype {
    /** Bytes of an element where it is stored: for a variable string, those of the reference to it. */
    int size();

    /** A whole number of all the bits of its bytes, in two's complement if signed. */
    record FixedPoint(int size, boolean signed, ByteOrder order) implements Datatype {
        /** Little-endian. */
        public static FixedPoint little(int size, boolean signed) {
            return new FixedPoint(size, signed, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /**
     * A number with a sign bit, a biased exponent, and a mantissa whose first bit is implied. Positions count from the
     * lowest bit of the element in its byte order; all bits are used.
     */
    record FloatingPoint(
            int size, ByteOrder order, int signAt, int exponentAt, int exponentBits, int mantissaBits, long bias)
            implements Datatype {
        public static final FloatingPoint FLOAT16 = little(2, 5);
        public static final FloatingPoint BFLOAT16 = little(2, 8);
        public static final FloatingPoint FLOAT32 = little(4, 8);
        public static final FloatingPoint FLOAT64 = little(8, 11);

        /** The usual kind: sign, exponent, mantissa from the highest bit down, the bias half of the range. */
        public static FloatingPoint little(int size, int exponentBits) {
            int sign = size * Byte.SIZE - 1;
            int mantissa = sign - exponentBits;
            return new FloatingPoint(
                    size,
                    ByteOrder.LITTLE_ENDIAN,
                    sign,
                    mantissa,
                    exponentBits,
                    mantissa,
                    (1L << (exponentBits - 1)) - 1);
        }

        /** This type with its bytes in the given order: what to compare with one of the constants. */
        public FloatingPoint in(ByteOrder other) {
            return new FloatingPoint(size, other, signAt, exponentAt, exponentBits, mantissaBits, bias);
        }
    }

    /** How a string of fixed size ends. */
    enum Padding {
        NULL_TERMINATED,
        NULL_PADDED,
        SPACE_PADDED
    }

    /** What the bytes of a string say they are. */
    enum Characters {
        ASCII,
        UTF8
    }

    /** A string within its element. */
    record FixedString(int size, Padding padding, Characters characters) implements Datatype {}

    /** A string of any length, which lies elsewhere. */
    record VariableString(int size, Padding padding, Characters characters) implements Datatype {
        /** Length, address of a heap, number of an object in it. */
        public static final int REFERENCE = 16;

        public static final VariableString UTF8 =
                new VariableString(REFERENCE, Padding.NULL_TERMINATED, Characters.UTF8);
    }

    /** A name for each of some whole numbers. */
    record Enumeration(FixedPoint base, List<Member> members) implements Datatype {
        /** What h5py writes for NumPy's bool. */
        public static final Enumeration BOOL =
                new Enumeration(FixedPoint.little(1, true), List.of(new Member("FALSE", 0), new Member("TRUE", 1)));

        /** @param value of a number of 8 bytes without a sign, its bits */
        public record Member(String name, long value) {}

        public Enumeration {
            members = List.copyOf(members);
        }

        @Override
        public int size() {
            return base.size();
        }

        /** Whether it is NumPy's bool. */
        public boolean isBoolean() {
            return size() == 1 && members.equals(BOOL.members);
        }
    }

    /** Bytes that only their writer understands. */
    record Opaque(int size, String tag) implements Datatype {}

    /** A compound of two equal floating-point members, the real part first, without a gap: a complex number. */
    record Complex(FloatingPoint part, String real, String imaginary) implements Datatype {
        @Override
        public int size() {
            return 2 * part.size();
        }
    }

    /**
     * A type whose values cannot be read.
     *
     * @param what a phrase in the plural: "references", "arrays"
     * @param converted whether HDF5 itself gives values of it as numbers that can be read
     */
    record Refused(int size, String what, boolean converted) implements Datatype {}
}
