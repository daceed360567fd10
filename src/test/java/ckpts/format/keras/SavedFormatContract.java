package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.Edits;
import ckpts.format.FormatContract;
import ckpts.format.Json;
import ckpts.format.OpenedCheckpoint;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What weights and archives of Keras 3 have in common: the same models, under the same names. */
abstract class SavedFormatContract extends FormatContract {
    static final Path FIXTURES = Path.of("src/test/fixtures/keras_saved");
    private static final String OPTIMIZER = "optimizer/";

    /** Endings of the files of this format. */
    abstract List<String> endings();

    /** Whether checksums cover everything. */
    abstract boolean isVouched();

    @Override
    protected Stream<Fixture> fixtures() throws IOException {
        List<Fixture> fixtures = new ArrayList<>();
        for (Path file : listings(FIXTURES)) {
            Map<String, Object> listing = Json.object(file);
            String name = (String) listing.get("path");
            if (endings().stream().anyMatch(name::endsWith)) {
                Map<String, String> expected = new TreeMap<>();
                tensors(listing).forEach(tensor -> expected.put((String) tensor.get("name"), typeAndHash(tensor)));
                fixtures.add(new Fixture(file.resolveSibling(name), expected, false, isVouched()));
            }
        }
        return fixtures.stream();
    }

    @Override
    protected byte[] hashed(Tensor tensor) throws IOException {
        return bytes(tensor);
    }

    @Override
    protected long small() {
        return 3000;
    }

    /** Layers, attributes and lists get another name, and what the optimizer has of them follows in its own scope. */
    @Override
    protected Checkpoint edited(OpenedCheckpoint opened) {
        return Edits.renamed(opened, this::renamed);
    }

    @Override
    protected String renamed(String name) {
        return name.replaceFirst(
                "^((?:optimizer/adam/)?)(dense_1|shared|block|head|score|tokens|both|lstm|attention|steps|separable|bn|ln"
                        + "|prelu|out|blocks|half|d|o)/",
                "$1renamed_$2/");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void slotsBelongToTheirVariables(Fixture fixture) throws IOException {
        Map<String, String> owners = new TreeMap<>();
        for (Map<String, Object> tensor : tensors(Json.object(fixture.path().resolveSibling("listing.json")))) {
            if (tensor.containsKey("slot_of")) {
                owners.put((String) tensor.get("name"), (String) tensor.get("slot_of"));
            }
        }
        try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
            Map<String, String> found = new TreeMap<>();
            for (Entry entry : opened.checkpoint().entries()) {
                entry.role().slot().ifPresent(slot -> found.put(entry.name(), slot.owner()));
                assertThat(entry.role().isOptimizer())
                        .as(entry.name())
                        .isEqualTo(entry.name().startsWith(OPTIMIZER));
            }
            assertThat(found).isEqualTo(owners);
        }
    }
}
