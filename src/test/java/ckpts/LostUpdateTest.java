package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.Progress;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.SaveOutcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs at work on the same files: what one has saved is never lost to the other. */
class LostUpdateTest {
    @TempDir
    private Path folder;

    private Session first;
    private Session second;

    @BeforeEach
    void begin() {
        first = session();
        second = session();
    }

    /** As in a process of its own: with its own disk. */
    private static Session session() {
        return new Session(Playground.formats(), new RealDisk(), new Budget(8L << 20, 1));
    }

    @AfterEach
    void end() throws IOException {
        first.close();
        second.close();
    }

    private void put(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private Outcome evaluate(Session session, String... lines) {
        Outcome outcome = session.evaluate(
                new SourceText("cell", String.join("\n", lines), Optional.of(folder)), Map.of(), false);
        assertThat(outcome.diagnostics()).isEmpty();
        return outcome;
    }

    private static List<String> save(Session session, Outcome outcome) {
        SaveOutcome saved = session.save(outcome.plan(), Progress.SILENT, Cancellation.NEVER);
        return saved.diagnostics().stream().map(Diagnostic::message).toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void anEditOfTheInputIsNotSavedOver() throws IOException {
        put("m.sketch", "a float32[2]\nb float32[2]\n");
        Outcome mine = evaluate(first, "load \"m.sketch\"", "rename \"a\" -> \"mine\"", "save \"m.sketch\" overwrite");
        Outcome theirs =
                evaluate(second, "load \"m.sketch\"", "rename \"b\" -> \"theirs\"", "save \"m.sketch\" overwrite");

        assertThat(save(second, theirs)).isEmpty();
        List<String> after = files();
        assertThat(save(first, mine))
                .containsExactly(
                        in("m.sketch") + " has changed since it was read: load it again and save; nothing was changed");
        assertThat(files()).isEqualTo(after);
        assertThat(folder.resolve("m.sketch")).content().contains("theirs").doesNotContain("mine");
    }

    /** Its text is read again where it is written as it was. */
    @Test
    void anIndexThatAnotherProgramChangedIsNotCopied() throws IOException {
        put("m.sketch", "a float32[2]\nb float32[2]\n");
        assertThat(save(first, evaluate(first, "load \"m.sketch\"", "save \"in/m.safetensors\" shards 2")))
                .isEmpty();
        Outcome mine =
                evaluate(second, "load \"in/m.safetensors.index.json\"", "save \"out/m.safetensors.index.json\"");
        Path index = folder.resolve("in/m.safetensors.index.json");
        put("in/m.safetensors.index.json", Files.readString(index).replace("\"total_size\": 16", "\"total_size\": 61"));

        assertThat(save(second, mine))
                .containsExactly(index + " has changed since it was read: load it again and save; nothing was changed");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aTargetThatIsNotAnInputIsNotSavedOverEither() throws IOException {
        put("m.sketch", "a float32[2]\nb float32[2]\n");
        String save = "save \"out.safetensors\" overwrite";
        Outcome mine = evaluate(first, "load \"m.sketch\"", save);
        Outcome theirs = evaluate(second, "load \"m.sketch\"", "drop \"a\"", save);

        assertThat(save(second, theirs)).isEmpty();
        assertThat(save(first, mine))
                .containsExactly(in("out.safetensors")
                        + " has appeared since the save was planned: save again; nothing was changed");
        Outcome again = evaluate(first, "drop \"b\"", save);
        assertThat(save(first, again)).isEmpty();
        Outcome third = evaluate(second, "set \"c\" = [1]", save);
        Outcome fourth = evaluate(first, "rename \"a\" -> \"d\"", save);
        assertThat(save(second, third)).isEmpty();
        assertThat(save(first, fourth))
                .containsExactly(in("out.safetensors")
                        + " has changed since the save was planned: save again; nothing was changed");
    }

    @Test
    void aJsonFileThatAnotherProgramChangedIsNotTakenAlong() throws IOException {
        put("m.sketch", "a float32[2]\n");
        put("config.json", "{\"n\": 1}");
        Outcome mine = evaluate(first, "load \"m.sketch\"", "set json(\"config.json\").n = 2", "save \"out/m.sketch\"");
        put("config.json", "{\"n\": 1, \"theirs\": 1}");

        assertThat(save(first, mine))
                .containsExactly(in("config.json")
                        + " has changed since it was read: load it again and save; nothing was changed");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void ownSavesAreNotChangesByOthers() throws IOException {
        put("m.sketch", "a float32[2]\nb float32[2]\n");
        String save = "save \"m.safetensors\" overwrite";
        assertThat(save(first, evaluate(first, "load \"m.sketch\"", save))).isEmpty();
        assertThat(save(second, evaluate(second, "load \"m.safetensors\"", "rename \"a\" -> \"c\"", save)))
                .isEmpty();
        assertThat(save(second, evaluate(second, "rename \"c\" -> \"d\"", save)))
                .isEmpty();
        second.undo();
        assertThat(save(second, evaluate(second, "rename \"b\" -> \"e\"", save)))
                .isEmpty();
    }

    /** Their data files come to their names by links. */
    @Test
    void ownSavesOverABundleAreNotChangesByOthers() throws IOException {
        put("m.sketch", "a float32[2]\nb float32[2]\n");
        assertThat(save(first, evaluate(first, "load \"m.sketch\"", "save \"m\" format tensorflow")))
                .isEmpty();
        assertThat(save(second, evaluate(second, "load \"m\"", "rename \"a\" -> \"c\"", "save \"m\" overwrite")))
                .isEmpty();
        assertThat(save(second, evaluate(second, "rename \"c\" -> \"d\"", "save \"m\" overwrite")))
                .isEmpty();
        assertThat(files()).containsExactly("m.data-00000-of-00001", "m.index", "m.sketch");
    }

    @Test
    void aCheckpointFromWhichNothingIsTakenMayChange() throws IOException {
        put("m.sketch", "a float32[2]\n");
        put("donor.sketch", "a float32[2]\n");
        Outcome mine = evaluate(first, "load \"m.sketch\"", "load \"donor.sketch\" as donor", "save \"out.sketch\"");
        put("donor.sketch", "a float32[3]\n");

        assertThat(save(first, mine)).isEmpty();
    }
}
