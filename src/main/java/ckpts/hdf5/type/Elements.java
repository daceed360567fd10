package ckpts.hdf5.type;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the bytes of elements mean. */
public final class Elements {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Elements() {}

    /**
     * Numbers: a {@link Long} where it fits, else a {@link BigInteger}; floating-point numbers of up to 8 bytes as {@link
     * Double}, rounded if they are more precise; complex ones as two each.
     *
     * @throws IllegalArgumentException if the type is not one of numbers
     */
    public static List<Number> numbers(Datatype type, byte[] elements) {
        if (type instanceof Datatype.Enumeration enumeration) {
            return numbers(enumeration.base(), elements);
        }
        if (type instanceof Datatype.Complex complex) {
            return numbers(complex.part(), elements);
        }
        List<Number> numbers = new ArrayList<>(elements.length / type.size());
        for (int at = 0; at < elements.length; at += type.size()) {
            byte[] element = Arrays.copyOfRange(elements, at, at + type.size());
            if (type instanceof Datatype.FixedPoint fixed) {
                numbers.add(whole(fixed, element));
            } else if (type instanceof Datatype.FloatingPoint floating && type.size() <= Long.BYTES) {
                numbers.add(real(floating, element));
            } else {
                throw new IllegalArgumentException("not numbers: " + type);
            }
        }
        return numbers;
    }

    /** Strings of fixed size, without their padding. */
    public static List<byte[]> texts(Datatype.FixedString type, byte[] elements) {
        List<byte[]> texts = new ArrayList<>(elements.length / type.size());
        for (int at = 0; at < elements.length; at += type.size()) {
            texts.add(Arrays.copyOfRange(elements, at, at + length(type, elements, at)));
        }
        return texts;
    }

    private static int length(Datatype.FixedString type, byte[] elements, int at) {
        int length = 0;
        if (type.padding() == Datatype.Padding.NULL_TERMINATED) {
            while (length < type.size() && elements[at + length] != 0) {
                length++;
            }
            return length;
        }
        byte pad = (byte) (type.padding() == Datatype.Padding.SPACE_PADDED ? ' ' : 0);
        length = type.size();
        while (length > 0 && elements[at + length - 1] == pad) {
            length--;
        }
        return length;
    }

    /**
     * Text as UTF-8, whatever it says it is, or, if it is none, as Latin-1: older writers say ASCII and write what they
     * have.
     */
    public static String string(byte[] text) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            return new String(text, ISO_8859_1);
        }
    }

    private static byte[] bigEndian(ByteOrder order, byte[] element) {
        if (order == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < element.length / 2; i++) {
                byte low = element[i];
                element[i] = element[element.length - 1 - i];
                element[element.length - 1 - i] = low;
            }
        }
        return element;
    }

    private static Number whole(Datatype.FixedPoint type, byte[] element) {
        byte[] big = bigEndian(type.order(), element);
        BigInteger value = type.signed() ? new BigInteger(big) : new BigInteger(1, big);
        boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        return fits ? (Number) value.longValue() : value;
    }

    private static double real(Datatype.FloatingPoint type, byte[] element) {
        long bits = new BigInteger(1, bigEndian(type.order(), element)).longValue();
        if (type.in(ByteOrder.LITTLE_ENDIAN).equals(Datatype.FloatingPoint.FLOAT64)) {
            return Double.longBitsToDouble(bits);
        }
        double sign = (bits >>> type.signAt() & 1) == 0 ? 1 : -1;
        long mantissa = bits & (1L << type.mantissaBits()) - 1;
        long exponent = bits >>> type.exponentAt() & (1L << type.exponentBits()) - 1;
        if (exponent == (1L << type.exponentBits()) - 1) {
            return mantissa == 0 ? sign / 0 : Double.NaN;
        }
        long implied = exponent == 0 ? 0 : 1L << type.mantissaBits();
        long power = Math.max(exponent, 1) - type.bias() - type.mantissaBits();
        int scale = (int) Math.max(-5000, Math.min(5000, power));
        return sign * Math.scalb((double) (implied | mantissa), scale);
    }
}
