package ckpts.format.safetensors;

import ckpts.format.CheckpointFormat;
import ckpts.format.FormatContract;
import ckpts.format.Json;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

class SafetensorsFormatTest extends FormatContract {
    static final Path FIXTURES = Path.of("src/test/fixtures/safetensors");

    @Override
    protected CheckpointFormat format() {
        return new SafetensorsFormat();
    }

    @Override
    protected Stream<Fixture> fixtures() throws IOException {
        List<Fixture> fixtures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            for (Path file :
                    files.filter(path -> path.endsWith("listing.json")).sorted().toList()) {
                Map<String, Object> listing = Json.object(file);
                fixtures.add(new Fixture(
                        file.resolveSibling((String) listing.get("path")),
                        listing(listing),
                        (Boolean) listing.get("keeps"),
                        false));
            }
        }
        return fixtures.stream();
    }

    @SuppressWarnings("unchecked") // the shape of a listing is described beside the fixtures
    private static Map<String, String> listing(Map<String, Object> json) {
        Map<String, String> listing = new TreeMap<>();
        for (Map<String, Object> tensor : (List<Map<String, Object>>) json.get("tensors")) {
            DType dtype = DType.named((String) tensor.get("dtype")).orElseThrow();
            TensorType type = new TensorType(dtype, Shape.of((List<Long>) tensor.get("shape")));
            listing.put((String) tensor.get("name"), type + " " + tensor.get("sha256"));
        }
        return listing;
    }

    @Override
    protected byte[] hashed(Tensor tensor) throws IOException {
        return bytes(tensor);
    }
}
