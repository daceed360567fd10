package ckpts.hdf5.writing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.nio.ByteOrder;

/** Datatypes and dataspaces as messages: HDF5 File Format Specification, IV.A.2.d and IV.A.2.b. */
final class TypeEncoder {
    private static final int FIXED_POINT = 0;
    private static final int FLOATING_POINT = 1;
    private static final int STRING = 3;
    private static final int OPAQUE = 5;
    private static final int COMPOUND = 6;
    private static final int ENUMERATION = 8;
    private static final int VARIABLE = 9;
    private static final int IMPLIED_BIT = 2 << 4;
    private static final int MOST_TAG = 248;

    private TypeEncoder() {}

    static Draft type(Datatype type) {
        if (type instanceof Datatype.FixedPoint fixed) {
            int bits = order(fixed.order()) | (fixed.signed() ? 1 << 3 : 0);
            return start(FIXED_POINT, 1, bits, fixed.size()).u16(0).u16(Byte.SIZE * fixed.size());
        }
        if (type instanceof Datatype.FloatingPoint floating) {
            return floating(floating);
        }
        if (type instanceof Datatype.FixedString string) {
            return start(STRING, 1, text(string.padding(), string.characters()), string.size());
        }
        if (type instanceof Datatype.VariableString string) {
            int text = text(string.padding(), string.characters());
            return start(VARIABLE, 1, 1 | text << 4, Datatype.VariableString.REFERENCE)
                    .add(start(STRING, 1, text, 1));
        }
        if (type instanceof Datatype.Enumeration names) {
            return names(names);
        }
        if (type instanceof Datatype.Opaque opaque) {
            return opaque(opaque);
        }
        if (type instanceof Datatype.Complex complex) {
            return complex(complex);
        }
        throw new IllegalArgumentException(type + " cannot be written");
    }

    private static Draft start(int kind, int version, int bits, int size) {
        return new Draft().u8(version << 4 | kind).number(bits, 3).u32(size);
    }

    private static int order(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? 1 : 0;
    }

    private static int text(Datatype.Padding padding, Datatype.Characters characters) {
        return padding.ordinal() | characters.ordinal() << 4;
    }

    private static Draft floating(Datatype.FloatingPoint type) {
        int bits = order(type.order()) | IMPLIED_BIT | type.signAt() << 8;
        return start(FLOATING_POINT, 1, bits, type.size())
                .u16(0)
                .u16(Byte.SIZE * type.size())
                .u8(type.exponentAt())
                .u8(type.exponentBits())
                .u8(0)
                .u8(type.mantissaBits())
                .u32(type.bias());
    }

    private static Draft names(Datatype.Enumeration type) {
        Draft draft = start(ENUMERATION, 3, type.members().size(), type.size()).add(type(type.base()));
        type.members()
                .forEach(member -> draft.bytes(member.name().getBytes(UTF_8)).u8(0));
        for (Datatype.Enumeration.Member member : type.members()) {
            for (int i = 0; i < type.size(); i++) {
                boolean big = type.base().order() == ByteOrder.BIG_ENDIAN;
                int place = big ? type.size() - 1 - i : i;
                draft.u8((int) (member.value() >>> Byte.SIZE * place));
            }
        }
        return draft;
    }

    private static Draft opaque(Datatype.Opaque type) {
        byte[] tag = type.tag().getBytes(UTF_8);
        int padded = (tag.length + 7) / 8 * 8;
        if (padded > MOST_TAG) {
            throw new IllegalArgumentException("the tag of a type has " + tag.length + " bytes");
        }
        return start(OPAQUE, 1, padded, type.size()).bytes(tag).zeros(padded - tag.length);
    }

    private static Draft complex(Datatype.Complex type) {
        Draft part = type(type.part());
        return start(COMPOUND, 3, 2, type.size())
                .bytes(type.real().getBytes(UTF_8))
                .u8(0)
                .u8(0)
                .add(part)
                .bytes(type.imaginary().getBytes(UTF_8))
                .u8(0)
                .u8(type.part().size())
                .add(type(type.part()));
    }

    /** Without maximum: what is written does not grow. */
    static Draft space(Dataspace space) {
        int kind = switch (space.kind()) {
            case SCALAR -> 0;
            case SIMPLE -> 1;
            case NULL -> 2;
        };
        Draft draft = new Draft().u8(2).u8(space.dimensions().size()).u8(0).u8(kind);
        space.dimensions().forEach(draft::u64);
        return draft;
    }
}
