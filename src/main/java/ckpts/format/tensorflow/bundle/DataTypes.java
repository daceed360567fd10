package ckpts.format.tensorflow.bundle;

import ckpts.tensor.DType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** TensorFlow's numbers of element types (enum DataType of types.proto), both ways. */
public final class DataTypes {
    private static final Map<DType, Integer> NUMBERS = numbers();
    private static final Map<Integer, DType> TYPES = types();

    private DataTypes() {}

    /** The type of this number; {@link DType#OPAQUE} for a number that this program does not know. */
    static DType type(int number) {
        return TYPES.getOrDefault(number, DType.OPAQUE);
    }

    /** The type of this number as a graph names it, where adding 100 makes a reference to the same type. */
    public static Optional<DType> graphType(int number) {
        return Optional.ofNullable(TYPES.get(number > 100 ? number - 100 : number));
    }

    /** The number of this type; empty for {@link DType#OPAQUE} alone. */
    public static OptionalInt number(DType type) {
        Integer number = NUMBERS.get(type);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static Map<DType, Integer> numbers() {
        Map<DType, Integer> numbers = new EnumMap<>(DType.class);
        numbers.put(DType.FLOAT32, 1);
        numbers.put(DType.FLOAT64, 2);
        numbers.put(DType.INT32, 3);
        numbers.put(DType.UINT8, 4);
        numbers.put(DType.INT16, 5);
        numbers.put(DType.INT8, 6);
        numbers.put(DType.STRING, 7);
        numbers.put(DType.COMPLEX64, 8);
        numbers.put(DType.INT64, 9);
        numbers.put(DType.BOOL, 10);
        numbers.put(DType.QINT8, 11);
        numbers.put(DType.QUINT8, 12);
        numbers.put(DType.QINT32, 13);
        numbers.put(DType.BFLOAT16, 14);
        numbers.put(DType.QINT16, 15);
        numbers.put(DType.QUINT16, 16);
        numbers.put(DType.UINT16, 17);
        numbers.put(DType.COMPLEX128, 18);
        numbers.put(DType.FLOAT16, 19);
        // 20, resource, is a handle of the running program and never stored.
        numbers.put(DType.VARIANT, 21);
        numbers.put(DType.UINT32, 22);
        numbers.put(DType.UINT64, 23);
        numbers.put(DType.FLOAT8_E5M2, 24);
        numbers.put(DType.FLOAT8_E4M3FN, 25);
        numbers.put(DType.FLOAT8_E4M3FNUZ, 26);
        numbers.put(DType.FLOAT8_E4M3B11FNUZ, 27);
        numbers.put(DType.FLOAT8_E5M2FNUZ, 28);
        numbers.put(DType.INT4, 29);
        numbers.put(DType.UINT4, 30);
        numbers.put(DType.INT2, 31);
        numbers.put(DType.UINT2, 32);
        numbers.put(DType.FLOAT4_E2M1FN, 33);
        return Collections.unmodifiableMap(numbers);
    }

    private static Map<Integer, DType> types() {
        Map<Integer, DType> types = new HashMap<>();
        NUMBERS.forEach((type, number) -> types.put(number, type));
        return Collections.unmodifiableMap(types);
    }
}
