package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The attributes of a file's root as metadata, and metadata as attributes. */
final class RootAttributes {
    static final String MODEL = "model_config";
    static final String TRAINING = "training_config";
    static final String VERSION = "keras_version";
    static final String BACKEND = "backend";

    private RootAttributes() {}

    /** All but lists of names, and those whose type has no counterpart. */
    static Attribute.Fields metadata(List<ckpts.hdf5.type.Attribute> attributes) {
        Map<String, Attribute> metadata = new LinkedHashMap<>();
        for (ckpts.hdf5.type.Attribute attribute : attributes) {
            if (!attribute.name().startsWith(NameList.LAYERS)) {
                value(attribute).ifPresent(value -> metadata.put(attribute.name(), value));
            }
        }
        return new Attribute.Fields(metadata);
    }

    private static Optional<Attribute> value(ckpts.hdf5.type.Attribute attribute) {
        boolean single = attribute.space().kind() == Dataspace.Kind.SCALAR;
        boolean listed = attribute.space().kind() == Dataspace.Kind.SIMPLE
                && attribute.space().dimensions().size() == 1;
        List<Attribute> values = new ArrayList<>();
        if (attribute.isText()) {
            attribute.strings().forEach(text -> values.add(text(attribute.name(), text)));
        } else if (attribute.type() instanceof Datatype.Enumeration names && names.isBoolean()) {
            attribute.numbers().forEach(number -> values.add(new Attribute.Truth(number.longValue() != 0)));
        } else if (isNumber(attribute.type())) {
            attribute.numbers().forEach(number -> values.add(number(number)));
        } else {
            return Optional.empty();
        }
        return single
                ? Optional.of(values.get(0))
                : listed ? Optional.of(new Attribute.Items(values)) : Optional.empty();
    }

    private static boolean isNumber(Datatype type) {
        return type instanceof Datatype.FixedPoint
                || (type instanceof Datatype.FloatingPoint floating && floating.size() <= Double.BYTES);
    }

    private static Attribute number(Number number) {
        return number instanceof Double real
                ? new Attribute.Real(real)
                : new Attribute.Whole(new BigInteger(number.toString()));
    }

    private static Attribute text(String name, String text) {
        Optional<Attribute> tree =
                name.equals(MODEL) || name.equals(TRAINING) ? ConfigText.parsed(text) : Optional.empty();
        return tree.orElseGet(() -> new Attribute.Text(text));
    }

    /** Whether a value can be an attribute of this name. */
    static boolean isStorable(String name, Attribute value) {
        if (value instanceof Attribute.Items items && !name.equals(MODEL) && !name.equals(TRAINING)) {
            return items.values().stream().allMatch(Attribute.Text.class::isInstance);
        }
        if (value instanceof Attribute.Fields) {
            return name.equals(MODEL) || name.equals(TRAINING);
        }
        return !(value instanceof Attribute.Nothing)
                && !(value instanceof Attribute.Whole whole && whole.value().bitLength() > 63);
    }

    /**
     * The attributes with metadata in their place; those that are new come last.
     *
     * @param changed whether the metadata of a name are not what was read: others are written as they were
     */
    static List<ckpts.hdf5.type.Attribute> written(
            List<ckpts.hdf5.type.Attribute> attributes, Attribute.Fields metadata, Predicate<String> changed) {
        List<ckpts.hdf5.type.Attribute> written = new ArrayList<>();
        Map<String, Attribute> left = new LinkedHashMap<>(metadata.values());
        for (ckpts.hdf5.type.Attribute attribute : attributes) {
            Attribute value = left.remove(attribute.name());
            if (!changed.test(attribute.name())) {
                written.add(attribute);
            } else if (value != null) {
                written.add(stored(attribute.name(), value));
            }
        }
        left.forEach((name, value) -> written.add(stored(name, value)));
        return written;
    }

    static ckpts.hdf5.type.Attribute stored(String name, Attribute value) {
        if (value instanceof Attribute.Text text) {
            return ckpts.hdf5.type.Attribute.of(name, text.value());
        }
        if (value instanceof Attribute.Items items && !name.equals(MODEL) && !name.equals(TRAINING)) {
            return ckpts.hdf5.type.Attribute.of(
                    name, items.values().stream().map(Attribute::text).toList());
        }
        if (value instanceof Attribute.Whole whole) {
            return ckpts.hdf5.type.Attribute.of(name, whole.value().longValueExact());
        }
        if (value instanceof Attribute.Real real) {
            byte[] bytes = ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(real.value())
                    .array();
            return ckpts.hdf5.type.Attribute.packed(name, Datatype.FloatingPoint.FLOAT64, Dataspace.SCALAR, bytes);
        }
        if (value instanceof Attribute.Truth truth) {
            byte[] bytes = {(byte) (truth.value() ? 1 : 0)};
            return ckpts.hdf5.type.Attribute.packed(name, Datatype.Enumeration.BOOL, Dataspace.SCALAR, bytes);
        }
        return ckpts.hdf5.type.Attribute.of(name, ConfigText.text(value));
    }
}
