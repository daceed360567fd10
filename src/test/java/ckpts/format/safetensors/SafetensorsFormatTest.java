package ckpts.format.safetensors;

import ckpts.format.CheckpointFormat;
import ckpts.format.FormatContract;
import ckpts.format.Json;
import ckpts.tensor.Tensor;
import java.io.IOException;
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
        for (Path file : listings(FIXTURES)) {
            Map<String, Object> listing = Json.object(file);
            fixtures.add(new Fixture(
                    file.resolveSibling((String) listing.get("path")),
                    listing(listing),
                    (Boolean) listing.get("keeps"),
                    false));
        }
        return fixtures.stream();
    }

    private static Map<String, String> listing(Map<String, Object> json) {
        Map<String, String> listing = new TreeMap<>();
        tensors(json).forEach(tensor -> listing.put((String) tensor.get("name"), typeAndHash(tensor)));
        return listing;
    }

    @Override
    protected byte[] hashed(Tensor tensor) throws IOException {
        return bytes(tensor);
    }
}
