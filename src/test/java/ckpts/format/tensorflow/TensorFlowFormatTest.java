package ckpts.format.tensorflow;

import ckpts.format.CheckpointFormat;
import ckpts.format.FormatContract;
import ckpts.format.Json;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.naming.Names;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

public class TensorFlowFormatTest extends FormatContract {
    public static final Path FIXTURES = Path.of("src/test/fixtures/tensorflow");

    /** Made by hand, with gaps, another byte order, compression or longer keys: values survive a rewrite, bytes need not. */
    private static final Set<String> NOT_AS_TENSORFLOW_WRITES =
            Set.of("aligned", "big_endian", "header_without_version", "literals", "copies");

    @Override
    protected CheckpointFormat format() {
        return new TensorFlowFormat();
    }

    @Override
    protected Stream<Fixture> fixtures() throws IOException {
        List<Fixture> fixtures = new ArrayList<>();
        for (Path file : listings(FIXTURES)) {
            Map<String, Object> listing = Json.object(file);
            Path prefix = file.resolveSibling((String) listing.get("prefix"));
            if (Files.exists(BundlePath.index(prefix))) {
                String folder = file.getParent().getFileName().toString();
                fixtures.add(new Fixture(
                        prefix,
                        listing(listing, names(file.getParent())),
                        !NOT_AS_TENSORFLOW_WRITES.contains(folder),
                        true));
            }
        }
        return fixtures.stream();
    }

    /** An edge called {@code .ATTRIBUTES} makes a key that TensorFlow cannot take apart again. */
    @Override
    protected boolean restoresAll(Fixture fixture) {
        return !fixture.path().getParent().endsWith("object_module");
    }

    /** Key to name, where they differ: in object-based checkpoints. */
    private static Map<String, Object> names(Path folder) throws IOException {
        Path file = folder.resolve("names.json");
        return Files.exists(file) ? Json.object(file) : Map.of();
    }

    private static Map<String, String> listing(Map<String, Object> json, Map<String, Object> names) {
        Map<String, String> listing = new TreeMap<>();
        for (Map<String, Object> tensor : tensors(json)) {
            String hex = (String) tensor.get("name_hex");
            String name = hex == null
                    ? (String) tensor.get("name")
                    : Names.decode(HexFormat.of().parseHex(hex));
            if (!name.equals(GraphTensor.KEY)) {
                listing.put((String) names.getOrDefault(name, name), typeAndHash(tensor));
            }
        }
        return listing;
    }

    /** A slot is named by its optimizer, too. */
    @Override
    protected String renamed(String name) {
        return super.renamed(name).replace("/.OPTIMIZER_SLOT/", "/.OPTIMIZER_SLOT/renamed/");
    }

    @Override
    protected byte[] hashed(Tensor tensor) throws IOException {
        byte[] bytes = bytes(tensor);
        if (tensor.type().dtype() != DType.STRING) {
            return bytes;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long[] lengths = new long[Math.toIntExact(tensor.type().shape().elementCount())];
        for (int i = 0; i < lengths.length; i++) {
            for (int shift = 0, next = -1; next < 0; shift += 7) {
                next = in.get();
                lengths[i] |= (next & 0x7fL) << shift;
            }
        }
        in.getInt();
        ByteArrayOutputStream hashed = new ByteArrayOutputStream();
        for (long length : lengths) {
            hashed.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array());
            byte[] string = new byte[Math.toIntExact(length)];
            in.get(string);
            hashed.writeBytes(string);
        }
        return hashed.toByteArray();
    }
}
