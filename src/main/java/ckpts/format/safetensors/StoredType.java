package ckpts.format.safetensors;

import ckpts.tensor.DType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The element types of safetensors, in the reference writer's ascending order: tensors of later types come first in a
 * file, so that every tensor lies on a multiple of its element's size.
 *
 * <p>Types whose elements share bytes, and an unsigned scale, are carried as raw bytes: the format does not say which
 * element of a byte comes first.
 */
enum StoredType {
    BOOL(8, DType.BOOL),
    F4(4, DType.OPAQUE),
    F6_E2M3(6, DType.OPAQUE),
    F6_E3M2(6, DType.OPAQUE),
    U8(8, DType.UINT8),
    I8(8, DType.INT8),
    F8_E5M2(8, DType.FLOAT8_E5M2),
    F8_E4M3(8, DType.FLOAT8_E4M3FN),
    F8_E8M0(8, DType.OPAQUE),
    F8_E4M3FNUZ(8, DType.FLOAT8_E4M3FNUZ),
    F8_E5M2FNUZ(8, DType.FLOAT8_E5M2FNUZ),
    I16(16, DType.INT16),
    U16(16, DType.UINT16),
    F16(16, DType.FLOAT16),
    BF16(16, DType.BFLOAT16),
    I32(32, DType.INT32),
    U32(32, DType.UINT32),
    F32(32, DType.FLOAT32),
    C64(64, DType.COMPLEX64),
    F64(64, DType.FLOAT64),
    I64(64, DType.INT64),
    U64(64, DType.UINT64);

    private static final Map<String, StoredType> BY_NAME = byName();
    private static final Map<DType, StoredType> BY_DTYPE = byDType();

    private final int bits;
    private final DType dtype;

    StoredType(int bits, DType dtype) {
        this.bits = bits;
        this.dtype = dtype;
    }

    /** The type with this name in headers; case-sensitive. */
    static Optional<StoredType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The stored type for an element type; empty for those that cannot be stored, and for {@link DType#OPAQUE}. */
    static Optional<StoredType> of(DType dtype) {
        return Optional.ofNullable(BY_DTYPE.get(dtype));
    }

    /** Bits of one element in the file. */
    int bits() {
        return bits;
    }

    /** The element type of this program; {@link DType#OPAQUE} for a type that is only carried. */
    DType dtype() {
        return dtype;
    }

    /** Whether programs from 2024 refuse a file with it. */
    boolean isRecent() {
        return switch (this) {
            case F4, F6_E2M3, F6_E3M2, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, C64 -> true;
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64 -> false;
        };
    }

    private static Map<String, StoredType> byName() {
        Map<String, StoredType> types = new HashMap<>();
        for (StoredType type : values()) {
            types.put(type.name(), type);
        }
        return Collections.unmodifiableMap(types);
    }

    private static Map<DType, StoredType> byDType() {
        Map<DType, StoredType> types = new EnumMap<>(DType.class);
        for (StoredType type : values()) {
            if (type.dtype != DType.OPAQUE) {
                types.put(type.dtype, type);
            }
        }
        return Collections.unmodifiableMap(types);
    }
}
