package ckpts.hdf5;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.ByteSource;
import ckpts.bytes.RealDisk;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.Link;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.writing.DatasetDescription;
import ckpts.hdf5.writing.Described;
import ckpts.hdf5.writing.FilePlan;
import ckpts.hdf5.writing.GroupDescription;
import ckpts.hdf5.writing.Member;
import ckpts.hdf5.writing.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files that were read and are written again, and one that has everything; also for {@code check_hdf5.py}. */
final class Rewritten {
    private final Map<Long, String> paths = new HashMap<>();
    private final Map<String, Dataset> datasets = new HashMap<>();

    private Rewritten() {}

    /** {@code rewrite IN OUT}, or {@code everything OUT}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("everything")) {
            Files.write(Path.of(arguments[1]), everything());
            return;
        }
        try (ByteSource source = new RealDisk().open(Path.of(arguments[1]))) {
            Files.write(Path.of(arguments[2]), of(Hdf5File.open(source, Limits.DEFAULT)));
        }
    }

    /** The same objects in a new file, except that types with names have none. */
    static byte[] of(Hdf5File file) throws IOException {
        Rewritten rewritten = new Rewritten();
        GroupDescription root = rewritten.group(file.root());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : FilePlan.of(root).parts()) {
            if (part instanceof Part.Metadata metadata) {
                out.writeBytes(metadata.bytes());
            } else if (part instanceof Part.Data data) {
                ByteBuffer bytes = ByteBuffer.allocate((int) data.length());
                rewritten.datasets.get(data.path()).open(1 << 16).read(0, bytes);
                out.writeBytes(bytes.array());
            }
        }
        return out.toByteArray();
    }

    private GroupDescription group(Group group) throws IOException {
        paths.put(group.address(), group.path());
        List<Member> members = new ArrayList<>();
        for (Link link : group.links()) {
            if (link instanceof Link.Soft soft) {
                members.add(new Member.Soft(soft.name(), soft.target()));
            } else if (link instanceof Link.Hard hard && paths.containsKey(hard.address())) {
                members.add(new Member.Alias(link.name(), paths.get(hard.address())));
            } else {
                Node node = group.open(link);
                if (node instanceof Group child) {
                    members.add(new Member.Child(link.name(), group(child)));
                } else if (node instanceof Dataset dataset) {
                    members.add(new Member.Child(link.name(), dataset(dataset)));
                }
            }
        }
        return new GroupDescription(attributes(group), members);
    }

    private static List<Attribute> attributes(Node node) throws IOException {
        List<Attribute> attributes = new ArrayList<>();
        for (StoredAttribute stored : node.attributes()) {
            attributes.add(stored.read());
        }
        return attributes;
    }

    private Described dataset(Dataset dataset) throws IOException {
        paths.put(dataset.address(), dataset.path());
        datasets.put(dataset.path(), dataset);
        List<Attribute> attributes = attributes(dataset);
        if (dataset.type() instanceof Datatype.VariableString) {
            List<byte[]> texts =
                    dataset.open(0).texts(0, Math.toIntExact(dataset.space().count()));
            return new DatasetDescription(
                    attributes, dataset.type(), dataset.space(), new DatasetDescription.Content.Texts(texts));
        }
        return DatasetDescription.streamed(attributes, dataset.type(), dataset.space());
    }

    /** What no fixture has: many children, long texts and numbers, many strings. */
    static byte[] everything() {
        Attribute config = Attribute.of("model_config", "{\"ä\": 1}".repeat(40_000));
        Attribute numbers = Attribute.packed(
                "numbers", Datatype.FixedPoint.little(4, true), Dataspace.simple(25_000), counted(25_000));
        Attribute few = Attribute.of("few", 3);
        List<String> names = new ArrayList<>();
        List<Member> many = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            names.add("layer_" + (2999 - i));
            many.add(new Member.Child("w" + (2999 - i), one(i)));
        }
        List<Member> members = List.of(
                new Member.Child("many", new GroupDescription(List.of(Attribute.of("names", names)), many)),
                new Member.Child("dense", new GroupDescription(List.of(few, numbers, config), List.of())),
                new Member.Child("a", new GroupDescription(List.of(), List.of())),
                new Member.Alias("same", "/many/w5"),
                new Member.Soft("soft", "/many/w6"),
                new Member.Child(
                        "texts",
                        new DatasetDescription(
                                List.of(),
                                Datatype.VariableString.UTF8,
                                Dataspace.simple(2, 2),
                                new DatasetDescription.Content.Texts(List.of(
                                        "ä".getBytes(UTF_8),
                                        new byte[0],
                                        "x".repeat(70_000).getBytes(UTF_8),
                                        "y".getBytes(UTF_8))))));
        FilePlan plan = FilePlan.of(new GroupDescription(List.of(config, few), members));
        return written(plan);
    }

    private static Described one(int number) {
        Datatype type = number == 0 ? Datatype.FloatingPoint.FLOAT16 : Datatype.FixedPoint.little(1, false);
        Attribute name = Attribute.of("number", number);
        return DatasetDescription.streamed(List.of(name), type, Dataspace.simple(number % 3));
    }

    private static byte[] counted(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putInt(i);
        }
        return bytes.array();
    }

    /** Every byte of data is 7. */
    static byte[] written(FilePlan plan) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : plan.parts()) {
            byte[] sevens = new byte[part instanceof Part.Data ? (int) part.length() : 0];
            java.util.Arrays.fill(sevens, (byte) 7);
            out.writeBytes(part instanceof Part.Metadata metadata ? metadata.bytes() : sevens);
        }
        return out.toByteArray();
    }
}
