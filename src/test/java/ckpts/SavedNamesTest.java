package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.execution.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to have been saved is what can be opened: the file that is written, or the prefix. */
class SavedNamesTest {
    @ParameterizedTest
    @CsvSource({
        "golden_v/v,                              'out/x',                          out/x",
        "golden_v/v,                              'out/x.ckpt',                     out/x.ckpt",
        "golden_v/v,                              'out/x.safetensors',              out/x.safetensors",
        "golden_v/v,                              'out/x\" format safetensors',     out/x.safetensors",
        "golden_v/v,                              'out/x.v2\" format safetensors',  out/x.v2.safetensors",
        "safetensors/smallest/model.safetensors,  'out/x',                          out/x.safetensors",
        "safetensors/smallest/model.safetensors,  'out/',                           out/model.safetensors",
        "safetensors/smallest/model.safetensors,  'out/x\" shards 2',               out/x.safetensors.index.json",
        "safetensors/sharded/model,               'out/x',                          out/x.safetensors.index.json",
        "safetensors/sharded/model,               'out/x.safetensors',              out/x.safetensors"
    })
    void isWhatOpensIt(String loaded, String saved, String name) throws IOException {
        Program program = Program.parse(
                "t.ckpts",
                "# given fixture golden_v\n# given fixture safetensors/smallest\n# given fixture safetensors/sharded\nload \""
                        + loaded + "\"\nsave \"" + saved + (saved.contains("\"") ? "" : "\"") + "\n");
        try (Playground playground = new Playground(program)) {
            Outcome outcome = playground.evaluate(program);
            assertThat(outcome.diagnostics()).isEmpty();
            Path reported = outcome.plan().saves().get(0).name();
            assertThat(reported).isEqualTo(Path.of(Playground.FOLDER, name));

            assertThat(playground.save(outcome).diagnostics()).isEmpty();
            assertThat(playground.stored(name)).isNotEmpty();
        }
    }
}
