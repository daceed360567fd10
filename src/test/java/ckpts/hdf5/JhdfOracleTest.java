package ckpts.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.ByteSource;
import ckpts.bytes.RealDisk;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Another reader of HDF5 finds the same groups, datasets, sizes and numbers in the same files. */
class JhdfOracleTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures");

    /** Files that it does not read, and why: it makes all children of a group at once, so that one is enough. */
    private static final Map<String, String> UNREAD = Map.of();

    @TestFactory
    Stream<DynamicTest> bothReadTheSame() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("hdf5", "keras", "keras_saved")) {
            try (Stream<Path> found = Files.walk(FIXTURES.resolve(folder))) {
                found.filter(path -> path.toString().endsWith(".h5"))
                        .filter(path -> !path.toString().matches(".*/(refused|hostile)/.*"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(file -> {
            String name = FIXTURES.relativize(file).toString();
            return DynamicTest.dynamicTest(name, () -> {
                if (UNREAD.containsKey(name)) {
                    assertThatThrownBy(() -> theirs(file)).as(UNREAD.get(name)).isInstanceOf(RuntimeException.class);
                } else {
                    assertThat(theirs(file)).isEqualTo(ours(file));
                }
            });
        });
    }

    /** Paths of groups to "group", of datasets to their dimensions and numbers. */
    private static Map<String, String> ours(Path path) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (ByteSource bytes = new RealDisk().open(path)) {
            Hdf5File.open(bytes, Limits.DEFAULT).walk(new Hdf5File.Visitor() {
                @Override
                public void group(Group group) {
                    if (!group.path().equals("/")) {
                        found.put(group.path(), "group");
                    }
                }

                @Override
                public void dataset(Dataset dataset) throws IOException {
                    found.put(dataset.path(), described(dataset));
                }

                @Override
                public void namedType(NamedType type) {
                    found.put(type.path(), "type");
                }

                @Override
                public void alias(String path, String first) {
                    found.put(path, found.getOrDefault(first, "group"));
                }

                @Override
                public void soft(String path, String target) {
                    // A link is no object.
                }
            });
        }
        return found;
    }

    private static String described(Dataset dataset) throws IOException {
        List<Long> dimensions = dataset.space().dimensions();
        boolean number = dataset.type() instanceof Datatype.FixedPoint
                || dataset.type() instanceof Datatype.FloatingPoint floating && floating.size() > 2;
        if (!number || dataset.space().kind() == Dataspace.Kind.NULL) {
            return dimensions.toString();
        }
        ByteBuffer values = ByteBuffer.allocate((int) dataset.bytes());
        dataset.open(1 << 20).read(0, values);
        List<String> numbers = new ArrayList<>();
        values.flip();
        while (values.hasRemaining()) {
            numbers.add(number(values, dataset.type()));
        }
        return dimensions + " " + numbers;
    }

    private static String number(ByteBuffer values, Datatype type) {
        if (type instanceof Datatype.FloatingPoint floating) {
            values.order(floating.order());
            return floating.size() == Float.BYTES
                    ? Float.toString(values.getFloat())
                    : Double.toString(values.getDouble());
        }
        Datatype.FixedPoint fixed = (Datatype.FixedPoint) type;
        byte[] bytes = new byte[fixed.size()];
        values.get(bytes);
        if (fixed.order() == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < bytes.length / 2; i++) {
                byte low = bytes[i];
                bytes[i] = bytes[bytes.length - 1 - i];
                bytes[bytes.length - 1 - i] = low;
            }
        }
        return (fixed.signed() ? new java.math.BigInteger(bytes) : new java.math.BigInteger(1, bytes)).toString();
    }

    private static Map<String, String> theirs(Path path) {
        Map<String, String> found = new TreeMap<>();
        try (HdfFile file = new HdfFile(path)) {
            add(file, "", found);
        }
        return found;
    }

    private static void add(io.jhdf.api.Group group, String prefix, Map<String, String> found) {
        group.getChildren().forEach((name, node) -> {
            String path = prefix + "/" + name;
            if (node instanceof io.jhdf.api.Group inner) {
                found.put(path, "group");
                add(inner, path, found);
            } else if (node instanceof io.jhdf.api.Dataset dataset) {
                found.put(path, described(dataset));
            } else if (node instanceof io.jhdf.CommittedDatatype) {
                found.put(path, "type");
            }
        });
    }

    private static String described(io.jhdf.api.Dataset dataset) {
        List<Integer> dimensions = new ArrayList<>();
        for (int size : dataset.getDimensions()) {
            dimensions.add(size);
        }
        boolean number = dataset.getDataType() instanceof io.jhdf.object.datatype.FixedPoint
                || dataset.getDataType() instanceof io.jhdf.object.datatype.FloatingPoint
                        && dataset.getDataType().getSize() > 2;
        if (!number) {
            return dimensions.toString();
        }
        List<String> numbers = new ArrayList<>();
        Object values = dataset.isEmpty() ? new int[0] : dataset.getDataFlat();
        for (int i = 0; values != null && values.getClass().isArray() && i < Array.getLength(values); i++) {
            numbers.add(Array.get(values, i).toString());
        }
        if (values != null && !values.getClass().isArray()) {
            numbers.add(values.toString());
        }
        return dimensions + " " + numbers;
    }
}
