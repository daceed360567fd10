package ckpts.hdf5.type;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * An attribute with its value. Elements keep the bytes that they are stored as, so that one that was read is written as it
 * was: those of variable strings without the references to them.
 */
public final class Attribute {
    private final String name;
    private final Datatype type;
    private final Dataspace space;

    /** Of types of fixed size. */
    private final byte[] packed;

    /** Of variable strings. */
    private final List<byte[]> texts;

    private Attribute(String name, Datatype type, Dataspace space, byte[] packed, List<byte[]> texts) {
        this.name = name;
        this.type = type;
        this.space = space;
        this.packed = packed;
        this.texts = texts;
    }

    /**
     * Elements of any type but variable strings.
     *
     * @throws IllegalArgumentException if there are not as many bytes as the extent says
     */
    public static Attribute packed(String name, Datatype type, Dataspace space, byte[] elements) {
        boolean fits = Dataspace.isCountable(space.dimensions(), type.size())
                && space.count() * type.size() == elements.length;
        if (!fits || type instanceof Datatype.VariableString) {
            throw new IllegalArgumentException(elements.length + " bytes as " + type + " of " + space);
        }
        return new Attribute(name, type, space, elements.clone(), List.of());
    }

    /**
     * Variable strings by their bytes.
     *
     * @throws IllegalArgumentException if they are not as many as the extent says
     */
    public static Attribute texts(String name, Datatype.VariableString type, Dataspace space, List<byte[]> texts) {
        if (space.count() != texts.size()) {
            throw new IllegalArgumentException(texts.size() + " strings for " + space);
        }
        return new Attribute(
                name,
                type,
                space,
                new byte[0],
                texts.stream().map(byte[]::clone).toList());
    }

    /** One variable string in UTF-8. */
    public static Attribute of(String name, String value) {
        return texts(name, Datatype.VariableString.UTF8, Dataspace.SCALAR, List.of(value.getBytes(UTF_8)));
    }

    /** A list of variable strings in UTF-8. */
    public static Attribute of(String name, List<String> values) {
        return texts(
                name,
                Datatype.VariableString.UTF8,
                Dataspace.simple(values.size()),
                values.stream().map(value -> value.getBytes(UTF_8)).toList());
    }

    /** One signed number of 8 bytes. */
    public static Attribute of(String name, long value) {
        byte[] element = new byte[Long.BYTES];
        for (int i = 0; i < element.length; i++) {
            element[i] = (byte) (value >>> Byte.SIZE * i);
        }
        return packed(name, Datatype.FixedPoint.little(Long.BYTES, true), Dataspace.SCALAR, element);
    }

    public String name() {
        return name;
    }

    public Datatype type() {
        return type;
    }

    public Dataspace space() {
        return space;
    }

    /** Elements as they are stored; none of variable strings. */
    public byte[] bytes() {
        return packed.clone();
    }

    /** Whether the elements are strings. */
    public boolean isText() {
        return type instanceof Datatype.VariableString || type instanceof Datatype.FixedString;
    }

    /**
     * Strings by their bytes, without padding.
     *
     * @throws IllegalArgumentException if {@link #isText} is false
     */
    public List<byte[]> texts() {
        if (type instanceof Datatype.FixedString fixed) {
            return Elements.texts(fixed, packed);
        }
        if (!isText()) {
            throw new IllegalArgumentException("\"" + name + "\" has no strings: " + type);
        }
        return texts.stream().map(byte[]::clone).toList();
    }

    /** {@link #texts}, decoded by {@link Elements#string}. */
    public List<String> strings() {
        return texts().stream().map(Elements::string).toList();
    }

    /** {@link Elements#numbers}. */
    public List<Number> numbers() {
        return Elements.numbers(type, packed);
    }

    /** This value under another name. */
    public Attribute named(String other) {
        return new Attribute(other, type, space, packed, texts);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Attribute other
                && name.equals(other.name)
                && type.equals(other.type)
                && space.equals(other.space)
                && Arrays.equals(packed, other.packed)
                && Arrays.deepEquals(texts.toArray(), other.texts.toArray());
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + type.hashCode();
    }

    @Override
    public String toString() {
        return name + ": " + type + " " + space;
    }
}
