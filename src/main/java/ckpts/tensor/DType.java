package ckpts.tensor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An element type and its canonical encoding: little-endian, row-major, one element after the other.
 *
 * <p>Types narrower than a byte ({@code int4}, {@code float4_e2m1fn}, ...) take one whole byte per element in the
 * canonical encoding, value in the low bits; a format that packs them wraps its leaf. Complex elements are the real
 * part, then the imaginary one. {@code string}, {@code variant} and {@code opaque} elements have no fixed width:
 * their bytes are whatever the format says, and only copying is possible.
 */
public enum DType {
    BOOL("bool", 8, Kind.BOOL),
    INT2("int2", 2, Kind.SIGNED),
    INT4("int4", 4, Kind.SIGNED),
    INT8("int8", 8, Kind.SIGNED),
    INT16("int16", 16, Kind.SIGNED),
    INT32("int32", 32, Kind.SIGNED),
    INT64("int64", 64, Kind.SIGNED),
    UINT2("uint2", 2, Kind.UNSIGNED),
    UINT4("uint4", 4, Kind.UNSIGNED),
    UINT8("uint8", 8, Kind.UNSIGNED),
    UINT16("uint16", 16, Kind.UNSIGNED),
    UINT32("uint32", 32, Kind.UNSIGNED),
    UINT64("uint64", 64, Kind.UNSIGNED),
    FLOAT4_E2M1FN("float4_e2m1fn", 4, Kind.FLOAT),
    FLOAT8_E5M2("float8_e5m2", 8, Kind.FLOAT),
    FLOAT8_E4M3FN("float8_e4m3fn", 8, Kind.FLOAT),
    FLOAT8_E4M3FNUZ("float8_e4m3fnuz", 8, Kind.FLOAT),
    FLOAT8_E4M3B11FNUZ("float8_e4m3b11fnuz", 8, Kind.FLOAT),
    FLOAT8_E5M2FNUZ("float8_e5m2fnuz", 8, Kind.FLOAT),
    FLOAT16("float16", 16, Kind.FLOAT),
    BFLOAT16("bfloat16", 16, Kind.FLOAT),
    FLOAT32("float32", 32, Kind.FLOAT),
    FLOAT64("float64", 64, Kind.FLOAT),
    COMPLEX64("complex64", 64, Kind.COMPLEX),
    COMPLEX128("complex128", 128, Kind.COMPLEX),
    QINT8("qint8", 8, Kind.QUANTIZED),
    QUINT8("quint8", 8, Kind.QUANTIZED),
    QINT16("qint16", 16, Kind.QUANTIZED),
    QUINT16("quint16", 16, Kind.QUANTIZED),
    QINT32("qint32", 32, Kind.QUANTIZED),
    STRING("string", 0, Kind.OPAQUE),
    VARIANT("variant", 0, Kind.OPAQUE),
    /** A type that the format stores and this program does not know: carried, never computed with. */
    OPAQUE("opaque", 0, Kind.OPAQUE);

    /** Classes of element types by what can be done with their elements. */
    public enum Kind {
        BOOL,
        SIGNED,
        UNSIGNED,
        FLOAT,
        COMPLEX,
        /** Integers with a scale kept elsewhere: moved and compared, never computed with. */
        QUANTIZED,
        OPAQUE
    }

    private static final Map<String, DType> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(DType::text, Function.identity()));

    /** Short names that the field uses beside the full ones. */
    private static final Map<String, DType> SHORT_NAMES = Map.ofEntries(
            Map.entry("f64", FLOAT64),
            Map.entry("f32", FLOAT32),
            Map.entry("f16", FLOAT16),
            Map.entry("half", FLOAT16),
            Map.entry("bf16", BFLOAT16),
            Map.entry("i64", INT64),
            Map.entry("i32", INT32),
            Map.entry("i16", INT16),
            Map.entry("i8", INT8),
            Map.entry("u64", UINT64),
            Map.entry("u32", UINT32),
            Map.entry("u16", UINT16),
            Map.entry("u8", UINT8));

    private final String text;
    private final int bits;
    private final Kind kind;

    DType(String text, int bits, Kind kind) {
        this.text = text;
        this.bits = bits;
        this.kind = kind;
    }

    /** The type of this name ({@code float32}) or short name ({@code f32}); empty if there is none. */
    public static Optional<DType> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        DType full = BY_NAME.get(lower);
        return Optional.ofNullable(full != null ? full : SHORT_NAMES.get(lower));
    }

    /** The name used in scripts, manifests and messages. */
    public String text() {
        return text;
    }

    /** Significant bits of one element; 0 where elements have no fixed width. */
    public int bits() {
        return bits;
    }

    /** Bytes of one element in the canonical encoding; 0 where elements have no fixed width. */
    public int width() {
        return (bits + 7) / 8;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether every element takes the same number of bytes. */
    public boolean isFixedWidth() {
        return bits != 0;
    }

    /** Whether arithmetic, casts and initializers are defined: all but quantized and opaque types. */
    public boolean isNumeric() {
        return kind != Kind.QUANTIZED && kind != Kind.OPAQUE;
    }

    public boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    @Override
    public String toString() {
        return text;
    }
}
