package ckpts.hdf5;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.ByteSource;
import ckpts.format.MemoryDisk;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.type.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files in the words of {@code src/test/fixtures/hdf5/expected.json}. */
final class Described implements Hdf5File.Visitor {
    private static final int MOST_HEX = 128;
    private static final int MOST_TEXT = 2000;

    private final List<Map<String, Object>> objects = new ArrayList<>();

    private Described() {}

    /** All objects of a file, read as a whole. */
    static List<Map<String, Object>> objects(Hdf5File file) throws IOException {
        Described described = new Described();
        file.walk(described);
        return described.objects;
    }

    /** A file of these bytes, called m.h5. */
    static ByteSource source(byte[] contents) throws IOException {
        return new MemoryDisk().put(Path.of("m.h5"), contents).open(Path.of("m.h5"));
    }

    static Hdf5File file(byte[] contents) throws IOException {
        return Hdf5File.open(source(contents), Limits.DEFAULT);
    }

    @Override
    public void group(Group group) throws IOException {
        add(group, "group");
    }

    private Map<String, Object> add(Node node, String kind) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("path", node.path());
        object.put("kind", kind);
        List<Object> attributes = new ArrayList<>();
        for (StoredAttribute stored : node.attributes()) {
            attributes.add(attribute(stored.read()));
        }
        object.put("attributes", attributes);
        objects.add(object);
        return object;
    }

    private static Map<String, Object> attribute(Attribute attribute) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", attribute.name());
        List<byte[]> texts = attribute.isText() ? attribute.texts() : List.of();
        describe(object, attribute.type(), attribute.space(), attribute.bytes(), texts);
        return object;
    }

    @Override
    public void dataset(Dataset dataset) throws IOException {
        Map<String, Object> object = add(dataset, "dataset");
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(dataset.bytes()));
        DatasetReader reader = dataset.open(1 << 16);
        reader.read(0, bytes);
        boolean isText =
                dataset.type() instanceof Datatype.FixedString || dataset.type() instanceof Datatype.VariableString;
        List<byte[]> texts =
                isText ? reader.texts(0, Math.toIntExact(dataset.space().count())) : List.of();
        describe(object, dataset.type(), dataset.space(), bytes.array(), texts);
        dataset.chunk().ifPresent(chunk -> object.put("chunk", chunk));
    }

    private static void describe(
            Map<String, Object> object, Datatype type, Dataspace space, byte[] bytes, List<byte[]> texts) {
        object.put("type", kind(type));
        object.put("shape", space.kind() == Dataspace.Kind.NULL ? "null" : space.dimensions());
        if (space.kind() == Dataspace.Kind.NULL) {
            return;
        }
        if (type instanceof Datatype.FixedString || type instanceof Datatype.VariableString) {
            List<String> strings = texts.stream()
                    .map(text -> Elements.string(text).replaceAll("[ \0]+$", ""))
                    .toList();
            String all = String.join("", strings);
            if (all.length() > MOST_TEXT) {
                object.put("sha256", sha256(all.getBytes(UTF_8)));
            } else {
                object.put("texts", strings);
            }
            return;
        }
        boolean few = bytes.length <= MOST_HEX;
        object.put(few ? "hex" : "sha256", few ? HexFormat.of().formatHex(bytes) : sha256(bytes));
        boolean number = type instanceof Datatype.FixedPoint
                || type instanceof Datatype.FloatingPoint floating
                        && (floating.exponentBits() != 8 || type.size() == 4);
        if (few && number && type.size() <= 8) {
            List<String> numbers = new ArrayList<>();
            Elements.numbers(type, bytes).forEach(each -> numbers.add(each.toString()));
            object.put("numbers", numbers);
        }
    }

    @Override
    public void namedType(NamedType type) throws IOException {
        add(type, "named").put("type", kind(type.type()));
    }

    @Override
    public void alias(String path, String first) {
        objects.add(Map.of("path", path, "alias", first));
    }

    @Override
    public void soft(String path, String target) {
        objects.add(Map.of("path", path, "soft", target));
    }

    private static String order(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? "little" : "big";
    }

    private static String kind(Datatype type) {
        if (type instanceof Datatype.FixedPoint fixed) {
            return (fixed.signed() ? "int" : "uint") + 8 * fixed.size() + " " + order(fixed.order());
        }
        if (type instanceof Datatype.FloatingPoint floating) {
            return "float" + 8 * floating.size() + " of " + floating.exponentBits() + " exponent bits "
                    + order(floating.order());
        }
        if (type instanceof Datatype.FixedString string) {
            return "string " + string.size() + words(string.padding(), string.characters());
        }
        if (type instanceof Datatype.VariableString string) {
            return "string variable" + words(string.padding(), string.characters());
        }
        if (type instanceof Datatype.Enumeration names) {
            return "enum of " + kind(names.base()) + " "
                    + names.members().stream()
                            .sorted(java.util.Comparator.comparingLong(Datatype.Enumeration.Member::value))
                            .map(member -> member.name() + "=" + member.value())
                            .collect(Collectors.joining(", "));
        }
        if (type instanceof Datatype.Opaque opaque) {
            return "opaque " + opaque.size() + " '" + opaque.tag() + "'";
        }
        if (type instanceof Datatype.Complex complex) {
            return "complex " + complex.real() + "," + complex.imaginary() + " of " + kind(complex.part());
        }
        return type.toString();
    }

    private static String words(Datatype.Padding padding, Datatype.Characters characters) {
        return " " + padding.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + " "
                + (characters == Datatype.Characters.ASCII ? "ascii" : "utf-8");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
