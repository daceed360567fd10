package ckpts.format.keras;

import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.type.Datatype.FixedPoint;
import ckpts.hdf5.type.Datatype.FloatingPoint;
import ckpts.tensor.DType;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** Element types of this program and of HDF5. */
final class ElementTypes {
    /** What h5py writes for the two bytes of a bfloat16, of which it has no type. */
    static final Datatype.Opaque TWO_BYTES = new Datatype.Opaque(2, "");

    private static final Map<FloatingPoint, DType> FLOATS = Map.of(
            FloatingPoint.FLOAT16, DType.FLOAT16,
            FloatingPoint.BFLOAT16, DType.BFLOAT16,
            FloatingPoint.FLOAT32, DType.FLOAT32,
            FloatingPoint.FLOAT64, DType.FLOAT64);

    private ElementTypes() {}

    /** The element type of a weight that is stored so; floating-point types are told by their bit fields. */
    static Optional<DType> dtype(Datatype type) {
        if (type instanceof FloatingPoint floating) {
            return Optional.ofNullable(FLOATS.get(floating.in(ByteOrder.LITTLE_ENDIAN)));
        }
        if (type instanceof FixedPoint fixed) {
            return whole(fixed);
        }
        if (type instanceof Datatype.Complex complex) {
            FloatingPoint part = complex.part().in(ByteOrder.LITTLE_ENDIAN);
            return Optional.ofNullable(
                    part.equals(FloatingPoint.FLOAT32)
                            ? DType.COMPLEX64
                            : part.equals(FloatingPoint.FLOAT64) ? DType.COMPLEX128 : null);
        }
        if (type instanceof Datatype.Enumeration names && names.isBoolean()) {
            return Optional.of(DType.BOOL);
        }
        return type.equals(TWO_BYTES) ? Optional.of(DType.BFLOAT16) : Optional.empty();
    }

    private static Optional<DType> whole(FixedPoint type) {
        return Optional.ofNullable(
                switch (type.size()) {
                    case 1 -> type.signed() ? DType.INT8 : DType.UINT8;
                    case 2 -> type.signed() ? DType.INT16 : DType.UINT16;
                    case 4 -> type.signed() ? DType.INT32 : DType.UINT32;
                    case 8 -> type.signed() ? DType.INT64 : DType.UINT64;
                    default -> null;
                });
    }

    /**
     * How a weight is stored; empty if Keras's files cannot hold it. A bfloat16 is a number of its own bit fields, which
     * h5py reads as float32: the opaque bytes that Keras writes, Keras itself cannot load from such a file.
     */
    static Optional<Datatype> datatype(DType dtype) {
        return Optional.ofNullable(
                switch (dtype) {
                    case BOOL -> Datatype.Enumeration.BOOL;
                    case INT8, INT16, INT32, INT64 -> FixedPoint.little(dtype.width(), true);
                    case UINT8, UINT16, UINT32, UINT64 -> FixedPoint.little(dtype.width(), false);
                    case FLOAT16 -> FloatingPoint.FLOAT16;
                    case BFLOAT16 -> FloatingPoint.BFLOAT16;
                    case FLOAT32 -> FloatingPoint.FLOAT32;
                    case FLOAT64 -> FloatingPoint.FLOAT64;
                    case COMPLEX64 -> new Datatype.Complex(FloatingPoint.FLOAT32, "r", "i");
                    case COMPLEX128 -> new Datatype.Complex(FloatingPoint.FLOAT64, "r", "i");
                    case INT2,
                            INT4,
                            UINT2,
                            UINT4,
                            FLOAT4_E2M1FN,
                            FLOAT8_E5M2,
                            FLOAT8_E4M3FN,
                            FLOAT8_E4M3FNUZ,
                            FLOAT8_E4M3B11FNUZ,
                            FLOAT8_E5M2FNUZ,
                            QINT8,
                            QUINT8,
                            QINT16,
                            QUINT16,
                            QINT32,
                            STRING,
                            VARIANT,
                            OPAQUE -> null;
                });
    }

    /** The parts of an element whose bytes are in one order: 1 if the order does not matter or is little-endian. */
    static int swapped(Datatype type) {
        if (type instanceof FloatingPoint floating) {
            return floating.order() == ByteOrder.BIG_ENDIAN ? floating.size() : 1;
        }
        if (type instanceof FixedPoint fixed) {
            return fixed.order() == ByteOrder.BIG_ENDIAN ? fixed.size() : 1;
        }
        return type instanceof Datatype.Complex complex ? swapped(complex.part()) : 1;
    }
}
