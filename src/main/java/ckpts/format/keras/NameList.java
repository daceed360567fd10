package ckpts.format.keras;

import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A list of names in attributes of a group: in one, {@code layer_names}, or, where Keras found it too long for that, in
 * several, {@code layer_names0}, {@code layer_names1} and so on.
 */
final class NameList {
    static final String LAYERS = "layer_names";
    static final String WEIGHTS = "weight_names";

    private NameList() {}

    /** Whether attributes have such a list. */
    static boolean isIn(List<Attribute> attributes, String list) {
        return !parts(attributes, list).isEmpty();
    }

    /** The names; empty if there is no such list, or one that has no strings: an empty one has numbers. */
    static List<String> in(List<Attribute> attributes, String list) {
        List<String> names = new ArrayList<>();
        for (Attribute part : parts(attributes, list)) {
            if (part.isText()) {
                names.addAll(part.strings());
            }
        }
        return names;
    }

    private static List<Attribute> parts(List<Attribute> attributes, String list) {
        Optional<Attribute> whole = named(attributes, list);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        List<Attribute> parts = new ArrayList<>();
        Optional<Attribute> next = named(attributes, list + 0);
        while (next.isPresent()) {
            parts.add(next.get());
            next = named(attributes, list + parts.size());
        }
        return parts;
    }

    static Optional<Attribute> named(List<Attribute> attributes, String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(name))
                .findFirst();
    }

    /**
     * Attributes with other names in a list, in as many parts as it has, its strings of the kind that they are. An
     * unchanged list stays as it is; a new one comes last.
     */
    static List<Attribute> replaced(List<Attribute> attributes, String list, List<String> names) {
        List<Attribute> parts = parts(attributes, list);
        if (!parts.isEmpty() && in(attributes, list).equals(names)) {
            return attributes;
        }
        if (parts.isEmpty()) {
            List<Attribute> more = new ArrayList<>(attributes);
            more.add(Attribute.of(list, names));
            return more;
        }
        List<Attribute> replaced = new ArrayList<>();
        for (Attribute attribute : attributes) {
            int part = parts.indexOf(attribute);
            if (part < 0) {
                replaced.add(attribute);
            } else {
                int begin = (int) ((long) names.size() * part / parts.size());
                int end = (int) ((long) names.size() * (part + 1) / parts.size());
                replaced.add(like(attribute, names.subList(begin, end)));
            }
        }
        return replaced;
    }

    /** Strings as an attribute of the kind of another. */
    private static Attribute like(Attribute old, List<String> names) {
        if (names.isEmpty() || !(old.type() instanceof Datatype.FixedString fixed)) {
            return Attribute.of(old.name(), names);
        }
        List<byte[]> texts = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        int longest = texts.stream().mapToInt(text -> text.length).max().orElse(1);
        int size = longest + (fixed.padding() == Datatype.Padding.NULL_TERMINATED ? 1 : 0);
        byte pad = (byte) (fixed.padding() == Datatype.Padding.SPACE_PADDED ? ' ' : 0);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (byte[] text : texts) {
            byte[] element = new byte[Math.max(1, size)];
            Arrays.fill(element, pad);
            System.arraycopy(text, 0, element, 0, text.length);
            packed.writeBytes(element);
        }
        return Attribute.packed(
                old.name(),
                new Datatype.FixedString(Math.max(1, size), fixed.padding(), fixed.characters()),
                Dataspace.simple(names.size()),
                packed.toByteArray());
    }
}
